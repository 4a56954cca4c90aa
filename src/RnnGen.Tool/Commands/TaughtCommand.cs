using System.CommandLine;

namespace RnnGen.Tool.Commands;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does: for the list of all commands, too.</param>
/// <param name="lesson">What its own help ends with.</param>
internal sealed class TaughtCommand(string name, string description, string lesson) : Command(name, description)
{
    /// <summary>What its own help ends with.</summary>
    public string Lesson => lesson;
}
