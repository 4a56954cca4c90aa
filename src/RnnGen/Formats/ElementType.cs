namespace RnnGen.Formats;

/// <summary>
/// What an element of a stored tensor is: the <c>dtype</c> of a safetensors file, whose codes these names are (an underscore apart).
/// All are little-endian. Only the floating-point types of 16 bits and more are read as floats; the others may be present in a file, and
/// stay out of the way until one of them is asked for.
/// </summary>
public enum ElementType
{
    /// <summary>A truth value in one byte (<c>BOOL</c>).</summary>
    Bool,

    /// <summary>4-bit floating point, two elements a byte (<c>F4</c>).</summary>
    F4,

    /// <summary>6-bit floating point, 2 bits of exponent and 3 of mantissa, packed (<c>F6_E2M3</c>).</summary>
    F6E2M3,

    /// <summary>6-bit floating point, 3 bits of exponent and 2 of mantissa, packed (<c>F6_E3M2</c>).</summary>
    F6E3M2,

    /// <summary>Unsigned 8-bit integer (<c>U8</c>).</summary>
    U8,

    /// <summary>Signed 8-bit integer (<c>I8</c>).</summary>
    I8,

    /// <summary>8-bit floating point, 5 bits of exponent and 2 of mantissa (<c>F8_E5M2</c>).</summary>
    F8E5M2,

    /// <summary>8-bit floating point, 4 bits of exponent and 3 of mantissa (<c>F8_E4M3</c>).</summary>
    F8E4M3,

    /// <summary>8-bit scale, a bare exponent (<c>F8_E8M0</c>).</summary>
    F8E8M0,

    /// <summary><see cref="F8E4M3"/> without infinities or negative zero (<c>F8_E4M3FNUZ</c>).</summary>
    F8E4M3Fnuz,

    /// <summary><see cref="F8E5M2"/> without infinities or negative zero (<c>F8_E5M2FNUZ</c>).</summary>
    F8E5M2Fnuz,

    /// <summary>Signed 16-bit integer (<c>I16</c>).</summary>
    I16,

    /// <summary>Unsigned 16-bit integer (<c>U16</c>).</summary>
    U16,

    /// <summary>IEEE 754 half precision (<c>F16</c>), <see cref="System.Half"/>.</summary>
    F16,

    /// <summary>The upper 16 bits of an <see cref="F32"/> (<c>BF16</c>), "brain floating point".</summary>
    BF16,

    /// <summary>Signed 32-bit integer (<c>I32</c>).</summary>
    I32,

    /// <summary>Unsigned 32-bit integer (<c>U32</c>).</summary>
    U32,

    /// <summary>IEEE 754 single precision (<c>F32</c>), <see cref="float"/>.</summary>
    F32,

    /// <summary>Complex number of two <see cref="F32"/> (<c>C64</c>).</summary>
    C64,

    /// <summary>IEEE 754 double precision (<c>F64</c>), <see cref="double"/>.</summary>
    F64,

    /// <summary>Signed 64-bit integer (<c>I64</c>).</summary>
    I64,

    /// <summary>Unsigned 64-bit integer (<c>U64</c>).</summary>
    U64,
}
