using System.Globalization;

namespace RnnGen.Generator.Emission;

/// <summary>How the operations of a kernel are written at one vector width; 32 bits is a plain float.</summary>
/// <param name="bits">512, 256, 128 or 32.</param>
internal readonly struct VectorSyntax(int bits)
{
    private readonly bool _isScalar = bits == 32;
    private readonly string _class = "RnnSimd::Vector" + bits.ToString(CultureInfo.InvariantCulture);

    public string Zero => _isScalar ? "0f" : _class + "<float>.Zero";

    public string IsAccelerated => _class + ".IsHardwareAccelerated";

    public string Load(string reference, int offset) =>
        _isScalar ? Element(reference, offset)
        : offset == 0 ? $"{_class}.LoadUnsafe(ref {reference})"
        : $"{_class}.LoadUnsafe(ref {reference}, {Number(offset)})";

    public string Store(string value, string reference, int offset) =>
        _isScalar ? $"{Element(reference, offset)} = {value};"
        : offset == 0 ? $"{_class}.StoreUnsafe({value}, ref {reference});"
        : $"{_class}.StoreUnsafe({value}, ref {reference}, {Number(offset)});";

    public string Broadcast(string scalar) => _isScalar ? scalar : $"{_class}.Create({scalar})";

    public string MultiplyAdd(string left, string right, string addend) =>
        _isScalar ? $"float.MultiplyAddEstimate({left}, {right}, {addend})" : $"{_class}.MultiplyAddEstimate({left}, {right}, {addend})";

    /// <summary>One float at a constant distance.</summary>
    public static string Element(string reference, int offset) =>
        offset == 0 ? reference : $"RnnCompiler::Unsafe.Add(ref {reference}, {Number(offset)})";

    /// <summary>A reference at a constant distance, to be written behind <c>ref</c>.</summary>
    public static string At(string reference, int offset) => Element(reference, offset);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
