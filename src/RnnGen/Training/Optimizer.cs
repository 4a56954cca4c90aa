using System;
using RnnGen.Formats;
using RnnGen.Networks;

namespace RnnGen.Training;

/// <summary>
/// Turns gradients into a change of the parameters. It knows two flat spans of one layout, those of every emitted type, and nothing else; it allocates
/// nothing after its construction, and gives the same bits on every vector width: those of PyTorch's optimiser where the hardware has fused multiply-add.
/// </summary>
public abstract class Optimizer
{
    private long _steps;
    private float _learningRate;

    private protected Optimizer(int length, float learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        CheckNotNegative(learningRate, nameof(learningRate));
        Length = length;
        _learningRate = learningRate;
    }

    /// <summary>Floats of the parameters.</summary>
    public int Length { get; }

    /// <summary>How far a step goes: to be set before each by a schedule, if there is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            CheckNotNegative(value, nameof(LearningRate));
            _learningRate = value;
        }
    }

    /// <summary>Steps made.</summary>
    public long Steps => _steps;

    /// <summary>Makes one step.</summary>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">The gradients of the loss, in the layout of the parameters.</param>
    /// <exception cref="ArgumentException">A span has not the length that the optimiser was made for.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(gradients.Length, nameof(gradients));
        _steps++;
        Update(parameters, gradients, new GradientRanges(Length, []));
    }

    /// <summary>
    /// Makes one step. Of tables with <c>SparseRows</c> only the rows are looked at that <c>Backward</c> added to, lazily, as <c>torch.optim.SparseAdam</c> does: the moments of
    /// all others stay as they are, and their parameters do not decay.
    /// </summary>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">The gradients of the loss, of the network or cell that has the parameters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    /// <exception cref="ArgumentException">The parameters or gradients have not the length that the optimiser was made for.</exception>
    public void Step(Span<float> parameters, ICellGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(gradients.Values.Length, nameof(gradients));
        _steps++;
        Update(parameters, gradients.Values, gradients.Ranges);
    }

    /// <summary>Makes one step of a network whose layers have learning rates of their own, each part as one of PyTorch's parameter groups.</summary>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">The gradients of the loss.</param>
    /// <param name="rates">Which part moves at which factor of the learning rate; all others stay, with their moments.</param>
    internal void Step(Span<float> parameters, ICellGradients gradients, LayerRates rates)
    {
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(gradients.Values.Length, nameof(gradients));
        _steps++;
        float learningRate = _learningRate;
        for (int index = 0; index < rates.Groups.Count; index++)
        {
            (double factor, GradientRange[] parts) = rates.Groups[index];
            _learningRate = (float)(learningRate * factor);
            Update(parameters, gradients.Values, gradients.Ranges.Within(parts));
        }

        _learningRate = learningRate;
    }

    /// <summary>Saves what the next step depends on: the number of steps (<c>steps</c>, as two floats of 24 bits each) and the moments.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    public void Save(ITensorSink sink, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(prefix);
        sink.Write(prefix + "steps", [2], [_steps >> 24, _steps & 0xFFFFFF]);
        foreach ((string name, float[] values) in State)
        {
            sink.Write(prefix + name, [values.Length], values);
        }
    }

    /// <summary>Loads what <see cref="Save"/> saved; the optimiser stays as it was if anything is wrong.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be.</exception>
    public void Load(ITensorSource source, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(prefix);
        float[] steps = new float[2];
        source.Read(prefix + "steps", [2], steps);
        if (!Array.TrueForAll(steps, static part => part is >= 0 and <= 0xFFFFFF && part == MathF.Floor(part)))
        {
            throw new TensorFormatException(source.Name, prefix + "steps", null, $"is [{steps[0]}, {steps[1]}], no number of steps.");
        }

        var loaded = new float[State.Count][];
        for (int index = 0; index < loaded.Length; index++)
        {
            (string name, float[] values) = State[index];
            loaded[index] = new float[values.Length];

            // A moment that this optimiser does not keep may be missing, but if there is one, then it is another optimiser's.
            if (values.Length > 0 || source.Contains(prefix + name))
            {
                source.Read(prefix + name, [values.Length], loaded[index]);
            }
        }

        _steps = ((long)steps[0] << 24) + (long)steps[1];
        for (int index = 0; index < loaded.Length; index++)
        {
            loaded[index].CopyTo(State[index].Values, 0);
        }
    }

    /// <summary>What is carried from step to step, by name: the arrays themselves.</summary>
    internal System.Collections.Generic.IReadOnlyList<(string Name, float[] Values)> Moments => State;

    /// <summary>What is carried from step to step, by name.</summary>
    private protected abstract System.Collections.Generic.IReadOnlyList<(string Name, float[] Values)> State { get; }

    /// <summary>One step of checked spans: of the parts that are looked at.</summary>
    private protected abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, GradientRanges ranges);

    internal static void CheckNotNegative(float value, string name)
    {
        if (!(value >= 0) || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite and not negative.");
        }
    }

    internal static void CheckShare(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be from 0 to below 1.");
        }
    }

    private void CheckLength(int length, string name)
    {
        if (length != Length)
        {
            throw new ArgumentException(
                $"'{name}' has size {length}; it needs {Length}, for which the optimiser was made: make it with model.Parameters.Length, which counts padding.", name);
        }
    }
}
