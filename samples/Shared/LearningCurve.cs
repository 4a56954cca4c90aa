using System.Collections.Generic;
using System.IO;
using System.Linq;
using ScottPlot;

namespace Shared;

/// <summary>The losses of every epoch, and their picture.</summary>
public sealed class LearningCurve
{
    private readonly List<double> _training = [];
    private readonly List<double> _validation = [];

    /// <summary>Takes the losses of an epoch.</summary>
    /// <param name="training">Of the training data.</param>
    /// <param name="validation">Of the validation data, or NaN.</param>
    public void Add(double training, double validation)
    {
        _training.Add(training);
        _validation.Add(validation);
    }

    /// <summary>Draws it as a PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What stands above.</param>
    /// <param name="lossName">What the losses are.</param>
    public void Save(string path, string title, string lossName)
    {
        var plot = new Plot();
        Draw(plot, "training", _training);
        if (_validation.All(double.IsFinite))
        {
            Draw(plot, "validation", _validation);
        }

        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel(lossName);
        plot.ShowLegend();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        plot.SavePng(path, 800, 500);
    }

    private static void Draw(Plot plot, string name, List<double> losses) =>
        plot.Add.Scatter(Enumerable.Range(1, losses.Count).Select(static epoch => (double)epoch).ToArray(), losses.ToArray()).LegendText = name;
}
