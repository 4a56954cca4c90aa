using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Tool.Reports;

/// <summary>An <see cref="InspectReport"/> as text: a label, and what stands behind it.</summary>
internal static class InspectText
{
    private const int LabelWidth = 13;

    /// <summary>Writes it.</summary>
    /// <param name="report">The report of a file that was opened.</param>
    /// <param name="output">Takes the text.</param>
    public static void Write(InspectReport report, TextWriter output)
    {
        Section(output, "file", [Number($"{OneLine.Of(report.File)}, {report.Bytes:N0} bytes")]);
        Section(output, "format", [FormatNames.Describe(report.Format!)]);
        Section(output, "fits", [report.Status == "fits"
            ? "yes: the file says all that its declaration needs"
            : "in part: the file does not say all; 'you decide' below lists it"]);
        Section(output, "runs", [report.StepByStep == true ? "step by step, or whole sequences" : "whole sequences only: a layer reads each from its end"]);
        Section(output, "parameters", [Number($"{report.Parameters:N0} trained numbers, {4 * report.Parameters:N0} bytes as float32")]);
        if (report.SampleRate is { } rate)
        {
            Section(output, "sample rate", [Number($"{rate} samples a second")]);
        }

        Section(output, "inputs", Table(report.Inputs.Select(InputCells)));
        Section(output, "outputs", Table(report.Outputs.Select(OutputCells)));
        Section(output, "layers", Table(report.Layers.Select(static layer => new[]
        {
            layer.Kind == "Pooling" ? "-" : MessageText.Printable(layer.Name), layer.Declaration, layer.Parameters == 0 ? "" : Number($"{layer.Parameters:N0} parameters"),
        })));
        Section(output, "tensors", Table(report.Tensors.Select(static tensor => new[]
        {
            MessageText.Printable(tensor.Name), $"[{string.Join(", ", tensor.Shape)}]", tensor.Layer is null ? "no layer above reads it" : "",
        })));
        Section(output, "metadata", Table(report.Metadata.Select(static entry => new[]
        {
            MessageText.Printable(entry.Key), MessageText.Printable(entry.Value.ReplaceLineEndings(" ")),
        })));
        Section(output, "you decide", [.. report.Unsaid.Select(OneLine.Of)]);
    }

    private static string[] InputCells(ReportedPort input) =>
    [
        NameOf(input),
        input.Kind switch
        {
            "Floats" => $"{Floats(input.Size)} a step",
            "TokenIds" => Number($"a token id a step, below {input.Size}"),
            "Lengths" => "the steps of every sequence",
            "Hidden" => $"initial h of {MessageText.Printable(input.Layer)}, {Floats(input.Size)}",
            _ => $"initial c of {MessageText.Printable(input.Layer)}, {Floats(input.Size)}",
        },
        MessageText.Printable(input.Shape),
    ];

    private static string[] OutputCells(ReportedPort output) =>
    [
        NameOf(output),
        output.Kind switch
        {
            "Steps" => $"{Floats(output.Size)} a step",
            "Sequence" => $"{Floats(output.Size)} a sequence",
            "FinalHidden" => $"final h of {MessageText.Printable(output.Layer)}, {Floats(output.Size)}",
            _ => $"final c of {MessageText.Printable(output.Layer)}, {Floats(output.Size)}",
        },
        MessageText.Printable(output.Shape),
    ];

    private static string Floats(int count) => count == 1 ? "1 float" : Number($"{count} floats");

    private static string NameOf(ReportedPort port) => port.Name.Length == 0 ? "-" : MessageText.Printable(port.Name);

    private static string Number(FormattableString text) => FormattableString.Invariant(text);

    private static List<string> Table(IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        int[] widths = all.Length == 0 ? [] : [.. Enumerable.Range(0, all[0].Length).Select(column => all.Max(row => row[column].Length))];
        return [.. all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())];
    }

    private static void Section(TextWriter output, string label, IReadOnlyList<string> lines)
    {
        for (int index = 0; index < lines.Count; index++)
        {
            output.WriteLine($"{(index == 0 ? label : "").PadRight(LabelWidth)}{lines[index]}");
        }
    }
}
