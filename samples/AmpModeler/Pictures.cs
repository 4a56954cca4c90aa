using System;
using System.IO;
using System.Linq;
using ScottPlot;

namespace AmpModeler;

/// <summary>Signals over time, as PNG files.</summary>
internal static class Pictures
{
    /// <summary>Draws signals around the loudest place of the last of them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What stands above.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="seconds">How much of them is shown.</param>
    /// <param name="signals">Their names and samples, all as long.</param>
    public static void SaveSignals(string path, string title, double rate, double seconds, params ReadOnlySpan<(string Name, float[] Samples)> signals)
    {
        float[] last = signals[^1].Samples;
        int count = Math.Min(last.Length, (int)Math.Ceiling(seconds * rate));
        int loudest = Array.IndexOf(last, last.MaxBy(Math.Abs));
        int first = Math.Clamp(loudest - (count / 2), 0, last.Length - count);
        var plot = new Plot();
        foreach ((string name, float[] samples) in signals)
        {
            ScottPlot.Plottables.Signal line = plot.Add.Signal(samples.AsSpan(first, count).ToArray(), 1000 / rate);
            line.Data.XOffset = 1000 * first / rate;
            line.LegendText = name;
        }

        plot.Title(title);
        plot.XLabel("milliseconds");
        plot.ShowLegend();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        plot.SavePng(path, 1000, 500);
    }
}
