using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Tagging;

/// <summary>The data of a tagger in three parts: to learn from, to choose the best epoch by, to test.</summary>
/// <param name="Training">To learn from.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To measure on.</param>
/// <typeparam name="T">One of what is tagged.</typeparam>
public sealed record DataParts<T>(T[] Training, T[] Validation, T[] Test);

/// <summary>Reads <see cref="DataParts{T}"/>.</summary>
public static class DataParts
{
    /// <summary>
    /// Reads the three files. Without the latter two every tenth and every fifth group of the first is taken, as a whole: what belongs together must not be in two parts.
    /// </summary>
    /// <typeparam name="T">One of what is tagged.</typeparam>
    /// <param name="dataFile">What to learn from, or null.</param>
    /// <param name="validationFile">What to choose by, or null.</param>
    /// <param name="testFile">What to test on, or null.</param>
    /// <param name="read">Reads a file, in groups of what belongs together.</param>
    /// <param name="madeUp">What there is to learn from without a file.</param>
    /// <param name="madeUpTest">What there is to test on without it.</param>
    /// <param name="groups">The groups in words.</param>
    /// <exception cref="FormatException">There is too little to make three parts of.</exception>
    public static DataParts<T> Read<T>(
        string? dataFile, string? validationFile, string? testFile, Func<string, List<T[]>> read, Func<IEnumerable<T>> madeUp, Func<IEnumerable<T>> madeUpTest, string groups)
    {
        List<T[]> data = dataFile is not null ? read(dataFile) : [.. madeUp().Select(static item => new[] { item })];
        T[]? test = testFile is not null ? All(read(testFile)) : dataFile is not null ? null : [.. madeUpTest()];
        T[]? validation = validationFile is not null ? All(read(validationFile)) : null;
        T[] training = All(data.Where((_, index) => (test is not null || !IsTest(index)) && (validation is not null || !IsValidation(index))));
        test ??= All(data.Where(static (_, index) => IsTest(index)));
        validation ??= All(data.Where(static (_, index) => IsValidation(index)));
        return training.Length > 0 && validation.Length > 0 && test.Length > 0
            ? new DataParts<T>(training, validation, test)
            : throw new FormatException($"{dataFile ?? "the data"}: has {data.Count} {groups}, too few to learn from, to choose by and to test");
    }

    private static bool IsTest(int group) => group % 5 == 4;

    private static bool IsValidation(int group) => group % 10 == 8;

    private static T[] All<T>(IEnumerable<T[]> groups) => [.. groups.SelectMany(static group => group)];
}
