using System;
using System.Globalization;

namespace RnnGen.Networks;

/// <summary>A value of an input that it cannot take.</summary>
/// <param name="Argument">The name of the input.</param>
/// <param name="IsBag">Whether it takes bags.</param>
/// <param name="Place">The place: steps of all streams in the caller's layout.</param>
/// <param name="Value">The value.</param>
/// <param name="Vocabulary">Tokens, or 0 of one that takes floats.</param>
/// <param name="Feature">Of floats, which of the place.</param>
internal sealed record InputFault(string Argument, bool IsBag, int Place, object Value, int Vocabulary, int Feature)
{
    /// <summary>What is thrown by a call.</summary>
    /// <param name="isOfSteps">Whether the inputs are one span.</param>
    public ArgumentOutOfRangeException ToException(bool isOfSteps)
    {
        string of = isOfSteps ? $" of '{Argument}'" : "", argument = isOfSteps ? "inputs" : Argument;
        return new ArgumentOutOfRangeException(
            argument, Value, $"'{argument}' has token {Value}{of} {(IsBag ? "in bag" : "at index")} {Place}; {Wanted}.");
    }

    /// <summary>The rest of a sentence that begins with the name of a sequence's inputs.</summary>
    public string ToText() => Vocabulary > 0
        ? $"have token {Value} of '{Argument}' at step {Place}; {Wanted}"
        : string.Create(CultureInfo.InvariantCulture, $"have {Value} at step {Place} of '{Argument}', feature {Feature}; they must be finite");

    private string Wanted => $"it must be from 0 to {Vocabulary - 1}: the vocabulary has {Vocabulary} tokens";
}
