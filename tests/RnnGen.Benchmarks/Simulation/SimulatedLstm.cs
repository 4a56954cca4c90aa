using System;
using System.Numerics.Tensors;

namespace RnnGen.Benchmarks.Simulation;

/// <summary>An LSTM on some threads of a simulated machine.</summary>
/// <param name="machine">The machine.</param>
/// <param name="input">Inputs a step.</param>
/// <param name="hidden">Hidden units.</param>
/// <param name="threads">Threads, each on a core of its own.</param>
internal sealed class SimulatedLstm(SimulatedMachine machine, int input, int hidden, int threads)
{
    // Units go to threads by vectors of 512 bits.
    private const int UnitsPerBlock = 16;

    private const int Gates = 4;
    private const int Steps = 100;

    // Floats of a unit that a forward pass writes to its tape: four gates, c and h; a backward pass writes the gradients of the sums of the gates.
    private const int TapeFloats = 6;

    private readonly double[] _arrivals = new double[threads];

    /// <summary>
    /// One step of one stream: each thread reads the weights of its units, computes them, and fetches the h of the others after all have come. There is one meeting
    /// a step, since h is written to two places in turn.
    /// </summary>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>Its nanoseconds, and those of them after the slowest thread's own work.</returns>
    public (double All, double Meeting) Step(Random random)
    {
        double weights = (double)Gates * hidden * (input + hidden), bytes = sizeof(float) * weights;
        for (int thread = 0; thread < threads; thread++)
        {
            double share = ShareOf(thread, hidden);
            double sums = double.Max(SimulatedMachine.Reread(share * bytes, bytes, threads), SimulatedMachine.Compute(share * 2 * weights));
            _arrivals[thread] = SimulatedMachine.Disturb(sums + SimulatedMachine.Gates(share * hidden), random);
        }

        double slowest = TensorPrimitives.Max<double>(_arrivals);
        double others = threads == 1 ? 0 : machine.Fetch(sizeof(float) * (double)hidden * (threads - 1) / threads);
        double all = machine.Meet(_arrivals) + others;
        return (all, all - slowest);
    }

    /// <summary>
    /// The gradients of a window of 100 steps: forward and backward with the streams divided among the threads, each of which reads all weights each step; then the
    /// products of the weights' gradients, divided by rows, over the steps and streams of all. The threads meet after each of the three.
    /// </summary>
    /// <param name="streams">Streams of all threads together.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>Its nanoseconds.</returns>
    public double Update(int streams, Random random)
    {
        double tape = sizeof(float) * (double)Steps * hidden;
        double rows = (double)Gates * hidden;
        return Phase(thread => Pass(StreamsOf(thread), TapeFloats * tape))
            + Phase(thread => Pass(StreamsOf(thread), (TapeFloats + Gates) * tape))
            + Phase(thread =>
            {
                double share = ShareOf(thread, Gates * hidden);
                double operations = share * 2 * rows * (input + hidden) * Steps * streams;
                double perStep = sizeof(float) * (double)Steps * streams;
                double bytes = perStep * ((share * rows) + input + hidden);
                return double.Max(SimulatedMachine.Compute(operations), SimulatedMachine.Stream(bytes, perStep * (rows + input + hidden), threads));
            });

        int StreamsOf(int thread) => (streams / threads) + (thread < streams % threads ? 1 : 0);

        // The product with the inputs (backward: of the inputs' gradients) has no step to wait for; the recurrent one reads its matrix each step.
        double Pass(int own, double tapeOfStream)
        {
            if (own == 0)
            {
                return 0;
            }

            double matrix = sizeof(float) * rows * hidden;
            double sums = double.Max(SimulatedMachine.Reread(matrix, matrix, threads), SimulatedMachine.Compute(2 * rows * hidden * own));
            double all = (Steps * (sums + SimulatedMachine.Gates((double)own * hidden))) + SimulatedMachine.Compute(2 * rows * input * own * Steps);
            return double.Max(all, SimulatedMachine.Stream(own * tapeOfStream, streams * tapeOfStream, threads));
        }

        double Phase(Func<int, double> work)
        {
            for (int thread = 0; thread < threads; thread++)
            {
                _arrivals[thread] = SimulatedMachine.Disturb(work(thread), random);
            }

            return machine.Meet(_arrivals);
        }
    }

    // The first threads have one block more where they do not come out even; a thread may have none.
    private double ShareOf(int thread, int units)
    {
        int blocks = (units + UnitsPerBlock - 1) / UnitsPerBlock;
        return ((blocks / threads) + (thread < blocks % threads ? 1 : 0)) / (double)blocks;
    }
}
