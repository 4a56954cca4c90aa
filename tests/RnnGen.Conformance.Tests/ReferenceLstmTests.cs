using System;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>What the reference promises beyond the equations: the order of its sums, its roundings, its checks.</summary>
public sealed class ReferenceLstmTests
{
    private const float TwoTo24 = 16777216f;
    private const float TwoTo25 = 33554432f;
    private const int CandidateGate = 2;
    private const int GateCount = 4;

    /// <summary>With these, a step computes c' = f * c + i * g and h' = o * c' of the bare gate sums.</summary>
    private static readonly LstmOptions<float> Identity = new()
    {
        GateActivation = new(x => x, _ => 1),
        CandidateActivation = new(x => x, _ => 1),
        CellActivation = new(x => x, _ => 1),
    };

    [Fact]
    public void Input_sum_starts_at_the_bias_and_ascends()
    {
        // (2^24 + 1) + 2 = 2^24 + 2 in float; 2^24 + 4 descending or with the bias last.
        var cell = new LstmCell<float>(inputSize: 2, hiddenSize: 1, Identity);
        Candidate(cell.Bias)[0] = TwoTo24;
        Candidate(cell.WeightIh)[0] = 1;
        Candidate(cell.WeightIh)[1] = 2;

        Assert.Equal(TwoTo24 + 2, CandidateSum(cell, input: [1, 1], hidden: [0]));
    }

    [Fact]
    public void Recurrent_sum_ascends()
    {
        // Nine units are the fewest whose sums are not split.
        var cell = new LstmCell<float>(inputSize: 1, hiddenSize: 9, Identity);
        Candidate(cell.WeightHh)[0] = TwoTo24;
        Candidate(cell.WeightHh)[1] = 1;
        Candidate(cell.WeightHh)[2] = 2;

        Assert.Equal(TwoTo24 + 2, CandidateSum(cell, input: [0], hidden: [1, 1, 1, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Recurrent_sum_of_a_tail_is_split_into_even_and_odd_terms()
    {
        // (2^24 + 2) + 1 is a tie, which goes to 2^24 + 4; ascending it would be 2^24 + 2.
        var cell = new LstmCell<float>(inputSize: 1, hiddenSize: 3, Identity);
        Candidate(cell.WeightHh)[0] = TwoTo24;
        Candidate(cell.WeightHh)[1] = 1;
        Candidate(cell.WeightHh)[2] = 2;

        Assert.Equal(TwoTo24 + 4, CandidateSum(cell, input: [0], hidden: [1, 1, 1]));
    }

    [Fact]
    public void Recurrent_sum_is_its_own_and_is_added_to_the_input_sum()
    {
        // (2^25 + 1) rounds to 2^25, twice if the terms were added one by one to the input sum; their own sum, 2 + 2, is kept whole.
        var cell = new LstmCell<float>(inputSize: 1, hiddenSize: 2, Identity);
        Candidate(cell.Bias)[0] = TwoTo25;
        Candidate(cell.WeightHh)[0] = 2;
        Candidate(cell.WeightHh)[1] = 2;

        Assert.Equal(TwoTo25, TwoTo25 + 2);
        Assert.Equal(TwoTo25 + 4, CandidateSum(cell, input: [0], hidden: [1, 1]));
    }

    [Fact]
    public void Terms_are_added_with_one_rounding()
    {
        // (1 + 2^-12)^2 - (1 + 2^-11) = 2^-24, all of it lost if the product is rounded.
        var cell = new LstmCell<float>(inputSize: 1, hiddenSize: 1, Identity);
        Candidate(cell.Bias)[0] = -(1 + MathF.ScaleB(1, -11));
        Candidate(cell.WeightIh)[0] = 1 + MathF.ScaleB(1, -12);

        Assert.Equal(MathF.ScaleB(1, -24), CandidateSum(cell, input: [1 + MathF.ScaleB(1, -12)], hidden: [0]));
    }

    [Fact]
    public void New_cell_state_rounds_the_candidate_term_and_fuses_the_other()
    {
        // f * c = (1 + 2^-12)^2 and i * g = -(1 + 2^-11): 2^-24 if f * c is not rounded, 0 if it is.
        float nearlyOne = 1 + MathF.ScaleB(1, -12);
        var cell = new LstmCell<float>(inputSize: 1, hiddenSize: 1, Identity);
        cell.Bias[0] = 1;
        cell.Bias[1] = nearlyOne;
        cell.Bias[2] = -(1 + MathF.ScaleB(1, -11));
        cell.Bias[3] = 1;
        float[] hidden = [0];
        float[] state = [nearlyOne];

        cell.Step([0], hidden, state);

        Assert.Equal(MathF.ScaleB(1, -24), state[0]);
        Assert.Equal(MathF.ScaleB(1, -24), hidden[0]);
    }

    [Fact]
    public void Every_gate_reads_its_own_rows()
    {
        var cell = new LstmCell<double>(inputSize: 1, hiddenSize: 2);
        double[] sums = [0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8];
        sums.CopyTo(cell.Bias, 0);
        double[] hidden = [0, 0];
        double[] state = [0.9, -1.1];

        cell.Step([0], hidden, state);

        for (int unit = 0; unit < 2; unit++)
        {
            double old = unit == 0 ? 0.9 : -1.1;
            double c = (Logistic(sums[2 + unit]) * old) + (Logistic(sums[unit]) * Math.Tanh(sums[4 + unit]));
            Assert.Equal(c, state[unit], 1e-15);
            Assert.Equal(Logistic(sums[6 + unit]) * Math.Tanh(c), hidden[unit], 1e-15);
        }

        static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
    }

    [Fact]
    public void Run_is_Step_over_and_over()
    {
        const int steps = 5;
        var random = new Random(1);
        var cell = new LstmCell<float>(inputSize: 3, hiddenSize: 4);
        Fill(random, cell.WeightIh);
        Fill(random, cell.WeightHh);
        Fill(random, cell.Bias);
        float[] inputs = Fill(random, new float[steps * 3]);
        float[] hidden = Fill(random, new float[4]);
        float[] state = Fill(random, new float[4]);
        float[] stepHidden = [.. hidden];
        float[] stepState = [.. state];
        float[] outputs = new float[steps * 4];

        cell.Run(inputs, outputs, hidden, state);

        for (int step = 0; step < steps; step++)
        {
            cell.Step(inputs.AsSpan(step * 3, 3), stepHidden, stepState);
            Assert.Equal(stepHidden, outputs[(step * 4)..((step + 1) * 4)]);
        }

        Assert.Equal(stepHidden, hidden);
        Assert.Equal(stepState, state);
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        var cell = new LstmCell<double>(inputSize: 3, hiddenSize: 4);
        double[] three = new double[3];
        double[] four = new double[4];

        ArgumentException exception = Assert.Throws<ArgumentException>("input", () => cell.Step(four, four, four));
        Assert.Contains("has 4 elements; needs 3", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("hidden", () => cell.Step(three, three, four));
        Assert.Throws<ArgumentException>("cell", () => cell.Step(three, four, three));
        Assert.Throws<ArgumentException>("inputs", () => cell.Run(four, four, four, four));
        Assert.Throws<ArgumentException>("outputs", () => cell.Run(three, three, four, four));
        Assert.Throws<ArgumentException>("hidden", () => cell.Run([], [], three, four));
        Assert.Throws<ArgumentException>("cell", () => cell.Run([], [], four, three));
        Assert.Throws<ArgumentOutOfRangeException>("inputSize", () => new LstmCell<double>(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", () => new LstmCell<double>(3, 0));
    }

    /// <summary>The candidate's rows, which are the third of four equal parts.</summary>
    private static Span<float> Candidate(float[] parameters) =>
        parameters.AsSpan(parameters.Length / GateCount * CandidateGate, parameters.Length / GateCount);

    /// <summary>The first unit's gate sum of the candidate, by way of i = 1 and c = 0.</summary>
    private static float CandidateSum(LstmCell<float> cell, float[] input, float[] hidden)
    {
        float[] state = new float[cell.HiddenSize];
        cell.Bias[0] = 1;
        cell.Step(input, hidden, state);
        return state[0];
    }

    private static float[] Fill(Random random, float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
