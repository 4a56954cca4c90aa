using System;
using System.ComponentModel;

namespace RnnGen.Cells;

/// <summary>Checks over the parameters of any emitted type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterChecks
{
    /// <summary>Whether any value is NaN or infinite.</summary>
    /// <param name="values">Parameters, gradients or states.</param>
    public static bool HasNonFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
