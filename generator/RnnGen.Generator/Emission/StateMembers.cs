using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>A recurrent layer of a state: its cells lie one behind the other.</summary>
/// <param name="Name">Its name in a <c>state_dict</c>.</param>
/// <param name="Stacked">Stacked cells.</param>
/// <param name="Directions">1 or 2.</param>
/// <param name="Hidden">Floats of h of a cell.</param>
/// <param name="Cell">Floats of c of a cell, or 0.</param>
/// <param name="PaddedHidden">Floats of h with padding: c stands behind it.</param>
/// <param name="PaddedFloats">Floats of a cell's state with padding.</param>
internal sealed record StateRow(string Name, int Stacked, int Directions, int Hidden, int Cell, int PaddedHidden, int PaddedFloats)
{
    public int Cells => Stacked * Directions;
}

/// <summary>What a pooling layer keeps behind the cells of a state.</summary>
/// <param name="Floats">How many.</param>
/// <param name="ElementBytes">Bytes of each.</param>
internal sealed record PooledRow(int Floats, int ElementBytes);

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

    /// <summary>Writes them into a state that is open.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="fingerprint">Of which declaration the state is.</param>
    /// <param name="rows">Its recurrent layers.</param>
    /// <param name="pooled">What is pooled, or null.</param>
    public static void Write(SourceWriter writer, uint fingerprint, IReadOnlyList<StateRow> rows, PooledRow? pooled)
    {
        var table = new List<string>();
        int first = 0;
        foreach (StateRow row in rows)
        {
            int toNext = sizeof(float) * row.PaddedFloats;
            table.Add(string.Join(", ", new[] { row.Stacked, row.Directions, row.Hidden, row.Cell, first, sizeof(float) * row.PaddedHidden, toNext }.Select(Number)));
            first += row.Cells * toNext;
        }

        string pooling = pooled is null ? "" : $", {Number(first)}, {Number(pooled.Floats)}, {Number(pooled.ElementBytes)}";
        string number = "0x" + fingerprint.ToString("X8", CultureInfo.InvariantCulture);
        writer.WriteLine($$"""

            // What each number is stands at StateMap.
            private static global::RnnGen.Formats.StateMap Map => new({{number}}, [{{string.Join(", ", table)}}]{{pooling}});
            """);
        WriteMembers(writer, BytesOf(rows, pooled), "Map");
    }

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
    /// <param name="rows">The recurrent layers.</param>
    public static void WriteLayers(SourceWriter writer, IReadOnlyList<StateRow> rows) => writer.WriteLine($$"""

        private static readonly global::RnnGen.StateLayer[] _layers = Map.Describe({{string.Join(", ", rows.Select(static row => UserText.Literal(row.Name)))}});

        /// <inheritdoc/>
        public static global::System.ReadOnlySpan<global::RnnGen.StateLayer> Layers => _layers;

        /// <inheritdoc/>
        public static void GetHidden(global::System.ReadOnlySpan<State> states, global::System.Span<float> destination, string? layer = null) =>
            Map.GetHidden(states, destination, layer);

        /// <inheritdoc/>
        public static void SetHidden(global::System.Span<State> states, global::System.ReadOnlySpan<float> source, string? layer = null) =>
            Map.SetHidden(states, source, layer);

        /// <inheritdoc/>
        public static void GetCell(global::System.ReadOnlySpan<State> states, global::System.Span<float> destination, string? layer = null) =>
            Map.GetCell(states, destination, layer);

        /// <inheritdoc/>
        public static void SetCell(global::System.Span<State> states, global::System.ReadOnlySpan<float> source, string? layer = null) =>
            Map.SetCell(states, source, layer);
        """);
}
