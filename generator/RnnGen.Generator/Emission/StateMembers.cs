using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>
/// The members that the states of cells and networks have in common: bytes, comparisons, and h and c of many streams. The library does it all, by a map of the
/// state; the emitted text only says where things are.
/// </summary>
internal static class StateMembers
{
    private const int HeaderBytes = 16;
    private const int CountBytes = sizeof(long);

    /// <summary>
    /// The attributes on a state. Its JSON is its bytes, and says so itself where an attribute can: it cannot name type parameters (CS0416), and so not a state
    /// that is nested in a generic type.
    /// </summary>
    public static string Attributes(TypeSpec type) =>
        CellFrame.GeneratedCode + (type.Containers.Append(type.Declaration).Any(static part => part.TypeParameters.Length > 0)
            ? ""
            : "\n[global::System.Text.Json.Serialization.JsonConverter(typeof(global::RnnGen.Formats.StateJsonConverter<State>))]");

    /// <summary>The state from which streams start, of a cell or network.</summary>
    public static string RestState => RestStateWith("get;", "set;");

    /// <summary>The same of a network whose states have more than those of its cells.</summary>
    public static string RestStateOfPooled => $"private State _restState;\n\n{RestStateWith("get => _restState;", $"set => _restState = {ArithmeticWriter.Name}.Map.AtRest(value);")}";

    private static string RestStateWith(string get, string set) => $$"""
        /// <inheritdoc/>
        {{CellFrame.GeneratedCode}}
        public State RestState
        {
            {{CellFrame.Optimized}}
            {{get}}
            {{CellFrame.Optimized}}
            {{set}}
        }
        """;

    /// <summary>Bytes of a state.</summary>
    public static int BytesOf(IReadOnlyList<StateRow> rows, PooledRow? pooled) =>
        HeaderBytes + (sizeof(float) * rows.Sum(static row => row.Cells * (row.Hidden + row.Cell)))
        + (pooled is null ? 0 : CountBytes + (pooled.Floats * pooled.ElementBytes));

    /// <summary>Writes the members that use the map of a state.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="bytes">Bytes of a state.</param>
    /// <param name="map">The map, as written.</param>
    public static void WriteMembers(SourceWriter writer, int bytes, string map) =>
        writer.WriteLine($$"""

            /// <summary>Bytes that <see cref="Write"/> writes.</summary>
            public const int ByteCount = {{Number(bytes)}};

            static global::RnnGen.Formats.StateMap global::RnnGen.IState<State>.Map => {{map}};

            /// <inheritdoc/>
            public readonly void Write(global::System.Span<byte> destination) => {{map}}.Write(in this, destination);

            /// <inheritdoc/>
            public static State Read(global::System.ReadOnlySpan<byte> source) => {{map}}.Read<State>(source);

            /// <inheritdoc/>
            public readonly bool Equals(State other) => {{map}}.AreEqual(in this, in other);

            /// <inheritdoc/>
            public override readonly bool Equals(object? obj) => obj is State other && Equals(other);

            /// <inheritdoc/>
            public override readonly int GetHashCode() => {{map}}.Hash(in this);

            /// <summary>Whether all bits are the same.</summary>
            public static bool operator ==(in State left, in State right) => {{map}}.AreEqual(in left, in right);

            /// <summary>Whether any bit is another.</summary>
            public static bool operator !=(in State left, in State right) => !{{map}}.AreEqual(in left, in right);
            """);

    /// <summary>Writes those of a network, whose layers have names; of a cell there is only the interface's.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="arithmetic">The class that has the map and the layers.</param>
    public static void WriteLayers(SourceWriter writer, string arithmetic) => writer.WriteLine($$"""

        /// <inheritdoc/>
        public static global::System.ReadOnlySpan<global::RnnGen.StateLayer> Layers => {{arithmetic}}.StateLayers;

        /// <inheritdoc/>
        public static void GetHidden(global::System.ReadOnlySpan<State> states, global::System.Span<float> destination, string? layer = null) =>
            {{arithmetic}}.Map.GetHidden(states, destination, layer);

        /// <inheritdoc/>
        public static void SetHidden(global::System.Span<State> states, global::System.ReadOnlySpan<float> source, string? layer = null) =>
            {{arithmetic}}.Map.SetHidden(states, source, layer);

        /// <inheritdoc/>
        public static void GetCell(global::System.ReadOnlySpan<State> states, global::System.Span<float> destination, string? layer = null) =>
            {{arithmetic}}.Map.GetCell(states, destination, layer);

        /// <inheritdoc/>
        public static void SetCell(global::System.Span<State> states, global::System.ReadOnlySpan<float> source, string? layer = null) =>
            {{arithmetic}}.Map.SetCell(states, source, layer);
        """);
}
