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
