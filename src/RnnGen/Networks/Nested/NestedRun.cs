using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>A network inside another, over the words at hand.</summary>
/// <typeparam name="TNetwork">The network inside.</typeparam>
internal static class NestedRun<TNetwork>
    where TNetwork : struct, INetworkArithmetic
{
    /// <summary>Computes what it gives of each word.</summary>
    /// <param name="memory">The words, and where the results go.</param>
    /// <param name="parameters">Its parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(NestedMemory memory, NetworkParameters parameters)
    {
        memory.Words.Sort();
        for (int chunk = 0; chunk < memory.Chunks; chunk++)
        {
            NestedChunk words = memory.ChunkOf(chunk);
            NetworkRun<TNetwork>.RunFresh(words.Tokens, words.Results, memory.Workspace!, words.Lengths, parameters);
        }
    }
}

/// <summary>
/// The same in training. The tape is that of one chunk: the backward pass computes the others again, from the last to the first, which starts with the one that is there.
/// </summary>
/// <typeparam name="TNetwork">The network inside.</typeparam>
internal static class NestedTraining<TNetwork>
    where TNetwork : struct, INetworkTraining
{
    /// <summary>Computes what it gives of each word.</summary>
    /// <param name="memory">The words, and where the results go.</param>
    /// <param name="parameters">Its parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(NestedMemory memory, NetworkParameters parameters)
    {
        memory.Words.Sort();
        for (int chunk = 0; chunk < memory.Chunks; chunk++)
        {
            Forward(memory, chunk, parameters);
        }
    }

    /// <summary>Adds the gradients of its parameters.</summary>
    /// <param name="memory">The words, and the gradients of the results.</param>
    /// <param name="parameters">Its parameters, as they were in the forward pass.</param>
    /// <param name="gradients">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(NestedMemory memory, NetworkParameters parameters, NetworkGradients gradients)
    {
        NetworkTape tape = memory.Tape!;
        for (int chunk = memory.Chunks - 1; chunk >= 0; chunk--)
        {
            if (memory.OnTape != chunk)
            {
                Forward(memory, chunk, parameters);
            }

            NetworkTraining<TNetwork>.GoBack<float>(
                NetworkTraining<TNetwork>.Take(memory.ChunkOf(chunk).Gradients, tape), tape, gradients, wantsInputGradients: false, [], parameters);
        }
    }

    private static void Forward(NestedMemory memory, int chunk, NetworkParameters parameters)
    {
        NestedChunk words = memory.ChunkOf(chunk);
        NetworkTraining<TNetwork>.ForwardFresh(words.Tokens, words.Results, memory.Tape!, words.Lengths, parameters);
        memory.OnTape = chunk;
    }
}
