using System;
using System.IO;
using RnnGen.TestSupport;

namespace RnnGen.Package.Tests;

/// <summary>A small project of a user's, in a directory of its own; <c>App.csproj</c> is the one that commands are for.</summary>
/// <param name="directory">Where it is; removed in the end.</param>
/// <param name="settings">What every command is given: where the packages come from.</param>
internal sealed class UserProject(string directory, string[] settings) : IDisposable
{
    /// <summary>The full path of a file or folder of it.</summary>
    public string this[string name] => Path.Combine(directory, name);

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its path in the project.</param>
    /// <param name="text">What it holds.</param>
    public void Write(string name, string text)
    {
        string path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs a command of <c>dotnet</c>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its other arguments.</param>
    /// <returns>What it printed.</returns>
    public string Run(string command, params ReadOnlySpan<string> arguments) =>
        ChildProcess.RunDotnet(directory, command, ["App.csproj", .. settings, .. arguments]);

    /// <summary>Runs a command of <c>dotnet</c>, which must fail.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its other arguments.</param>
    /// <returns>What it printed.</returns>
    public string Fail(string command, params ReadOnlySpan<string> arguments) => ChildProcess.FailDotnet(directory, command, ["App.csproj", .. settings, .. arguments]);

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
