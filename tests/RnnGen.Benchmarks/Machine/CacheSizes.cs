using System.Globalization;
using System.IO;

namespace RnnGen.Benchmarks.Machine;

/// <summary>Bytes that the data caches of one core hold.</summary>
/// <param name="L1">The first level.</param>
/// <param name="L2">The second level.</param>
/// <param name="L3">The third level, shared with other cores as a rule.</param>
/// <param name="Assumed">Whether any of them is a guess, because the system does not tell.</param>
internal sealed record CacheSizes(long L1, long L2, long L3, bool Assumed)
{
    private const long Kibi = 1024;

    // The guesses: the smallest of the desktop and server cores of the last years, so that a working set does fit.
    private static readonly long[] Guesses = [32 * Kibi, 512 * Kibi, 16 * Kibi * Kibi];

    /// <summary>Asks Linux; guesses what it does not tell.</summary>
    /// <param name="core">The core's number.</param>
    public static CacheSizes Of(int core)
    {
        var sizes = new long[Guesses.Length];
        string folder = $"/sys/devices/system/cpu/cpu{core}/cache";
        if (Directory.Exists(folder))
        {
            foreach (string cache in Directory.EnumerateDirectories(folder, "index*"))
            {
                bool hasLevel = int.TryParse(Read(cache, "level"), CultureInfo.InvariantCulture, out int level);
                if (hasLevel && level >= 1 && level <= sizes.Length && Read(cache, "type") is "Data" or "Unified")
                {
                    sizes[level - 1] = ParseSize(Read(cache, "size"));
                }
            }
        }

        bool assumed = false;
        for (int i = 0; i < sizes.Length; i++)
        {
            // A level is larger than the one before; a virtual machine may report anything.
            if (sizes[i] <= (i == 0 ? 0 : sizes[i - 1]))
            {
                assumed = true;
                sizes[i] = i == 0 ? Guesses[i] : long.Max(Guesses[i], 2 * sizes[i - 1]);
            }
        }

        return new CacheSizes(sizes[0], sizes[1], sizes[2], assumed);
    }

    private static string? Read(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    // As in "512K"; zero if it is nothing of the kind.
    private static long ParseSize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        long unit = text[^1] switch
        {
            'K' => Kibi,
            'M' => Kibi * Kibi,
            _ => 1,
        };
        string digits = unit == 1 ? text : text[..^1];
        return long.TryParse(digits, CultureInfo.InvariantCulture, out long count) ? count * unit : 0;
    }
}
