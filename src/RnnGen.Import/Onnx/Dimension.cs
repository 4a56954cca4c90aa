using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace RnnGen.Import.Onnx;

/// <summary>A size as a graph computes with it: a number, or a number times sizes that are known only when the model runs.</summary>
/// <remarks>Numbers of index tensors are of this type, too.</remarks>
internal readonly struct Dimension : IEquatable<Dimension>
{
    private const int MaxSymbols = 8;

    private readonly ImmutableArray<SizeSymbol> _symbols;

    private Dimension(long factor, ImmutableArray<SizeSymbol> symbols)
    {
        Factor = factor;
        _symbols = symbols;
    }

    /// <summary>The number before the symbols.</summary>
    public long Factor { get; }

    /// <summary>Whether it is a number.</summary>
    public bool IsKnown => _symbols.IsDefaultOrEmpty;

    /// <summary>Whether it is the number 1.</summary>
    public bool IsOne => IsKnown && Factor == 1;

    private ImmutableArray<SizeSymbol> Symbols => _symbols.IsDefault ? [] : _symbols;

    public static implicit operator Dimension(long value) => new(value, []);

    public static Dimension operator *(Dimension left, Dimension right)
    {
        long factor = checked(left.Factor * right.Factor);
        if (left.Symbols.Length + right.Symbols.Length > MaxSymbols)
        {
            throw new OverflowException($"a size is the product of more than {MaxSymbols} unknown ones");
        }

        return factor == 0 ? 0 : new Dimension(factor, left.IsKnown ? right.Symbols : right.IsKnown ? left.Symbols
            : [.. left.Symbols.Concat(right.Symbols).OrderBy(static symbol => symbol.Number)]);
    }

    public static bool operator ==(Dimension left, Dimension right) => left.Equals(right);

    public static bool operator !=(Dimension left, Dimension right) => !left.Equals(right);

    /// <summary>A size that is known only when the model runs.</summary>
    public static Dimension Of(SizeSymbol symbol) => new(1, [symbol]);

    /// <summary>The quotient, if the divisor is a factor of this.</summary>
    public bool TryDivide(Dimension divisor, out Dimension quotient)
    {
        quotient = default;
        if (divisor.Factor is 0 or -1 || Factor % divisor.Factor != 0)
        {
            return false;
        }

        ImmutableArray<SizeSymbol> symbols = Symbols;
        foreach (SizeSymbol symbol in divisor.Symbols)
        {
            int index = symbols.IndexOf(symbol);
            if (index < 0)
            {
                return false;
            }

            symbols = symbols.RemoveAt(index);
        }

        quotient = new(Factor / divisor.Factor, symbols);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Dimension other) => Factor == other.Factor && Symbols.SequenceEqual(other.Symbols);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dimension other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Factor, Symbols.Length);

    /// <inheritdoc/>
    public override string ToString() => IsKnown ? Factor.ToString(CultureInfo.InvariantCulture)
        : string.Join(" * ", Symbols.Select(static symbol => symbol.Name).Prepend(Factor == 1 ? "" : Factor.ToString(CultureInfo.InvariantCulture)).Where(static part => part.Length > 0));
}

/// <summary>A size that a file names or leaves open.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Number">Orders the symbols of a product.</param>
internal sealed record SizeSymbol(string Name, int Number);
