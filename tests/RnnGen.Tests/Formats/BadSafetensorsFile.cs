using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Formats;

/// <summary>A file that must not open, and what the exception must say.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Bytes">The whole file.</param>
/// <param name="Tensor">The tensor that the exception names.</param>
/// <param name="Field">The field that the exception names.</param>
/// <param name="Message">A part of its message.</param>
internal sealed record BadSafetensorsFile(string What, byte[] Bytes, string? Tensor, string Field, string Message)
{
    /// <summary>A file for each way to be wrong.</summary>
    public static IReadOnlyDictionary<string, BadSafetensorsFile> All { get; } = Make().ToDictionary(file => file.What);

    private static IEnumerable<BadSafetensorsFile> Make()
    {
        // The file as a whole.
        yield return Header("empty file", [], "the file is empty");
        yield return Header("cut inside the length", [2, 0, 0], "only 3 bytes");
        yield return Header("only a length", SafetensorsBytes.Length(2), "length is 2, but only 0 bytes follow");
        yield return Header("length 0", [.. SafetensorsBytes.Length(0), .. "{}"u8], "length is 0");
        yield return Header("length beyond the file", [.. SafetensorsBytes.Length(3), .. "{}"u8], "length is 3, but only 2 bytes follow");
        yield return Header("length above the limit", [.. SafetensorsBytes.Length(100_000_001), .. "{}"u8], "100000001");
        yield return Header("length at the limit", [.. SafetensorsBytes.Length(100_000_000), .. "{}"u8], "only 2 bytes follow");
        yield return Header("length 2^63", [.. SafetensorsBytes.Length(1UL << 63), .. "{}"u8], "9223372036854775808");
        yield return Header("length 2^64 - 1", [.. SafetensorsBytes.Length(ulong.MaxValue), .. "{}"u8], "18446744073709551615");
        yield return Header("length inside the header", [.. SafetensorsBytes.Length(1), .. "{}"u8], "not valid JSON");
        yield return Header("zip archive of torch.save", [.. "PK\u0003\u0004"u8, .. new byte[60]], "torch.save");
        yield return Header("plain text", [.. "This is not what you are looking for."u8], "hardly a safetensors file");
        yield return Header("zeros", new byte[1000], "length is 0");

        // The text of the header.
        yield return Header("not JSON", SafetensorsBytes.FromHeader("{hello}"), "not valid JSON");
        yield return Header("JSON cut short", SafetensorsBytes.FromHeader("{"), "not valid JSON");
        yield return Header("text behind the JSON", SafetensorsBytes.FromHeader("{}{}"), "not valid JSON");
        yield return Header("zeros behind the JSON", SafetensorsBytes.FromHeader("{}\0\0"), "not valid JSON");
        yield return Header("comment", SafetensorsBytes.FromHeader("{/**/}"), "not valid JSON");
        yield return Header("trailing comma", SafetensorsBytes.FromHeader($"{{{Named("a")},}}", new byte[4]), "not valid JSON");
        yield return Header("array", SafetensorsBytes.FromHeader("[]"), "starts with byte 0x5B");
        yield return Header("white space before the brace", SafetensorsBytes.FromHeader(" {}"), "starts with byte 0x20");
        yield return Header("byte order mark", SafetensorsBytes.FromHeader("\uFEFF{}"), "starts with byte 0xEF");
        yield return Header("deep array", SafetensorsBytes.FromHeader(new string('[', 1_000_000)), "starts with byte 0x5B");
        yield return Header(
            "invalid UTF-8", SafetensorsBytes.FromHeader([.. "{\"a"u8, 0xC3, .. "\":1}"u8]), "not valid UTF-8");
        yield return Header("lone surrogate in a name", SafetensorsBytes.FromHeader("""{"\ud800":{}}"""), "surrogate");

        // One tensor.
        yield return Entry("entry is a number", "1", "header", "1, not an object with dtype");
        yield return Entry("entry is null", "null", "header", "null, not an object");
        yield return Entry("entry is a deep array", new string('[', 100_000), "header", "an array, not an object");
        yield return Entry(
            "deep JSON in an unknown field", $$"""{"x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""", "x", "not valid JSON");
        yield return Entry(
            "deep objects", string.Concat(Enumerable.Repeat("{\"x\":", 100_000)), "x", "not valid JSON");
        yield return Entry("entry cut short", """{"dtype":"F32",""", "header", "not valid JSON");
        yield return Entry("entry is empty", "{}", "dtype", "missing");

        yield return Entry("no dtype", """{"shape":[1],"data_offsets":[0,4]}""", "dtype", "missing");
        yield return Entry("unknown dtype", Fields("\"F33\""), "dtype", "'F33' is not a known type");
        yield return Entry("dtype in small letters", Fields("\"f32\""), "dtype", "'f32' is not a known type");
        yield return Entry("empty dtype", Fields("\"\""), "dtype", "'' is not a known type");
        yield return Entry("dtype is a number", Fields("32"), "dtype", "32, not a text");
        yield return Entry("dtype is null", Fields("null"), "dtype", "null, not a text");
        yield return Entry("dtype with a lone surrogate", Fields("\"\\udc00\""), "dtype", "surrogate");
        yield return Entry(
            "dtype twice", """{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}""", "dtype", "present twice");
        yield return Entry(
            "dtype twice, once escaped", """{"dtype":"F32","d\u0074ype":"F32","shape":[1],"data_offsets":[0,4]}""", "dtype", "twice");

        yield return Entry("no shape", """{"dtype":"F32","data_offsets":[0,4]}""", "shape", "missing");
        yield return Entry("shape is a number", Fields(shape: "1"), "shape", "1, not an array");
        yield return Entry("shape is an object", Fields(shape: "{}"), "shape", "an object, not an array");
        yield return Entry("shape is null", Fields(shape: "null"), "shape", "null, not an array");
        yield return Entry("shape of texts", Fields(shape: "[\"1\"]"), "shape", "dimension 0 is a text");
        yield return Entry("shape of arrays", Fields(shape: "[1,[1]]"), "shape", "dimension 1 is an array");
        yield return Entry("shape cut short", """{"shape":[1,}""", "shape", "not valid JSON");
        yield return Entry("negative dimension", Fields(shape: "[1,-1]"), "shape", "dimension 1 is -1");
        yield return Entry("two negative dimensions", Fields(shape: "[-1,-1]"), "shape", "dimension 0 is -1");
        yield return Entry("fractional dimension", Fields(shape: "[1.0]"), "shape", "dimension 0 is 1.0");
        yield return Entry("dimension with an exponent", Fields(shape: "[1e0]"), "shape", "dimension 0 is 1e0");
        yield return Entry("absurd dimension", Fields(shape: "[9223372036854775807]"), "shape", "more than 2^63 bits");
        yield return Entry("dimension 2^63", Fields(shape: "[9223372036854775808]"), "shape", "dimension 0 is 9223372036854775808");
        yield return Entry("dimension 1e999", Fields(shape: "[1e999]"), "shape", "dimension 0 is 1e999");
        yield return Entry(
            "dimension of a million digits", Fields(shape: $"[{new string('9', 1_000_000)}]"), "shape", "999...999");
        yield return Entry("product overflows to 0", Fields(shape: "[4294967296,4294967296]"), "shape", "more than 2^63 elements");
        yield return Entry("product overflows to 1", Fields(shape: "[3,6148914691236517205]"), "shape", "more than 2^63 elements");
        yield return Entry("bits overflow", Fields(shape: "[576460752303423489]"), "shape", "more than 2^63 bits");
        yield return Entry(
            "65 dimensions", Fields(shape: $"[{string.Join(',', Enumerable.Repeat(1, 65))}]"), "shape", "more than 64 dimensions");
        yield return Entry("F4 in half a byte", Fields("\"F4\"", "[7]"), "shape", "does not fill whole bytes");
        yield return Entry(
            "shape twice", """{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}""", "shape", "present twice");

        yield return Entry("no offsets", """{"dtype":"F32","shape":[1]}""", "data_offsets", "missing");
        yield return Entry("offsets are a number", Fields(offsets: "4"), "data_offsets", "4, not an array");
        yield return Entry("no offset in the array", Fields(offsets: "[]"), "data_offsets", "the begin is missing");
        yield return Entry("one offset", Fields(offsets: "[0]"), "data_offsets", "the end is missing");
        yield return Entry("three offsets", Fields(offsets: "[0,4,8]"), "data_offsets", "more than two");
        yield return Entry("offset is a text", Fields(offsets: "[0,\"4\"]"), "data_offsets", "the end is a text");
        yield return Entry("offset is a truth value", Fields(offsets: "[false,4]"), "data_offsets", "the begin is a truth value");
        yield return Entry("negative offset", Fields(offsets: "[-4,0]"), "data_offsets", "the begin is -4");
        yield return Entry("fractional offset", Fields(offsets: "[0,4.5]"), "data_offsets", "the end is 4.5");
        yield return Entry("offset 2^64 - 1", Fields(offsets: "[0,18446744073709551615]"), "data_offsets", "the end is 1844");
        yield return Entry("offset 2^63 - 1", Fields(offsets: "[0,9223372036854775807]"), "data_offsets", "the file's data ends at 4");
        yield return Entry("offsets reversed", Fields(offsets: "[4,0]"), "data_offsets", "begins at 4, behind its end at 0");
        yield return Entry("offset beyond the file", Fields(offsets: "[0,8]"), "data_offsets", "ends at 8, but the file's data ends at 4");
        yield return Entry("data cut short", Fields(shape: "[2]", offsets: "[0,8]"), "data_offsets", "the file's data ends at 4");
        yield return Entry("too few bytes for the shape", Fields(shape: "[2]"), "data_offsets", "4 bytes, but [2] of F32 takes 8");
        yield return Entry("too many bytes for the shape", Fields(shape: "[0]"), "data_offsets", "4 bytes, but [0] of F32 takes 0");
        yield return Entry("size of another dtype", Fields("\"F64\""), "data_offsets", "4 bytes, but [1] of F64 takes 8");
        yield return Entry(
            "offsets twice", """{"dtype":"F32","shape":[1],"data_offsets":[0,4],"data_offsets":[0,4]}""", "data_offsets", "present twice");
        yield return Entry(
            "unknown field twice", """{"x":1,"x":1,"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", "x", "present twice");

        // Tensors among each other.
        yield return Tensors("two tensors of a name", $"{Named("a")},{Named("a")}", 4, "a", "name", "two tensors have this name");
        yield return Tensors("one name, once escaped", $"{Named("a")},{Named("\\u0061")}", 4, "a", "name", "two tensors have this name");
        yield return Tensors("same data twice", $"{Named("a")},{Named("b")}", 4, "b", "data_offsets", "overlaps tensor 'a'");
        yield return Tensors(
            "overlap", $"{Named("b", 2)},{Named("a")}", 6, "b", "data_offsets", "begins at 2 and overlaps tensor 'a', which ends at 4");
        yield return Tensors(
            "hole", $"{Named("b", 8)},{Named("a")}", 12, "b", "data_offsets", "begins at 8, which leaves a hole behind tensor 'a'");
        yield return Tensors("hole at the start", Named("a", 4), 8, "a", "data_offsets", "a hole behind the start of the data");
        yield return Tensors(
            "empty tensor inside another", $$"""{{Named("a")}},"b":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}""", 4,
            "b", "data_offsets", "overlaps tensor 'a'");
        yield return Tensors(
            "data of no tensor", Named("a"), 5, null, "data_offsets", "ends at 4, but the file's at 5: 1 bytes belong to no tensor");
        yield return Tensors("data without tensors", "", 4, null, "data_offsets", "4 bytes belong to no tensor");

        // Metadata.
        yield return Tensors("metadata is a text", "\"__metadata__\":\"x\"", 0, null, "__metadata__", "a text, not an object");
        yield return Tensors("metadata is null", "\"__metadata__\":null", 0, null, "__metadata__", "null, not an object");
        yield return Tensors(
            "metadata with a number", """ "__metadata__":{"a":1} """, 0, null, "__metadata__", "value of 'a' is 1, not a text");
        yield return Tensors(
            "metadata like a tensor", """ "__metadata__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]} """, 4, null, "__metadata__",
            "value of 'shape' is an array");
        yield return Tensors(
            "metadata twice", """ "__metadata__":{},"__metadata__":{} """, 0, null, "__metadata__", "present twice");
        yield return Tensors(
            "metadata key twice", """ "__metadata__":{"a":"1","a":"1"} """, 0, null, "__metadata__", "the key 'a' is present twice");
        yield return Tensors("metadata with a lone surrogate", """ "__metadata__":{"a":"\udc00"} """, 0, null, "__metadata__", "surrogate");
    }

    private static BadSafetensorsFile Header(string what, byte[] bytes, string message) => new(what, bytes, null, "header", message);

    /// <summary>A file whose only tensor, <c>a</c>, has this entry; 4 bytes of data.</summary>
    private static BadSafetensorsFile Entry(string what, string entry, string field, string message) =>
        new(what, SafetensorsBytes.FromHeader($"{{\"a\":{entry}}}", new byte[4]), "a", field, message);

    private static BadSafetensorsFile Tensors(string what, string entries, int dataLength, string? tensor, string field, string message) =>
        new(what, SafetensorsBytes.FromHeader("{" + entries.Trim() + "}", new byte[dataLength]), tensor, field, message);

    /// <summary>The entry of a valid tensor of one float, or what becomes of it.</summary>
    private static string Fields(string dtype = "\"F32\"", string shape = "[1]", string offsets = "[0,4]") =>
        $$"""{"dtype":{{dtype}},"shape":{{shape}},"data_offsets":{{offsets}}}""";

    /// <summary>Name and entry of a tensor of one float.</summary>
    private static string Named(string name, int begin = 0) => $"\"{name}\":{Fields(offsets: $"[{begin},{begin + 4}]")}";
}
