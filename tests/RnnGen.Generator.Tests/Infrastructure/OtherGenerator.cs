using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>Another generator of the project: what it adds is the text of an additional file.</summary>
public sealed class OtherGenerator : IIncrementalGenerator
{
    /// <summary>The additional file.</summary>
    public const string FileName = "OtherGenerator.txt";

    /// <summary>The file with a text.</summary>
    public static AdditionalText File(string text) => new TextInMemory(text);

    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.AdditionalTextsProvider.Where(static file => file.Path.EndsWith(FileName, System.StringComparison.Ordinal)),
        static (production, file) => production.AddSource("Other.g.cs", file.GetText()!.ToString()));

    private sealed class TextInMemory(string text) : AdditionalText
    {
        public override string Path => FileName;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, System.Text.Encoding.UTF8);
    }
}
