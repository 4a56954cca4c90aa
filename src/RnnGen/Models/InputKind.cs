using System;

namespace RnnGen;

/// <summary>What a step takes, in words.</summary>
internal static class InputKind
{
    /// <summary>The words for a type of inputs.</summary>
    /// <param name="input"><see cref="float"/>, or <see cref="int"/> for token ids, or a struct of several inputs.</param>
    public static string NameOf(Type input) => input == typeof(float) ? "floats" : input == typeof(int) ? "token ids" : input.Name;

    /// <summary>What is thrown where a stream knows floats and token ids only.</summary>
    /// <param name="model">The stream's model.</param>
    /// <param name="given">What it was given.</param>
    public static InvalidOperationException Mismatch(IModel model, Type given) => Mismatch(model, model.VocabularySize > 0 ? typeof(int) : typeof(float), given);

    /// <summary>What is thrown where a stream is given the other kind.</summary>
    /// <param name="model">The stream's model.</param>
    /// <param name="taken">What it takes.</param>
    /// <param name="given">What it was given.</param>
    public static InvalidOperationException Mismatch(IModel model, Type taken, Type given) =>
        new($"'{model.GetType().Name}' takes {NameOf(taken)} and was given {NameOf(given)}.");
}
