using System.Collections.Generic;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>A planned layer, and its part of the text of a network.</summary>
internal abstract record LayerPlan
{
    protected const string Floats = "global::System.Span<float>";
    protected const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";

    protected LayerPlan(LayerSpec spec, LayerPlace place)
    {
        Member = spec.Member;
        Name = spec.Name;
        Input = spec.Input;
        Output = spec.Output;
        Index = place.Index;
        Offset = place.Offset;
        ParameterFloats = (int)spec.ParameterFloats();
        IsBehindPooling = place.Above is { GivesSequences: true };
    }

    /// <summary>Its name in emitted text, which comes from its kind.</summary>
    public string Member { get; }

    /// <summary>Its name in a <c>state_dict</c>.</summary>
    public string Name { get; }

    /// <summary>Floats a row that it takes; 0 where it takes token ids.</summary>
    public int Input { get; }

    /// <summary>Floats a row that it gives.</summary>
    public int Output { get; }

    /// <summary>How many layers are above it.</summary>
    public int Index { get; }

    /// <summary>Where its parameters start.</summary>
    public int Offset { get; }

    /// <summary>Floats of its parameters, with padding.</summary>
    public int ParameterFloats { get; }

    /// <summary>Whether it takes one row a sequence, and not one a step.</summary>
    public bool IsBehindPooling { get; }

    /// <summary>Whether it gives one row a sequence, and not one a step.</summary>
    public virtual bool GivesSequences => IsBehindPooling;

    /// <summary>Whether no row that it gives depends on a later one.</summary>
    public virtual bool IsCausal => true;

    /// <summary>Whether it drops something in training.</summary>
    public virtual bool Drops => false;

    /// <summary>Tokens, or 0 where it takes floats.</summary>
    public virtual int Vocabulary => 0;

    /// <summary>Trained numbers, padding not counted.</summary>
    public virtual int ParameterCount => 0;

    /// <summary>Its cells: one a direction, if it is recurrent.</summary>
    public virtual IReadOnlyList<CellInstance> Cells => [];

    /// <summary>Its tensors.</summary>
    public virtual IReadOnlyList<TensorGroup> Tensors => [];

    /// <summary>What it adds to the network's state, or null.</summary>
    public virtual StateRow? StateRow => null;

    /// <summary>What it keeps of its rows in the network's state, or null.</summary>
    public virtual PooledRow? Pooled => null;

    /// <summary>What it is, in the network's documentation.</summary>
    public abstract string Description { get; }

    /// <summary>Buffers that both a workspace and a tape have for it: the first has the rows that it gives.</summary>
    public virtual IEnumerable<BufferPlan> Buffers => [BufferPlan.OfFloats(RowsMember, GivesSequences ? "streams" : "rows", Output)];

    /// <summary>Buffers that only a tape has for it.</summary>
    public virtual IEnumerable<BufferPlan> TapeBuffers => [];

    /// <summary>The buffer of the rows that it gives.</summary>
    public string RowsMember => Member + "Rows";

    /// <summary>Its name as a local variable: it is no keyword and no name of another variable.</summary>
    public string Local => Camel(Member);

    /// <summary>The rows that it gave, on the tape.</summary>
    public string TapeRows => $"tape.{RowsMember}.Span[..({Rows(GivesSequences)} * {Number(Output)})]";

    /// <summary>How many rows there are.</summary>
    public static string Rows(bool isPerSequence) => isPerSequence ? "batch.Streams" : "batch.Rows";

    /// <summary>What it adds to the class of all layers.</summary>
    public virtual void WriteParts(SourceWriter writer)
    {
    }

    /// <summary>One step of one stream.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="input">The row that it takes.</param>
    /// <param name="isLast">Whether it writes to the caller's output.</param>
    /// <returns>The span that holds what it gives.</returns>
    public abstract string WriteStep(SourceWriter writer, string input, bool isLast);

    /// <summary>Many steps of one stream.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="input">The rows that it takes.</param>
    /// <param name="output">Takes the rows that it gives.</param>
    public abstract void WriteRun(SourceWriter writer, string input, string output);

    /// <summary>Many steps of many streams.</summary>
    /// <inheritdoc cref="WriteRun" path="/param"/>
    public virtual void WriteBatch(SourceWriter writer, string input, string output) => WriteRun(writer, input, output);

    /// <summary>Many steps of many streams, that leave on the tape what <see cref="WriteBackward"/> needs.</summary>
    /// <inheritdoc cref="WriteRun" path="/param"/>
    public virtual void WriteForward(SourceWriter writer, string input, string output) => WriteRun(writer, input, output);

    /// <summary>Back through it: the gradients of what it gave (<c>given</c>) become those of what it took (<c>taken</c>).</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="input">The rows that it took.</param>
    public abstract void WriteBackward(SourceWriter writer, string input);

    /// <summary>The span of its parameters, or of their gradients.</summary>
    protected string Parameters(string buffer = "_layers.Parameters") => $"{buffer}.Span.Slice({Number(Offset)}, {Number(ParameterFloats)})";

    /// <summary>Gives <c>taken</c> its size, and sets it to zeros; of the first layer, to nothing where nothing is wanted.</summary>
    protected void WriteTaken(SourceWriter writer)
    {
        writer.WriteLine($"taken = taken[..({Rows(IsBehindPooling)} * {Number(Input)})];");
        writer.WriteLine("taken.Clear();");
        if (Index == 0)
        {
            // Not wanted, not computed.
            writer.WriteLine("taken = inputGradients.IsEmpty ? default : taken;");
        }
    }

    /// <summary>The two buffers change places: what a layer took, the layer above gave.</summary>
    protected static void WriteSwap(SourceWriter writer) => writer.WriteLine("""
        given = taken;
        taken = tape.OtherThan(given);
        """);
}
