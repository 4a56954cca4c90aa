using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RnnGen.Import.Tests.Json;

/// <summary>Damages files of text in the ways that faults and attackers do: bits, bytes, cuts, pieces in the wrong place, other numbers. The mutant of a number is always the same.</summary>
/// <param name="seed">Other seeds give other mutants.</param>
/// <param name="tokens">Pieces that are put into the text, besides the usual ones.</param>
/// <param name="originals">Valid files.</param>
internal sealed class TextMutator(int seed, string[] tokens, params byte[][] originals)
{
    private static readonly string[] UsualTokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-", "0", "1.5", " ", "\n", "\r", "\0", "//", "\u00E9", "\"x\"", "{}", "[]", "[1]", @"\u0000", @"\ud800",
        new string('[', 70), string.Concat(Enumerable.Repeat("{\"a\":", 70)), new string('1', 2000), "NaN", "Infinity", "\uFEFF",
    ];

    private static readonly string[] Numbers =
    [
        "-1", "-0", "0", "1", "2", "3", "255", "4096", "4097", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "18446744073709551616",
        "1099511627776", "1e3", "1e999", "-1e39", "1e-60", "0.5", "00", "0x10", "1.0",
    ];

    private readonly byte[][] _tokens = [.. UsualTokens.Concat(tokens).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The mutant of a number.</summary>
    public byte[] Mutate(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var file = new List<byte>(originals[random.Next(originals.Length)]);
        for (int rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            MutateOnce(random, file);
        }

        return [.. file];
    }

    private void MutateOnce(Random random, List<byte> file)
    {
        int place = random.Next(file.Count + 1);
        switch (random.Next(9))
        {
            case 0 when place < file.Count:
                file[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                file.Insert(place, (byte)random.Next(256));
                break;
            case 2:
                file.RemoveRange(place, Math.Min(random.Next(1, 40), file.Count - place));
                break;
            case 3:
                file.RemoveRange(place, file.Count - place);
                break;
            case 4:
                byte[] piece = [.. file.Skip(place).Take(random.Next(1, 60))];
                file.InsertRange(random.Next(file.Count + 1), piece);
                break;
            case 5 or 6:
                file.InsertRange(place, _tokens[random.Next(_tokens.Length)]);
                break;
            default:
                ReplaceNumber(random, file, place);
                break;
        }
    }

    private static void ReplaceNumber(Random random, List<byte> file, int place)
    {
        int start = file.FindIndex(Math.Min(place, file.Count), static value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
        {
            return;
        }

        int end = file.FindIndex(start, static value => value is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'e' or (byte)'-'));
        file.RemoveRange(start, (end < 0 ? file.Count : end) - start);
        file.InsertRange(start, Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }
}
