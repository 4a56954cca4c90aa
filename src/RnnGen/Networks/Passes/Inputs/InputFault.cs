using System;
using System.Globalization;

namespace RnnGen.Networks;

/// <summary>A value of an input that it cannot take.</summary>
/// <param name="Argument">The name of the input.</param>
/// <param name="Where">What stands before the place in a message.</param>
/// <param name="Place">The place: steps of all streams in the caller's layout.</param>
/// <param name="Value">The value.</param>
/// <param name="Vocabulary">Tokens, or 0 of one that takes floats.</param>
/// <param name="Feature">Of floats, which of the place.</param>
internal sealed record InputFault(string Argument, string Where, int Place, object Value, int Vocabulary, int Feature)
{
    /// <summary>Of an input of one token a place.</summary>
    public const string Token = "at index";

    /// <summary>Of one that takes bags.</summary>
    public const string Bag = "in bag";

    /// <summary>Of one that takes sequences.</summary>
    public const string Sequence = "in sequence";

    /// <summary>What is thrown by a call.</summary>
    /// <param name="isOfSteps">Whether the inputs are one span.</param>
    public ArgumentOutOfRangeException ToException(bool isOfSteps)
    {
        string of = isOfSteps ? $" of '{Argument}'" : "", argument = isOfSteps ? "inputs" : Argument;
        return new ArgumentOutOfRangeException(
            argument, Value, $"'{argument}' has token {Value}{of} {Where} {Place}; {Wanted}.");
    }

    /// <summary>The rest of a sentence that begins with the name of a sequence's inputs.</summary>
    public string ToText() => Vocabulary > 0
        ? $"have token {Value} of '{Argument}' at step {Place}; {Wanted}"
        : string.Create(CultureInfo.InvariantCulture, $"have {Value} at step {Place} of '{Argument}', feature {Feature}; they must be finite");

    private string Wanted => $"it must be from 0 to {Vocabulary - 1}: the vocabulary has {Vocabulary} tokens";
}
