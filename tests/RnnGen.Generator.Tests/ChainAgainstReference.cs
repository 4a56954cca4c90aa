using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;
using Xunit;
using static RnnGen.Training.Loss;

namespace RnnGen.Generator.Tests;

/// <summary>The chain of labels of one emitted network against the reference: loss, all gradients of the network, labels, marginals.</summary>
/// <param name="declaration">What was declared.</param>
public sealed class ChainAgainstReference<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(NetworkDeclaration declaration)
    : NetworkAgainstReference<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(declaration)
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients>, new()
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    private readonly Random _random = new(declaration.Seed);

    private static int Labels => TNetwork.OutputSize;

    /// <summary>Without constraints, and with some.</summary>
    public override void Check()
    {
        Check(null);
        Check(Draw());
    }

    private void Check(CrfConstraints? constraints)
    {
        TNetwork network = Create(constraints);
        network.Initialize(Declaration.Seed);
        int[] lengths = Lengths;
        TInput[] inputs = Inputs(4, padded: true);
        TState[] states = new TState[Streams];
        TTape tape = TNetwork.CreateTape(Steps, Streams);
        TGradients gradients = TNetwork.CreateGradients();
        float[] scores = new float[Steps * Streams * Labels];
        tape.DropoutSeed = DropoutSeed;
        for (int stream = 0; stream < Streams; stream++)
        {
            tape.DropoutStreams[stream] = NetworkDeclaration.DropoutStream(stream);
        }

        network.Forward(inputs, scores, states, tape, lengths);
        bool[]? mask = constraints is null ? null
            : [.. Enumerable.Range(0, Labels + 2).SelectMany(from => Enumerable.Range(0, Labels + 2).Select(
                to => from != constraints.End && to != constraints.Start && constraints.IsAllowed(from, to)))];
        int[] targets = [.. Enumerable.Repeat(Ignored, Steps * Streams)];
        for (int stream = 0; stream < Streams; stream++)
        {
            for (int step = 0; step < lengths[stream]; step++)
            {
                targets[(step * Streams) + stream] = _random.Next(3) == 0 ? Ignored : LabelOf(step);
            }
        }

        double loss = network.Loss(targets, tape, gradients);
        network.Backward(tape, gradients);
        var tensors = new TensorSink();
        network.Save(tensors);
        var actual = new TensorSink();
        gradients.Save(actual);
        var workspace = TNetwork.CreateWorkspace(Steps, Streams);
        float[] marginals = new float[scores.Length];
        int[] labels = new int[targets.Length];
        network.Marginals(scores, marginals, workspace, lengths);
        network.Decode(scores, labels, workspace, lengths);
        Assert.Equal(loss, network.Loss(scores, targets, workspace, lengths), 1e-9 * Math.Max(1, loss));

        double expected = 0;
        var sums = new Dictionary<string, double[]>();
        for (int stream = 0; stream < Streams; stream++)
        {
            Network<double> reference = Declaration.Reference(tensors.Values, stream, DropoutSeed, mask);
            var chain = (CrfLayer<double>)reference.Layers[^1];
            int[] rows = [.. Enumerable.Range(0, lengths[stream]).Select(step => (step * Streams) + stream)];
            (double[] exact, LayerPullback<double> pullback) = reference.Forward(
                ToDouble(SequenceOf(inputs, TNetwork.InputSize, stream)),
                new double[reference.StateSize]);
            (double own, double[] scoreGradients) = chain.Loss(exact, [.. rows.Select(row => targets[row])]);
            expected += own;
            pullback(scoreGradients, new double[reference.StateSize]);
            foreach ((string name, Parameter<double> parameter) in Declaration.Named(reference))
            {
                double[] sum = sums.TryGetValue(name, out double[]? found) ? found : sums[name] = new double[parameter.Gradients.Length];
                for (int index = 0; index < sum.Length; index++)
                {
                    sum[index] += parameter.Gradients[index];
                }
            }

            double[] given = [.. rows.SelectMany(row => scores.AsSpan(row * Labels, Labels).ToArray()).Select(static score => (double)score)];
            double[] right = chain.Marginals(given);
            AssertClose(right, [.. rows.SelectMany(row => marginals.AsSpan(row * Labels, Labels).ToArray())], 2e-6, 0.5, $"marginals of stream {stream}");
            int[] decoded = [.. rows.Select(row => labels[row])];
            Assert.True(chain.Score(given, decoded) >= chain.Score(given, chain.Decode(given)) - 1e-5, $"{Declaration}\nlabels of stream {stream}");
            Assert.All(Enumerable.Range(lengths[stream], Steps - lengths[stream]), step => Assert.Equal(Ignored, labels[(step * Streams) + stream]));
        }

        Assert.Equal(expected, loss, 1e-5 * Declaration.Depth * Math.Max(1, expected));
        foreach ((string name, double[] sum) in sums)
        {
            if (actual.Values.TryGetValue(name, out float[]? tensor))
            {
                AssertClose(sum, tensor, 5e-6 * Declaration.Depth, 0.5, $"gradients of {name}");
            }
        }
    }

    /// <summary>A label of a step that every mask of <see cref="Draw"/> allows.</summary>
    private static int LabelOf(int step) => step % Labels;

    /// <summary>Allows what the targets have, and half of all else.</summary>
    private CrfConstraints Draw()
    {
        bool[] allowed = new bool[(Labels + 2) * (Labels + 2)];
        for (int index = 0; index < allowed.Length; index++)
        {
            (int from, int to) = Math.DivRem(index, Labels + 2);
            allowed[index] = _random.Next(2) == 0 || to == Labels + 1 || (from == Labels ? to == 0 : to == (from + 1) % Labels);
        }

        return new CrfConstraints(Labels, allowed);
    }

    private static TNetwork Create(CrfConstraints? constraints)
    {
        var network = new TNetwork();
        typeof(TNetwork).GetProperty("Constraints")!.SetValue(network, constraints);
        return network;
    }
}
