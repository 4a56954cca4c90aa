namespace RnnGen.Benchmarks.Measurement;

/// <summary>What a duel found.</summary>
/// <param name="Ours">Our times.</param>
/// <param name="Theirs">The peer's times.</param>
/// <param name="AllocatedBytes">Managed bytes that one of our calls allocates.</param>
internal sealed record DuelResult(Timing Ours, Timing Theirs, long AllocatedBytes);
