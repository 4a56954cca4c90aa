using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>
/// Snapshots on disk exactly as Verify.SourceGenerators keeps them: <c>Class.Method#Hint.g.verified.cs</c> beside the test, UTF-8 with BOM, LF, no
/// final newline, <c>//HintName:</c> first. This file stands in for the package, which the registry here does not serve; to switch, replace the
/// body of <see cref="Verify"/> by <c>Verifier.Verify(driver)</c>.
/// </summary>
internal static partial class SnapshotVerifier
{
    /// <summary>Set to 1 to accept what the generator emits now (and to delete what it no longer does). Never set in CI.</summary>
    private const string AcceptVariable = "RNNGEN_ACCEPT_SNAPSHOTS";

    private static readonly Encoding Utf8WithBom = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    /// <summary>Compares every emitted file with its snapshot. Missing, changed and stale ones fail.</summary>
    public static void Verify(GeneratorDriverRunResult result, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string directory = Path.GetDirectoryName(file)!;
        string test = $"{Path.GetFileNameWithoutExtension(file)}.{method}";
        bool accept = Environment.GetEnvironmentVariable(AcceptVariable) == "1";
        var failures = new List<string>();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (GeneratedSourceResult source in result.Results.SelectMany(static generator => generator.GeneratedSources))
        {
            string name = $"{test}#{Path.GetFileNameWithoutExtension(source.HintName)}";
            string verified = Path.Combine(directory, name + ".verified.cs");
            string received = Path.Combine(directory, name + ".received.cs");
            expected.Add(verified);
            string text = Scrub($"//HintName: {source.HintName}\n{source.SourceText}");
            if (File.Exists(verified) && File.ReadAllText(verified) == text)
            {
                File.Delete(received);
            }
            else if (accept)
            {
                File.WriteAllText(verified, text, Utf8WithBom);
                File.Delete(received);
            }
            else
            {
                File.WriteAllText(received, text, Utf8WithBom);
                failures.Add(File.Exists(verified) ? $"changed: {verified}\n{FirstDifference(File.ReadAllText(verified), text)}" : $"missing: {verified}");
            }
        }

        foreach (string stale in Directory.GetFiles(directory, $"{test}#*.verified.cs").Where(path => !expected.Contains(path)))
        {
            if (accept)
            {
                File.Delete(stale);
            }
            else
            {
                failures.Add($"stale: {stale}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Append($"To accept: {AcceptVariable}=1 dotnet test")));
    }

    /// <summary>The version is the only text that may change without a review.</summary>
    private static string Scrub(string text) => VersionPattern().Replace(text, "GeneratedCode(\"RnnGen\", \"%VERSION%\")").TrimEnd('\n');

    [GeneratedRegex("""GeneratedCode\("RnnGen", "[^"]*"\)""")]
    private static partial Regex VersionPattern();

    private static string FirstDifference(string verified, string received)
    {
        string[] before = verified.Split('\n');
        string[] after = received.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
        {
            line++;
        }

        return $"  line {line + 1}\n  - {before.ElementAtOrDefault(line)}\n  + {after.ElementAtOrDefault(line)}";
    }
}
