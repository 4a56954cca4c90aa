using System.Globalization;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>A value of an equation: one float a unit. It prints itself as C# over a vector type <c>V</c>.</summary>
internal abstract record Value
{
    /// <summary>1.</summary>
    public static Value One { get; } = new TextValue("V.Create(1f)");

    /// <summary>0.</summary>
    public static Value Zero { get; } = new TextValue("V.Create(0f)");

    public static Value operator +(Value left, Value right) => new BinaryValue(left, '+', right);

    public static Value operator -(Value left, Value right) => new BinaryValue(left, '-', right);

    public static Value operator *(Value left, Value right) => new BinaryValue(left, '*', right);

    /// <summary><paramref name="left"/> * <paramref name="right"/> + <paramref name="addend"/>, rounded once where the hardware can.</summary>
    public static Value MultiplyAdd(Value left, Value right, Value addend) => new TextValue($"V.MultiplyAdd({left}, {right}, {addend})");

    /// <summary>A value, but zero where it is denormal.</summary>
    public static Value Flush(Value value) => new TextValue($"V.Flush({value})");

    /// <summary>A local variable.</summary>
    public static Value Named(string name) => new TextValue(name);

    /// <summary>A call of the library's function.</summary>
    public static Value Call(string function, params string[] arguments) => new TextValue($"{function}({string.Join(", ", arguments)})");

    public abstract override string ToString();
}

/// <summary>A value that is written as it is.</summary>
internal sealed record TextValue(string Text) : Value
{
    public override string ToString() => Text;
}

/// <summary>What an operator gives.</summary>
internal sealed record BinaryValue(Value Left, char Operator, Value Right) : Value
{
    public override string ToString() => $"{Operand(Left, isRight: false)} {Operator} {Operand(Right, isRight: true)}";

    // A chain of products from left to right needs no parentheses; all else has them.
    private string Operand(Value value, bool isRight) =>
        value is BinaryValue binary && (isRight || Operator != '*' || binary.Operator != '*') ? $"({binary})" : value.ToString();
}

/// <summary>A place of one float a unit: a reference, and what is added to it.</summary>
/// <param name="Reference">The reference, as written.</param>
/// <param name="Offset">Floats from it to the first unit's, as written.</param>
internal sealed record Place(string Reference, string Offset)
{
    /// <summary>What is there.</summary>
    public Value Load => new TextValue($"V.Load(ref {Reference}, {Offset})");

    /// <summary>Whether the next step reads what is stored there: it then must not be denormal.</summary>
    public bool IsState { get; init; }
}

/// <summary>A statement of a pass.</summary>
internal abstract record Statement
{
    /// <summary>Whether only a tape needs it.</summary>
    public bool IsOfTape { get; init; }
}

/// <summary>An equation in words.</summary>
internal sealed record Comment(string Text) : Statement
{
    public override string ToString() => "// " + Text;
}

/// <summary>A value that gets a name, or another value of that name.</summary>
internal sealed record Assignment(string Name, Value Value, bool IsNew) : Statement
{
    public override string ToString() => $"{(IsNew ? "V " : "")}{Name} = {Value};";
}

/// <summary>A value that goes to a place.</summary>
internal sealed record Store(Value Value, Place Place) : Statement
{
    public override string ToString() => $"V.Store({(Value == Value.Zero ? "default" : Place.IsState ? Value.Flush(Value) : Value)}, ref {Place.Reference}, {Place.Offset});";
}

/// <summary>A float that is computed once for all units: a bound of a clipped gate.</summary>
internal sealed record Bound(string Name, string Value) : Statement
{
    public override string ToString() => $"float {Name} = {Value};";
}
