using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>
/// One emitted network as the library's drivers see it: its sizes, constants to the JIT, its step, and its layers in their order. Emitted code implements it on a type
/// of its own, so that every network gets code compiled for its sizes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetworkArithmetic
{
    /// <summary>Tokens, or 0 where a step takes floats.</summary>
    static virtual int VocabularySize => 0;

    /// <summary>Elements that a step takes.</summary>
    static abstract int InputSize { get; }

    /// <summary>Floats of a row that the first layer takes: of tokens, of a row of its table.</summary>
    static virtual int TokenFloats => 0;

    /// <summary>Of tokens whose table is the weight of a dense layer, too, where the parameters of that start; else -1.</summary>
    static virtual int TiedTable => -1;

    /// <summary>Of several inputs, floats of the row to which what they give of a step is joined; else 0.</summary>
    static virtual int JoinedSize => 0;

    /// <summary>Whether any of several inputs has a table that is trained.</summary>
    static virtual bool HasTables => false;

    /// <summary>Floats that a step, or a sequence, gives.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Floats of all parameters, with padding.</summary>
    static abstract int ParameterFloats { get; }

    /// <summary>Whether every step has outputs; otherwise each sequence has.</summary>
    static virtual bool HasOutputPerStep => true;

    /// <summary>Whether no output depends on a later input.</summary>
    static virtual bool IsCausal => true;

    /// <summary>Steps of one stream that go through all layers before the next, so that what is between them stays in the cache.</summary>
    static virtual int StackSteps => 0;

    /// <summary>Floats of these steps' rows between the layers.</summary>
    static virtual int StackFloats => 0;

    /// <summary>One step of one stream, of a network that is causal.</summary>
    /// <param name="x">[InputSize], or a token's row of the table (or a copy of it), or [JoinedSize].</param>
    /// <param name="y">[OutputSize]; may be <paramref name="x"/>.</param>
    /// <param name="state">The stream's state, replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    static virtual void Step(ref float x, ref float y, ref float state, ref float parameters)
    {
    }

    /// <summary>The inputs, where there are several or one takes bags, in their order.</summary>
    /// <typeparam name="TVisitor">What to do with each.</typeparam>
    /// <param name="visitor">It.</param>
    static virtual void EachInput<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IRunInputVisitor, allows ref struct
    {
    }

    /// <summary>The layers that give a row a step, and then pooling, which takes their rows.</summary>
    /// <typeparam name="TPass">What to do with each.</typeparam>
    /// <param name="pass">What is between them.</param>
    static abstract void EachStep<TPass>(ref NetworkPass pass)
        where TPass : struct, IRunPass;

    /// <summary>Pooling, which gives a row a sequence, and the layers behind it.</summary>
    /// <typeparam name="TPass">What to do with each.</typeparam>
    /// <param name="pass">What is between them.</param>
    static virtual void EachSequence<TPass>(ref NetworkPass pass)
        where TPass : struct, ILayerPass
    {
    }
}

/// <summary>What an emitted network has besides where it is trained.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetworkTraining : INetworkArithmetic
{
    /// <summary>The inputs, where there are several or one takes bags, in their order: with the backward passes of networks that read sequences.</summary>
    /// <typeparam name="TVisitor">What to do with each.</typeparam>
    /// <param name="visitor">It.</param>
    static virtual void EachTrainedInput<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, ITrainingInputVisitor, allows ref struct
    {
    }

    /// <summary>The layers that give a row a step, and then pooling, which takes their rows: with the backward passes of their cells.</summary>
    /// <typeparam name="TPass">What to do with each.</typeparam>
    /// <param name="pass">What is between them.</param>
    static abstract void EachTrainedStep<TPass>(ref NetworkPass pass)
        where TPass : struct, ITrainingPass;

    /// <summary>The backward passes of all layers, from the last to the first.</summary>
    /// <param name="pass">The gradients between them.</param>
    static abstract void Backward(ref NetworkPass pass);
}
