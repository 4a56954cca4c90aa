using System.Text.Json.Serialization;

namespace RnnGen.Tool.Reports;

/// <summary>The reports as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NewLine = "\n")]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(ScaffoldReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
