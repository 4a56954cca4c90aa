using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>A buffer of a workspace or tape.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">How it is made, of so many <c>rows</c> and <c>streams</c>.</param>
internal sealed record BufferPlan(string Name, string Type, string Value)
{
    /// <summary>The library's type of a buffer of floats.</summary>
    public const string OfFloatsType = "global::RnnGen.Memory.AlignedBuffer";

    /// <summary>A buffer of floats.</summary>
    public static BufferPlan OfFloats(string name, string rows, int width) => new(name, OfFloatsType, $"new({rows} * {Number(width)})");
}
