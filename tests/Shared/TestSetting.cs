using System;
using System.Globalization;

namespace RnnGen.TestSupport;

/// <summary>Numbers that the environment may give to tests: more cases, other seeds.</summary>
internal static class TestSetting
{
    /// <summary>The number of a variable, or null where it has none.</summary>
    /// <param name="variable">The variable.</param>
    public static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>The number of a variable, or another one where it has none.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="otherwise">The usual number.</param>
    public static int Number(string variable, int otherwise) => Number(variable) ?? otherwise;
}
