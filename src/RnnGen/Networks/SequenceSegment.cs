using System;

namespace RnnGen.Networks;

/// <summary>Neighbouring steps of a <see cref="SequenceBatch"/> at which the same sequences go on: a rectangle of packed rows.</summary>
/// <param name="FirstStep">The first step.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Streams">Sequences that go on: the longest ones, so the first by rank.</param>
/// <param name="FirstRow">The first of its packed rows.</param>
/// <param name="TapeRow">Where it starts on a tape, on which every segment has one step more: the state before its first.</param>
internal readonly record struct SequenceSegment(int FirstStep, int Steps, int Streams, int FirstRow, int TapeRow)
{
    /// <summary>Its packed rows.</summary>
    public int Rows => Steps * Streams;

    /// <summary>Its part of packed rows.</summary>
    /// <param name="rows">[rows, width], or empty.</param>
    /// <param name="width">Floats a row.</param>
    public Span<float> Of(Span<float> rows, int width) => rows.IsEmpty ? rows : rows.Slice(FirstRow * width, Rows * width);

    /// <inheritdoc cref="Of(Span{float}, int)"/>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> rows, int width) => rows.Slice(FirstRow * width, Rows * width);
}
