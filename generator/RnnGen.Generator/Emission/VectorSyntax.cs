using System.Globalization;
using System.Linq;

namespace RnnGen.Generator.Emission;

/// <summary>How the operations of a kernel are written at one vector width; 32 bits is a plain float.</summary>
/// <param name="bits">512, 256, 128 or 32.</param>
internal readonly struct VectorSyntax(int bits)
{
    private readonly bool _isScalar = bits == 32;
    private readonly string _class = "RnnVector" + bits.ToString(CultureInfo.InvariantCulture);

    /// <summary>The type of a vector.</summary>
    public string Type => _isScalar ? "float" : $"RnnSimd::Vector{Number(bits)}<float>";

    public string Zero => _isScalar ? "0f" : Type + ".Zero";

    public string One => _isScalar ? "1f" : Type + ".One";

    /// <summary>Whether this is the width to use, where no wider one is.</summary>
    /// <remarks>The JIT knows Vector256's answer before it inlines anything; without it, it would inline all code for 512 bits first, out of the method's budget.</remarks>
    public string IsUsed => bits == 512 ? "RnnVector256.IsHardwareAccelerated && RnnNumerics::VectorWidth.Is512Used" : _class + ".IsHardwareAccelerated";

    public string Load(string reference, string offset) =>
        _isScalar ? Element(reference, offset)
        : offset == "0" ? $"{_class}.LoadUnsafe(ref {reference})"
        : $"{_class}.LoadUnsafe(ref {reference}, {offset})";

    public string Store(string value, string reference, string offset) =>
        _isScalar ? Assignment(Element(reference, offset), value)
        : offset == "0" ? $"{_class}.StoreUnsafe({value}, ref {reference});"
        : $"{_class}.StoreUnsafe({value}, ref {reference}, {offset});";

    public string Broadcast(string scalar) => _isScalar ? scalar : $"{_class}.Create({scalar})";

    /// <summary>A multiply-add. WebAssembly, whose vectors have 128 bits, needs another form than the runtime's: the library knows it.</summary>
    public string MultiplyAdd(string left, string right, string addend) =>
        bits == 128 ? $"RnnNumerics::Fused.MultiplyAdd({left}, {right}, {addend})" : $"{(_isScalar ? "float" : _class)}.MultiplyAddEstimate({left}, {right}, {addend})";

    /// <summary>One float at a distance; behind <c>ref</c>, a reference to it.</summary>
    public static string Element(string reference, string offset) =>
        offset == "0" ? reference : $"RnnUnsafe.Add(ref {reference}, {offset})";

    /// <inheritdoc cref="Element(string, string)"/>
    public static string Element(string reference, int offset) => Element(reference, Number(offset));

    /// <summary>The first float of a row of a buffer, or one further on; behind <c>ref</c>, a reference to it.</summary>
    public static string Row(string buffer, string row, int floats, int offset = 0) => Element(buffer, Sum($"{row} * {Number(floats)}", Number(offset)));

    /// <summary>An assignment as written: one that adds to its target says so.</summary>
    private static string Assignment(string target, string value) =>
        value.StartsWith(target + " + ", System.StringComparison.Ordinal) ? $"{target} += {value.Substring(target.Length + 3)};" : $"{target} = {value};";

    /// <summary>A sum of terms as written: without those that are zero, products in parentheses where there are others.</summary>
    public static string Sum(params string[] terms)
    {
        string[] written = [.. terms.Where(static term => term is not ("0" or ""))];
        return written.Length switch
        {
            0 => "0",
            1 => written[0],
            _ => string.Join(" + ", written.Select(static term => term.Contains('*') ? $"({term})" : term)),
        };
    }

    /// <summary>A multiple of a name as written.</summary>
    public static string Times(int factor, string name) => factor switch
    {
        0 => "0",
        1 => name,
        _ => $"{Number(factor)} * {name}",
    };

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
