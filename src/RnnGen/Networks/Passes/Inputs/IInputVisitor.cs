using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>What is done with each of several inputs of a network, in their order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IInputVisitor
{
    /// <summary>A token id a step.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    void Tokens<TInput>()
        where TInput : struct, ITokenInput;

    /// <summary>A bag of token ids a step.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    void Bags<TInput>()
        where TInput : struct, IBagInput;

    /// <summary>Floats.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    void Floats<TInput>()
        where TInput : struct, IFloatInput;
}

/// <summary>The same of an inference.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRunInputVisitor : IInputVisitor
{
    /// <summary>A sequence of token ids a step.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <typeparam name="TNested">The network that reads it.</typeparam>
    void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkArithmetic;
}

/// <summary>The same of training.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainingInputVisitor : IInputVisitor
{
    /// <summary>A sequence of token ids a step.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <typeparam name="TNested">The network that reads it.</typeparam>
    void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkTraining;
}
