using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RnnGen;
using RnnGen.Formats;
using RnnGen.Reference;

namespace Consumer;

/// <summary>Runs one cell, with parameters that went through a safetensors file, and holds it against the reference.</summary>
internal static class CellRun
{
    private const int Steps = 20;
    private const double Tolerance = 2e-6;

    /// <summary>Gives the bits of the last output, a line a float: <c>name index bits</c>.</summary>
    /// <param name="name">The cell's name.</param>
    /// <exception cref="InvalidOperationException">The outputs are not those of the reference, or not the same each way.</exception>
    public static IEnumerable<string> Lines<TCell, TState, TWorkspace>(string name)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, ILstmState
        where TWorkspace : class
    {
        string path = Path.GetTempFileName();
        try
        {
            var trained = new TCell();
            trained.Initialize(seed: 1);
            var writer = new SafetensorsWriter();
            trained.Save(writer, "lstm");
            writer.Save(path);

            var cell = new TCell();
            using var file = SafetensorsFile.Open(path);
            cell.Load(file, "lstm");
            float[] inputs = Inputs(TCell.InputSize);
            float[] outputs = new float[Steps * TCell.HiddenSize];
            TState state = default;
            cell.Run(inputs, outputs, ref state);
            RequireSteps<TCell, TState, TWorkspace>(cell, inputs, outputs);
            RequireReference(file, TCell.InputSize, TCell.HiddenSize, inputs, outputs);

            var lines = new List<string>();
            for (int i = 0; i < TCell.HiddenSize; i++)
            {
                uint bits = BitConverter.SingleToUInt32Bits(state.Hidden[i]);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {i} {bits:X8}"));
            }

            return lines;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static float[] Inputs(int size)
    {
        float[] inputs = new float[Steps * size];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ((i * 37) % 64 / 32f) - 1f;
        }

        return inputs;
    }

    private static void RequireSteps<TCell, TState, TWorkspace>(TCell cell, float[] inputs, float[] outputs)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, ILstmState
        where TWorkspace : class
    {
        TState state = default;
        for (int step = 0; step < Steps; step++)
        {
            cell.Step(inputs.AsSpan(step * TCell.InputSize, TCell.InputSize), ref state);
            if (!state.Hidden.SequenceEqual(outputs.AsSpan(step * TCell.HiddenSize, TCell.HiddenSize)))
            {
                throw new InvalidOperationException($"{typeof(TCell)}: step {step} and run differ.");
            }
        }
    }

    private static void RequireReference(SafetensorsFile file, int inputSize, int hiddenSize, float[] inputs, float[] outputs)
    {
        var reference = new LstmCell<double>(inputSize, hiddenSize);
        file.ReadDoubles("lstm.weight_ih_l0").CopyTo(reference.WeightIh, 0);
        file.ReadDoubles("lstm.weight_hh_l0").CopyTo(reference.WeightHh, 0);
        file.ReadDoubles("lstm.bias_ih_l0").CopyTo(reference.Bias, 0);
        double[] expected = new double[outputs.Length];
        reference.Run(Array.ConvertAll(inputs, x => (double)x), expected, new double[hiddenSize], new double[hiddenSize]);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (!(Math.Abs(outputs[i] - expected[i]) <= Tolerance))
            {
                throw new InvalidOperationException(
                    $"output {i} of {inputSize} -> {hiddenSize} is {outputs[i]}; the reference gives {expected[i]}.");
            }
        }
    }
}
