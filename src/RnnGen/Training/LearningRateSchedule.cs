using System;

namespace RnnGen.Training;

/// <summary>What the learning rate is multiplied with, step by step.</summary>
public abstract class LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The factor of a step.</summary>
    /// <param name="step">From 0.</param>
    public abstract double Factor(long step);

    /// <summary>Takes a measurement, of a schedule that depends on how training goes. The others do nothing.</summary>
    /// <param name="loss">What is to become small.</param>
    public virtual void Report(double loss)
    {
    }

    /// <summary>What <see cref="Report"/> left, for a checkpoint.</summary>
    public virtual double[] SaveState() => [];

    /// <summary>Restores what <see cref="SaveState"/> gave.</summary>
    /// <param name="state">The numbers.</param>
    /// <exception cref="ArgumentException">They are not of such a schedule; it stays as it was.</exception>
    public virtual void LoadState(ReadOnlySpan<double> state)
    {
        if (!state.IsEmpty)
        {
            throw new ArgumentException($"'{nameof(state)}' has size {state.Length}; it needs 0.", nameof(state));
        }
    }

    /// <summary>Always 1.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Multiplies with <paramref name="gamma"/> every so many steps: PyTorch's <c>StepLR</c>.</summary>
    /// <param name="size">Steps between.</param>
    /// <param name="gamma">The factor.</param>
    public static LearningRateSchedule Step(long size, double gamma) => new StepSchedule(size, gamma);

    /// <summary>
    /// From 1 to <paramref name="end"/> along half a cosine, and there to stay (Loshchilov and Hutter 2017): PyTorch's <c>CosineAnnealingLR</c>.
    /// </summary>
    /// <param name="steps">Steps until the end.</param>
    /// <param name="end">The last factor.</param>
    public static LearningRateSchedule Cosine(long steps, double end = 0) => new CosineSchedule(steps, end);

    /// <summary>From 1 / <paramref name="steps"/> up to 1 in so many steps, and then what another schedule says, from its own step 0.</summary>
    /// <param name="steps">Steps until 1.</param>
    /// <param name="then">What follows.</param>
    public static LearningRateSchedule WarmUp(long steps, LearningRateSchedule then) => new WarmUpSchedule(steps, then);

    /// <summary>
    /// Multiplies with <paramref name="factor"/> when more than <paramref name="patience"/> reports in a row were not better than the best one: PyTorch's
    /// <c>ReduceLROnPlateau</c>, but for negative losses. A loss is better if it is smaller than the best one by <paramref name="threshold"/> * |best|. The first
    /// loss is always the best so far; NaN is never better.
    /// </summary>
    /// <remarks>
    /// Losses may be negative, as negative log likelihoods of densities are. PyTorch takes best * (1 - threshold) as the bound there, which lies above a negative
    /// best loss, so that a loss that stays the same counts as better and the rate is never reduced.
    /// </remarks>
    /// <param name="factor">The factor.</param>
    /// <param name="patience">Reports in a row that may bring nothing better.</param>
    /// <param name="threshold">The relative improvement that counts, 0 to below 1.</param>
    /// <param name="smallest">The smallest factor of all.</param>
    public static LearningRateSchedule ReduceOnPlateau(double factor = 0.1, int patience = 10, double threshold = 1e-4, double smallest = 0) =>
        new PlateauSchedule(factor, patience, threshold, smallest);

    private static void CheckFactor(double value, string name)
    {
        if (!(value >= 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite and not negative.");
        }
    }

    private sealed class ConstantSchedule : LearningRateSchedule
    {
        public override double Factor(long step) => 1;
    }

    private sealed class StepSchedule : LearningRateSchedule
    {
        private readonly long _size;
        private readonly double _gamma;

        public StepSchedule(long size, double gamma)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
            CheckFactor(gamma, nameof(gamma));
            _size = size;
            _gamma = gamma;
        }

        public override double Factor(long step) => Math.Pow(_gamma, step / _size);
    }

    private sealed class CosineSchedule : LearningRateSchedule
    {
        private readonly long _steps;
        private readonly double _end;

        public CosineSchedule(long steps, double end)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
            CheckFactor(end, nameof(end));
            _steps = steps;
            _end = end;
        }

        public override double Factor(long step) => _end + ((1 - _end) * (1 + Math.Cos(Math.PI * Math.Min(step, _steps) / _steps)) / 2);
    }

    private sealed class WarmUpSchedule : LearningRateSchedule
    {
        private readonly long _steps;
        private readonly LearningRateSchedule _then;

        public WarmUpSchedule(long steps, LearningRateSchedule then)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
            ArgumentNullException.ThrowIfNull(then);
            _steps = steps;
            _then = then;
        }

        public override double Factor(long step) => step < _steps ? (step + 1) / (double)_steps : _then.Factor(step - _steps);

        public override void Report(double loss) => _then.Report(loss);

        public override double[] SaveState() => _then.SaveState();

        public override void LoadState(ReadOnlySpan<double> state) => _then.LoadState(state);
    }

    private sealed class PlateauSchedule : LearningRateSchedule
    {
        private readonly double _reduction;
        private readonly int _patience;
        private readonly double _threshold;
        private readonly double _smallest;
        private double _factor = 1;
        private double _best = double.NaN;
        private int _badReports;

        public PlateauSchedule(double factor, int patience, double threshold, double smallest)
        {
            if (!(factor is > 0 and < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(factor), factor, "'factor' must be between 0 and 1.");
            }

            ArgumentOutOfRangeException.ThrowIfNegative(patience);
            if (!(threshold is >= 0 and < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "'threshold' must be from 0 to below 1.");
            }

            if (!(smallest is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(smallest), smallest, "'smallest' must be from 0 to 1.");
            }

            _reduction = factor;
            _patience = patience;
            _threshold = threshold;
            _smallest = smallest;
        }

        public override double Factor(long step) => _factor;

        public override void Report(double loss)
        {
            if (IsBetter(loss))
            {
                _best = loss;
                _badReports = 0;
            }
            else if (++_badReports > _patience)
            {
                _factor = Math.Max(_factor * _reduction, _smallest);
                _badReports = 0;
            }
        }

        // NaN while there is none: whatever comes is better.
        private bool IsBetter(double loss) =>
            double.IsNaN(_best) ? !double.IsNaN(loss) : loss < _best * (_best < 0 ? 1 + _threshold : 1 - _threshold);

        public override double[] SaveState() => [_factor, _best, _badReports];

        public override void LoadState(ReadOnlySpan<double> state)
        {
            if (state.Length != 3)
            {
                throw new ArgumentException($"'{nameof(state)}' has size {state.Length}; it needs 3.", nameof(state));
            }

            if (!(state[0] is >= 0 and <= 1) || !(state[2] is >= 0 and <= int.MaxValue) || state[2] != Math.Floor(state[2]))
            {
                throw new ArgumentException($"'{nameof(state)}' is [{state[0]}, {state[1]}, {state[2]}], which no such schedule saves.", nameof(state));
            }

            (_factor, _best, _badReports) = (state[0], state[1], (int)state[2]);
        }
    }
}
