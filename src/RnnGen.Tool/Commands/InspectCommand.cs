using System.CommandLine;
using System.Text.Json;
using RnnGen.Tool.Reports;

namespace RnnGen.Tool.Commands;

/// <summary><c>rnngen inspect</c></summary>
internal static class InspectCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> file = CommandParts.ModelFile();
        var json = new Option<bool>("--json")
        {
            Description = "print one JSON object, also for a file that is refused; its field \"status\" is fits, incomplete, refused or unreadable",
        };
        var command = new TaughtCommand(
            "inspect",
            "Says what is in a model file: format, layers, inputs, outputs, tensors, parameters; what fits, and what does not.",
            """
            Of a file that RnnGen cannot run, the reason stands on stderr, and the exit code is 1.

            Examples:
              rnngen inspect amp.nam
              rnngen inspect model.onnx --json | jq .parameters
              rnngen inspect model.h5 --json | jq -r '.layers[].declaration'
            """)
        {
            file, json,
        };
        command.SetAction(line => Run(line, line.GetRequiredValue(file), line.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult line, string file, bool json)
    {
        InspectReport report = Inspection.Of(file);
        if (json)
        {
            line.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.InspectReport));
        }
        else if (report.Error is null)
        {
            InspectText.Write(report, line.InvocationConfiguration.Output);
        }

        if (report.Error is { } problem)
        {
            line.InvocationConfiguration.Error.WriteLine($"error: {problem.Message}");
        }

        return report.Status switch { "refused" => ExitCode.Refused, "unreadable" => ExitCode.FileProblem, _ => ExitCode.Success };
    }
}
