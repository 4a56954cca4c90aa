using System;

namespace RnnGen;

/// <summary>
/// Which labels may follow which in a network with a <see cref="CrfLayerAttribute"/>. What is not allowed has probability 0: it is left out of the loss's sum over
/// all labels, of <c>Decode</c> and of <c>Marginals</c>. Immutable; any number of networks may share one.
/// </summary>
public sealed class CrfConstraints
{
    private const string Outside = "O";

    private readonly bool[] _allowed;

    /// <summary>Takes a mask.</summary>
    /// <param name="labels">Labels.</param>
    /// <param name="allowed">
    /// [labels + 2, labels + 2], from (rows) and to (columns). Label <c>labels</c> stands for the start of a sequence, label <c>labels + 1</c> for its end: row
    /// <c>labels</c> says which labels may be first, column <c>labels + 1</c> which may be last. Nothing comes before the start or after the end: their column and
    /// row are not read.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="allowed"/> has not the size it needs.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labels"/> is less than 1.</exception>
    public CrfConstraints(int labels, ReadOnlySpan<bool> allowed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        long needed = (labels + 2L) * (labels + 2L);
        if (allowed.Length != needed)
        {
            throw new ArgumentException($"'{nameof(allowed)}' has size {allowed.Length}; it needs {needed}: [{labels} labels + 2, {labels} labels + 2].", nameof(allowed));
        }

        Labels = labels;
        _allowed = allowed.ToArray();
    }

    /// <summary>Labels.</summary>
    public int Labels { get; }

    /// <summary>The row of <see cref="IsAllowed"/> that stands for the start of a sequence.</summary>
    public int Start => Labels;

    /// <summary>The column of <see cref="IsAllowed"/> that stands for the end of a sequence.</summary>
    public int End => Labels + 1;

    /// <summary>
    /// The constraints of labels that mark spans by their beginning and inside (BIO, also called IOB2; Ramshaw and Marcus 1995): <c>I-X</c> only after <c>B-X</c> or
    /// <c>I-X</c>; <c>O</c> and <c>B-X</c> after anything. Any label may be the last.
    /// </summary>
    /// <param name="names">The name of each label, in their order: <c>O</c>, <c>B-X</c> or <c>I-X</c>, X being anything.</param>
    /// <exception cref="ArgumentException">A name is none of these, or is there twice, or is <c>I-X</c> and there is no <c>B-X</c>; or there is no name.</exception>
    public static CrfConstraints FromBio(params ReadOnlySpan<string> names) => FromBio(names.Length, names);

    /// <summary>The same, of a network that has room for more labels than there are names: those behind the names are never allowed.</summary>
    /// <param name="labels">Labels of the network: at least as many as names.</param>
    /// <param name="names">The name of each label, in their order: <c>O</c>, <c>B-X</c> or <c>I-X</c>, X being anything.</param>
    /// <exception cref="ArgumentException">A name is none of these, or is there twice, or is <c>I-X</c> and there is no <c>B-X</c>; or there is no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more names than <paramref name="labels"/>.</exception>
    public static CrfConstraints FromBio(int labels, params ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
        {
            throw new ArgumentException($"'{nameof(names)}' is empty; it needs a name for each label.", nameof(names));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(labels, names.Length);
        CheckBio(names);
        bool[] allowed = new bool[(labels + 2) * (labels + 2)];
        for (int from = 0; from < labels + 2; from++)
        {
            for (int to = 0; to < labels + 2; to++)
            {
                string? before = from < names.Length ? names[from] : null;
                bool isFrom = before is not null || from == labels;
                allowed[(from * (labels + 2)) + to] = to < names.Length
                    ? isFrom && (names[to][0] != 'I' || (before is not null && before != Outside && before.AsSpan(2).SequenceEqual(names[to].AsSpan(2))))
                    : to == labels + 1 && before is not null;
            }
        }

        return new CrfConstraints(labels, allowed);
    }

    /// <summary>Whether a label may follow another.</summary>
    /// <param name="from">A label, or <see cref="Start"/>.</param>
    /// <param name="to">A label, or <see cref="End"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of these.</exception>
    public bool IsAllowed(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Start);
        if ((uint)to > (uint)End || to == Start)
        {
            throw new ArgumentOutOfRangeException(nameof(to), to, $"'{nameof(to)}' must be from 0 to {Labels - 1}, or {End}, the end.");
        }

        return Allows(from, to);
    }

    /// <summary>As <see cref="IsAllowed"/>, of numbers that were checked.</summary>
    internal bool Allows(int from, int to) => _allowed[(from * (Labels + 2)) + to];

    private static void CheckBio(ReadOnlySpan<string> names)
    {
        for (int label = 0; label < names.Length; label++)
        {
            // A nullable reference type is no promise at run time.
            string? name = names[label];
            if (name is not (Outside or ['B' or 'I', '-', _, ..]))
            {
                throw new ArgumentException($"'{nameof(names)}' has {(name is null ? "null" : $"'{name}'")} at label {label}; it must be 'O', 'B-X' or 'I-X'.", nameof(names));
            }

            if (names[..label].Contains(name))
            {
                throw new ArgumentException($"'{nameof(names)}' has '{name}' twice, the second time at label {label}.", nameof(names));
            }

            if (name[0] == 'I' && !names.Contains("B" + name[1..]))
            {
                throw new ArgumentException($"'{nameof(names)}' has '{name}' at label {label}, but no 'B{name[1..]}' that it could follow.", nameof(names));
            }
        }
    }
}
