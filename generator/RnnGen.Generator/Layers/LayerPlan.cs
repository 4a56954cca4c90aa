using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>A planned layer, and its part of the text of a network: its constants, its part of a step, and what the library's passes call it.</summary>
internal abstract record LayerPlan
{
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

    /// <summary>Whether it gives rows of its own, and not those that it takes.</summary>
    public virtual bool GivesRows => true;

    /// <summary>Whether no row that it gives depends on a later one.</summary>
    public virtual bool IsCausal => true;

    /// <summary>Whether gradients go back through it.</summary>
    public virtual bool GoesBack => GivesRows;

    /// <summary>Whether it drops something in training.</summary>
    public virtual bool Drops => Dropout.Drops;

    /// <summary>Tokens, or 0 where it takes floats.</summary>
    public virtual int Vocabulary => 0;

    /// <summary>Trained numbers, padding not counted.</summary>
    public virtual int ParameterCount => 0;

    /// <summary>Its cells: one a direction, if it is recurrent.</summary>
    public virtual IReadOnlyList<CellInstance> Cells => [];

    /// <summary>The first of the tensors of each of its parts, as documentation names them.</summary>
    public virtual IEnumerable<string> Tensors => [];

    /// <summary>What it adds to the network's state, or null.</summary>
    public virtual StateRow? StateRow => null;

    /// <summary>What it keeps of its rows in the network's state, or null.</summary>
    public virtual PooledRow? Pooled => null;

    /// <summary>What it is, in the network's documentation.</summary>
    public abstract string Description { get; }

    /// <summary>What the library's passes call it.</summary>
    public abstract string Call { get; }

    /// <summary>What the library calls its kind.</summary>
    protected abstract string Interface { get; }

    /// <summary>Its numbers, each with its name and what it is: the library asks for all of them.</summary>
    protected abstract IEnumerable<(string Name, int Value, string Summary)> Sizes { get; }

    /// <summary>What it drops of its rows in training.</summary>
    protected virtual DropoutSpec Dropout => DropoutSpec.None;

    /// <summary>The same of numbers that are shares of something, and of which interface each is.</summary>
    protected virtual IEnumerable<(string Of, string Name, double Value, string Summary)> Shares => Dropout.Shares;

    /// <summary>What else the library asks for: type, name, value.</summary>
    protected virtual IEnumerable<(string Type, string Name, string Value)> Facts => [];

    /// <summary>What memory a step of it writes to; empty where that is in the state, or there is nothing to write.</summary>
    public virtual bool WritesRow => true;

    /// <summary>Writes its constants, as the library sees them.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="isLast">Whether it gives the network's outputs.</param>
    public void WriteConstants(SourceWriter writer, bool isLast)
    {
        writer.WriteLine($"/// <summary>{(Name.Length == 0 ? "" : $"<c>{UserText.Documentation(Name)}</c>: ")}{Description}: [{Output}]</summary>");
        using (writer.WriteBlock($"public readonly struct {Member} : {Interface}"))
        {
            writer.WriteLine($"private const int Index = {Number(Index)};");
            foreach ((string name, int value, string summary) in Sizes)
            {
                writer.WriteLine($"/// <summary>{summary}</summary>");
                writer.WriteLine($"public const int {name} = {Number(value)};");
            }

            foreach ((string _, string name, double value, string summary) in Shares)
            {
                writer.WriteLine($"/// <summary>{summary}</summary>");
                writer.WriteLine($"public const double {name} = {Number(value)};");
            }

            writer.WriteLine();
            writer.WriteLine("static int INetworkLayer.Index => Index;");
            if (isLast)
            {
                writer.WriteLine("static bool INetworkLayer.IsLast => true;");
            }

            if (IsBehindPooling)
            {
                writer.WriteLine("static bool INetworkLayer.TakesSequences => true;");
            }

            if (Tensors.Any())
            {
                writer.WriteLine($"static string ITensorLayer.Name => {UserText.Literal(Name)};");
            }

            foreach ((string name, int _, string _) in Sizes)
            {
                writer.WriteLine($"static int {(name == "Parameters" ? "ITensorLayer" : Interface)}.{name} => {name};");
            }

            foreach ((string of, string name, double _, string _) in Shares)
            {
                writer.WriteLine($"static double {of}.{name} => {name};");
            }

            foreach ((string of, string type, string name, string value) in Dropout.Facts)
            {
                writer.WriteLine($"static {type} {of}.{name} => {value};");
            }

            foreach ((string type, string name, string value) in Facts)
            {
                writer.WriteLine($"static {type} {Interface}.{name} => {value};");
            }
        }

        writer.WriteLine();
    }

    /// <summary>One step of one stream.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="x">The first float of the row that it takes.</param>
    /// <param name="isLast">Whether it writes to the caller's <c>y</c>.</param>
    /// <returns>The first float of the row that it gives.</returns>
    public string WriteStep(SourceWriter writer, string x, bool isLast)
    {
        string y = "y";
        if (WritesRow && !isLast)
        {
            y = Camel(Member);
            writer.WriteLine($"ref float {y} = ref StepRow.First(stackalloc float[{Member}.{OutputConstant}]);");
        }

        return WriteStep(writer, x, y);
    }

    /// <summary>The constant that has <see cref="Output"/>.</summary>
    protected virtual string OutputConstant => "Outputs";

    /// <summary>One step of one stream.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="x">The first float of the row that it takes.</param>
    /// <param name="y">Where it writes, if it writes a row.</param>
    /// <returns>The first float of the row that it gives.</returns>
    protected abstract string WriteStep(SourceWriter writer, string x, string y);

    /// <summary>A part of the network's parameters or state, as an argument.</summary>
    protected string Part(string whole, string constant) => $"ref Unsafe.Add(ref {whole}, {Member}.{constant})";
}
