using System;

namespace RnnGen.Formats;

/// <summary>How a safetensors header spells an <see cref="ElementType"/>, and the room that an element takes.</summary>
internal static class ElementTypeCodes
{
    /// <summary>The type that a header's <c>dtype</c> names. Codes are case-sensitive.</summary>
    public static bool TryParse(string code, out ElementType type)
    {
        ElementType? known = code switch
        {
            "BOOL" => ElementType.Bool,
            "F4" => ElementType.F4,
            "F6_E2M3" => ElementType.F6E2M3,
            "F6_E3M2" => ElementType.F6E3M2,
            "U8" => ElementType.U8,
            "I8" => ElementType.I8,
            "F8_E5M2" => ElementType.F8E5M2,
            "F8_E4M3" => ElementType.F8E4M3,
            "F8_E8M0" => ElementType.F8E8M0,
            "F8_E4M3FNUZ" => ElementType.F8E4M3Fnuz,
            "F8_E5M2FNUZ" => ElementType.F8E5M2Fnuz,
            "I16" => ElementType.I16,
            "U16" => ElementType.U16,
            "F16" => ElementType.F16,
            "BF16" => ElementType.BF16,
            "I32" => ElementType.I32,
            "U32" => ElementType.U32,
            "F32" => ElementType.F32,
            "C64" => ElementType.C64,
            "F64" => ElementType.F64,
            "I64" => ElementType.I64,
            "U64" => ElementType.U64,
            _ => null,
        };
        type = known.GetValueOrDefault();
        return known.HasValue;
    }

    /// <summary>The code that a header has for the type.</summary>
    public static string Code(this ElementType type) => type switch
    {
        ElementType.Bool => "BOOL",
        ElementType.F6E2M3 => "F6_E2M3",
        ElementType.F6E3M2 => "F6_E3M2",
        ElementType.F8E5M2 => "F8_E5M2",
        ElementType.F8E4M3 => "F8_E4M3",
        ElementType.F8E8M0 => "F8_E8M0",
        ElementType.F8E4M3Fnuz => "F8_E4M3FNUZ",
        ElementType.F8E5M2Fnuz => "F8_E5M2FNUZ",
        _ => type.ToString(),
    };

    /// <summary>Bits an element takes. Elements below 8 bits are packed without gaps.</summary>
    public static int BitCount(this ElementType type) => type switch
    {
        ElementType.F4 => 4,
        ElementType.F6E2M3 or ElementType.F6E3M2 => 6,
        ElementType.Bool or ElementType.U8 or ElementType.I8 => 8,
        ElementType.F8E5M2 or ElementType.F8E4M3 or ElementType.F8E8M0 or ElementType.F8E4M3Fnuz or ElementType.F8E5M2Fnuz => 8,
        ElementType.I16 or ElementType.U16 or ElementType.F16 or ElementType.BF16 => 16,
        ElementType.I32 or ElementType.U32 or ElementType.F32 => 32,
        ElementType.C64 or ElementType.F64 or ElementType.I64 or ElementType.U64 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a known element type."),
    };
}
