namespace RnnGen.FirstCallProbe;

/// <summary>A method that the runtime compiled.</summary>
/// <param name="Type">Its type, with the namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tier">How well it was compiled.</param>
/// <param name="ThreadId">The operating system's number of the thread that needed it.</param>
internal sealed record JittedMethod(string Type, string Name, JitTier Tier, long ThreadId);
