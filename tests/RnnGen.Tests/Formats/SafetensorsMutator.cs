using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using RnnGen.Formats;

namespace RnnGen.Tests.Formats;

/// <summary>
/// Damages valid safetensors files in the ways that faults and attackers do: bits, bytes, cuts, pieces of JSON in the wrong place, other
/// numbers, other lengths. The mutant of a number is always the same.
/// </summary>
internal sealed class SafetensorsMutator
{
    private const int LengthSize = sizeof(ulong);

    private static readonly byte[][] Tokens = Array.ConvertAll(
        (string[])
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-", "-1", "0", "1.5", "1e5", " ", "\n", "\0", "//", "\u00E9",
            "\"x\"", "\"\"", "{}", "[]", "[1]", @"\u0000", @"\ud800", @"\u0061",
            """
            ,"dtype":"F32"
            """,
            """
            ,"shape":[]
            """,
            """
            ,"data_offsets":[0,0]
            """,
            """
            "__metadata__":{},
            """,
            """
            "__metadata__":{"a":"b"},
            """,
            """
            "a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},
            """,
            """
            ,"x":{"y":[1,2]}
            """,
            """
            {"a":{"a":{"a":
            """,
            ",\"x\":" + new string('[', 70), new string('[', 200),
            "\"data_offsets\"", "\"shape\"", "\"dtype\"", "\"F32\"", "\"F64\"", "\"BF16\"", "\"I64\"", "\"F4\"", "\"F99\"",
        ],
        Encoding.UTF8.GetBytes);

    private static readonly string[] Numbers =
    [
        "-1", "-0", "0", "1", "2", "7", "8", "255", "65536", "2147483647", "2147483648", "4294967295", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999",
        "1e3", "1e999", "0.5", "00", "0x10",
    ];

    private readonly byte[][] _originals;
    private readonly int _seed;

    public SafetensorsMutator(int seed, params byte[][] originals)
    {
        _seed = seed;
        _originals = originals;
    }

    /// <summary>The mutant of a number.</summary>
    public byte[] Mutate(int number)
    {
        var random = new Random(unchecked((_seed * 1_000_003) + number));
        var file = new List<byte>(_originals[random.Next(_originals.Length)]);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file[..LengthSize].ToArray());
        for (int rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            int before = file.Count;
            bool inHeader = MutateOnce(random, file, header);

            // Most of the time the length is made to fit again, so that what comes behind it is looked at at all.
            if (inHeader && file.Count >= LengthSize && random.Next(4) != 0)
            {
                header = Math.Clamp(header + file.Count - before, 0, file.Count - LengthSize);
                SetLength(file, (ulong)header);
            }
        }

        return [.. file];
    }

    /// <summary>Whether the change was to the header's text, whose length may have changed.</summary>
    private static bool MutateOnce(Random random, List<byte> file, int header)
    {
        int textEnd = Math.Min(LengthSize + header, file.Count);
        int InText() => textEnd > LengthSize ? random.Next(LengthSize, textEnd) : file.Count;
        switch (random.Next(16))
        {
            case 0 when file.Count > 0:
                int flipped = random.Next(file.Count);
                file[flipped] ^= (byte)(1 << random.Next(8));
                return false;
            case 1 when textEnd > LengthSize:
                file[InText()] ^= (byte)(1 << random.Next(8));
                return false;
            case 2:
                file.Insert(InText(), (byte)random.Next(256));
                return true;
            case 3 when textEnd > LengthSize:
                int start = InText();
                file.RemoveRange(start, Math.Min(random.Next(1, 40), textEnd - start));
                return true;
            case 4:
                int cut = random.Next(file.Count + 1);
                file.RemoveRange(cut, file.Count - cut);
                return false;
            case 5:
                file.AddRange(new byte[random.Next(1, 20)]);
                return false;
            case 6:
                file.InsertRange(InText(), Tokens[random.Next(Tokens.Length)]);
                return true;
            case 7 when textEnd > LengthSize:
                int from = InText();
                List<byte> piece = file.GetRange(from, Math.Min(random.Next(1, 200), textEnd - from));
                file.InsertRange(InText(), piece);
                return true;
            case 8 when file.Count >= LengthSize:
                SetLength(file, OtherLength(random, header));
                return false;
            case 9 or 10:
                ReplaceType(random, file, textEnd);
                return true;
            default:
                ReplaceNumber(random, file, textEnd);
                return true;
        }
    }

    private static ulong OtherLength(Random random, int header) => random.Next(5) switch
    {
        0 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        1 => (ulong)random.Next(0, 2 * (header + 10)),
        2 => unchecked((ulong)(header + random.Next(-3, 4))),
        3 => 100_000_000UL + (ulong)random.Next(2),
        _ => ulong.MaxValue - (ulong)random.Next(20),
    };

    private static void ReplaceType(Random random, List<byte> file, int textEnd)
    {
        ReadOnlySpan<byte> key = "\"dtype\":\""u8;
        ReadOnlySpan<byte> text = CollectionsMarshal.AsSpan(file)[Math.Min(LengthSize, textEnd)..textEnd];
        List<int> types = [];
        for (int at = 0; text[at..].IndexOf(key) is var distance and >= 0; at = types[^1])
        {
            types.Add(at + distance + key.Length);
        }

        if (types.Count == 0)
        {
            return;
        }

        int start = types[random.Next(types.Count)];
        int length = Math.Max(0, text[start..].IndexOf((byte)'"'));
        string other = Enum.GetValues<ElementType>()[random.Next(Enum.GetValues<ElementType>().Length)].Code();
        file.RemoveRange(LengthSize + start, length);
        file.InsertRange(LengthSize + start, Encoding.ASCII.GetBytes(other));
    }

    private static void ReplaceNumber(Random random, List<byte> file, int textEnd)
    {
        List<(int Start, int Length)> numbers = [];
        for (int i = LengthSize; i < textEnd; i++)
        {
            if (!char.IsAsciiDigit((char)file[i]))
            {
                continue;
            }

            int start = i;
            while (i < textEnd && char.IsAsciiDigit((char)file[i]))
            {
                i++;
            }

            numbers.Add((start, i - start));
        }

        if (numbers.Count == 0)
        {
            return;
        }

        (int at, int length) = numbers[random.Next(numbers.Count)];
        string old = Encoding.ASCII.GetString([.. file.GetRange(at, length)]);
        string replacement = random.Next(2) == 0 && long.TryParse(old, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? unchecked(value + random.Next(-4, 5)).ToString(CultureInfo.InvariantCulture)
            : Numbers[random.Next(Numbers.Length)];
        file.RemoveRange(at, length);
        file.InsertRange(at, Encoding.ASCII.GetBytes(replacement));
    }

    private static void SetLength(List<byte> file, ulong length)
    {
        byte[] bytes = SafetensorsBytes.Length(length);
        for (int i = 0; i < bytes.Length; i++)
        {
            file[i] = bytes[i];
        }
    }
}
