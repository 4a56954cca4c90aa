namespace RnnGen;

/// <summary>What a forward pass of a network leaves for its backward pass.</summary>
public interface INetworkTape
{
    /// <summary>What dropout draws from: the same seed drops the same floats. Set another one before every <c>Forward</c>.</summary>
    long DropoutSeed { get; set; }
}
