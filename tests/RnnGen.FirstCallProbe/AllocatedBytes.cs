namespace RnnGen.FirstCallProbe;

/// <summary>Bytes that each kind of call allocated on its thread.</summary>
internal readonly record struct AllocatedBytes(long Step, long Run, long StepOfStreams, long RunOfStreams)
{
    public long Sum => Step + Run + StepOfStreams + RunOfStreams;
}
