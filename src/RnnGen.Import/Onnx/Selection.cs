using System;

namespace RnnGen.Import.Onnx;

/// <summary>What a slice takes of an axis.</summary>
/// <param name="Start">The first element; -1 for the last one of an axis whose size is not known.</param>
/// <param name="Count">How many.</param>
/// <param name="Step">From one to the next: 1 or another number.</param>
internal readonly record struct Selection(long Start, Dimension Count, long Step)
{
    /// <summary>Numbers from which on a slice's end means the end of the axis.</summary>
    private const long Far = int.MaxValue - 1;

    /// <summary>Whether it is the whole axis as it is.</summary>
    public bool IsWhole(Dimension size) => Start == 0 && Count == size && (Step == 1 || size.IsOne);

    /// <summary>Whether it is the whole axis from its end.</summary>
    public bool IsFlipped(Dimension size) => Step == -1 && Count == size;

    /// <summary>One element.</summary>
    public static Selection? At(Dimension size, long index) => size.IsKnown
        ? index >= -size.Factor && index < size.Factor ? new(index < 0 ? index + size.Factor : index, 1, 1) : null
        : index is 0 or -1 ? new(index, 1, 1) : null;

    /// <summary>A slice as ONNX defines it, or null where an axis of a size that is not known makes it unclear.</summary>
    public static Selection? Slice(Dimension size, Dimension start, Dimension end, long step)
    {
        if (step is 0 or long.MinValue)
        {
            return null;
        }

        if (size.IsKnown && start.IsKnown && end.IsKnown)
        {
            long length = size.Factor;
            if (length == 0)
            {
                return new(0, 0, 1);
            }

            long from = start.Factor < 0 ? Math.Max(start.Factor, -length - 1) + length : start.Factor;
            long to = end.Factor < 0 ? Math.Max(end.Factor, -length - 1) + length : end.Factor;
            from = step > 0 ? Math.Clamp(from, 0, length) : Math.Clamp(from, 0, length - 1);
            to = step > 0 ? Math.Clamp(to, 0, length) : Math.Clamp(to, -1, length - 1);
            long span = step > 0 ? to - from : from - to;
            long stride = Math.Abs(step);
            return new(from, span <= 0 ? 0 : ((span - 1) / stride) + 1, step);
        }

        bool toEnd = end == size || (end.IsKnown && end.Factor >= Far);
        if (step == 1 && start == 0 && toEnd)
        {
            return new(0, size, 1);
        }

        if (step == 1 && start == -1 && toEnd)
        {
            return new(-1, 1, 1);
        }

        if (step == 1 && start == 0 && end == 1)
        {
            return new(0, 1, 1);
        }

        bool fromEnd = start == -1 || (start.IsKnown && start.Factor >= Far);
        return step == -1 && fromEnd && end.IsKnown && end.Factor < -Far ? new(-1, size, -1) : null;
    }
}
