using System.Collections.Generic;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>What a project decides for its compiler. By default, as strict as it can be.</summary>
internal sealed record ProjectSettings
{
    /// <summary>The oldest version that emitted code promises to compile with: spans of inline arrays through interfaces came with it.</summary>
    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp13;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public bool CheckOverflow { get; init; } = true;

    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.Release;

    public bool ConcurrentBuild { get; init; } = true;

    /// <summary>The aliases of the reference to the library.</summary>
    public IReadOnlyList<string> LibraryAliases { get; init; } = [];

    public DocumentationMode Documentation { get; init; } = DocumentationMode.Diagnose;

    /// <summary>The additional files.</summary>
    public IReadOnlyList<AdditionalText> AdditionalFiles { get; init; } = [];

    /// <summary>Conditional compilation symbols.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>The culture of the compiler's process.</summary>
    public CultureInfo Culture { get; init; } = HostileCulture;

    /// <summary>How the user's source files end their lines.</summary>
    public string NewLine { get; init; } = "\n";

    /// <summary>A culture in which a number written without thought is wrong.</summary>
    private static CultureInfo HostileCulture
    {
        get
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "\u2212";
            culture.NumberFormat.NumberGroupSeparator = "'";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            return culture;
        }
    }

    public CSharpParseOptions ParseOptions => new CSharpParseOptions(LanguageVersion, Documentation, preprocessorSymbols: Symbols)
        .WithFeatures([new KeyValuePair<string, string>("strict", "true")]);

    public CSharpCompilationOptions CompilationOptions => new(
        OutputKind,
        optimizationLevel: Optimization,
        checkOverflow: CheckOverflow,
        allowUnsafe: false,
        concurrentBuild: ConcurrentBuild,
        warningLevel: 9999,
        nullableContextOptions: Nullable);
}
