using System;
using System.Globalization;
using RnnGen.Training;
using Spectre.Console;

namespace Shared;

/// <summary>Shows how training goes: a bar on a terminal, a plain line an epoch elsewhere.</summary>
public static class TrainingDisplay
{
    /// <summary>Trains, and shows it.</summary>
    /// <param name="epochs">Epochs that will be made.</param>
    /// <param name="lossName">What the losses are, for readers.</param>
    /// <param name="curve">Takes the losses of every epoch.</param>
    /// <param name="train">Trains, given what takes the progress.</param>
    public static void Run(int epochs, string lossName, LearningCurve curve, Action<Action<TrainingProgress>> train)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(train);
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            train(progress => EndOfEpoch(progress, Console.WriteLine));
            return;
        }

        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask("training", maxValue: epochs);
            train(progress =>
            {
                EndOfEpoch(progress, line => AnsiConsole.WriteLine(line));
                task.Value = progress.IsEndOfEpoch ? progress.Epoch + 1 : progress.Epoch + (progress.Update / (double)progress.Updates);
                task.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch + 1}, {lossName} {progress.Loss:F3}");
            });
            task.Value = epochs;
        });

        void EndOfEpoch(TrainingProgress progress, Action<string> write)
        {
            if (progress.IsEndOfEpoch)
            {
                curve.Add(progress.Loss, progress.ValidationLoss);
                string validation = double.IsNaN(progress.ValidationLoss) ? "" : string.Create(CultureInfo.InvariantCulture, $", validation {progress.ValidationLoss:F4}");
                write(string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch + 1,3}: {lossName} {progress.Loss:F4}{validation}"));
            }
        }
    }
}
