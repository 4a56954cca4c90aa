using System;
using RnnGen.Training;

namespace RnnGen.Networks;

/// <summary>Checks the targets of a sequence before anything is computed of them.</summary>
internal static class CrfTargets
{
    /// <summary>What is wrong with the targets of a sequence.</summary>
    /// <param name="targets">[steps]</param>
    /// <param name="labels">Labels of the network.</param>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    /// <returns>The rest of a sentence that begins with "The targets", or null if nothing is wrong.</returns>
    public static string? FindFault(ReadOnlySpan<int> targets, int labels, CrfConstraints? constraints)
    {
        if (LabelChecks.FindFault(targets, labels) is { } fault)
        {
            return fault;
        }

        return constraints is null || targets.IsEmpty ? null : FindForbidden(targets, constraints) ?? (targets.Contains(Loss.Ignored) ? FindImpossible(targets, constraints) : null);
    }

    /// <summary>Two labels that may not follow each other.</summary>
    private static string? FindForbidden(ReadOnlySpan<int> targets, CrfConstraints constraints)
    {
        const string Forbidden = ", which the network's constraints do not allow";
        int before = constraints.Start;
        for (int step = 0; step < targets.Length; step++)
        {
            int target = targets[step];
            if (target != Loss.Ignored && before != Loss.Ignored && !constraints.Allows(before, target))
            {
                return step == 0 ? $"begin with label {target}{Forbidden}" : $"have label {target} after label {before} at row {step}{Forbidden}";
            }

            before = target;
        }

        return before != Loss.Ignored && !constraints.Allows(before, constraints.End) ? $"end with label {before}{Forbidden}" : null;
    }

    /// <summary>Targets between which no labels can stand.</summary>
    private static string? FindImpossible(ReadOnlySpan<int> targets, CrfConstraints constraints)
    {
        int labels = constraints.Labels;
        Span<bool> reached = stackalloc bool[labels], next = stackalloc bool[labels];
        for (int step = 0; step <= targets.Length; step++)
        {
            bool isAny = false;
            for (int to = 0; to < (step < targets.Length ? labels : 1); to++)
            {
                int target = step == targets.Length ? constraints.End : to;
                bool isPossible = step == 0 && constraints.Allows(constraints.Start, target);
                for (int from = 0; from < labels && step > 0 && !isPossible; from++)
                {
                    isPossible = reached[from] && constraints.Allows(from, target);
                }

                next[to] = isPossible && (step == targets.Length || targets[step] == Loss.Ignored || targets[step] == to);
                isAny |= next[to];
            }

            if (!isAny)
            {
                return $"can be met up to row {Math.Min(step, targets.Length - 1)} by no labels that the network's constraints allow";
            }

            next.CopyTo(reached);
        }

        return null;
    }
}
