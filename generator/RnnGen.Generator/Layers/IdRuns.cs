using System.Collections.Generic;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>Runs of token ids as an input: all ids, one run behind the other, and where each starts. A bag is one, and what a network inside another reads at a step.</summary>
/// <param name="input">The input.</param>
internal readonly struct IdRuns(InputPlan input)
{
    private readonly string _field = input.Field;
    private readonly string _argument = input.Argument;
    private readonly string _offsetsField = "_offsets" + CodeText.Number(input.Number);

    /// <summary>How the two spans are measured.</summary>
    public string Measured => $"Bags({_field}, {_offsetsField}, \"{_argument}\", \"{_argument}{EmbeddingBagSpec.Offsets}\")";

    /// <summary>The ids of the run at a place.</summary>
    public string AtPlace => $"{_field}[{_offsetsField}[place]..{_offsetsField}[place + 1]]";

    /// <summary>The two spans.</summary>
    /// <param name="ids">What the ids are.</param>
    /// <param name="run">What a run is called.</param>
    public IReadOnlyList<InputSpan> Spans(string ids, string run) =>
    [
        new("int", _argument, _field, ids),
        new("int", _argument + EmbeddingBagSpec.Offsets, _offsetsField, $"Where each {run} starts in them, ascending from 0, and behind the last one their number: [{{1}} + 1]"),
    ];
}
