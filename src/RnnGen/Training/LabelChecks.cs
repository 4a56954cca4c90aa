using System;

namespace RnnGen.Training;

/// <summary>Checks labels before anything is computed of them.</summary>
internal static class LabelChecks
{
    /// <summary>A label that is no class.</summary>
    /// <param name="targets">[rows]</param>
    /// <param name="classes">Classes.</param>
    /// <returns>The rest of a sentence that begins with "The targets", or null if nothing is wrong.</returns>
    public static string? FindFault(ReadOnlySpan<int> targets, int classes)
    {
        for (int row = 0; row < targets.Length; row++)
        {
            if ((uint)targets[row] >= (uint)classes && targets[row] != Loss.Ignored)
            {
                return $"have label {targets[row]} at row {row}; it must be from 0 to {classes - 1}, or {Loss.Ignored}";
            }
        }

        return null;
    }
}
