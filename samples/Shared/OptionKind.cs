namespace Shared;

/// <summary>What an option's value is.</summary>
internal enum OptionKind
{
    Switch,
    Value,
    InputFile,
    OutputFile,
    OutputFolder,
}
