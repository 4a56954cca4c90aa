using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// One weight for an embedding and an output: with the same numbers in both, the outputs of a network with two weights bit by bit, the sum of the two gradients, and one
/// tensor in a file.
/// </summary>
public sealed class TiedWeightsTests
{
    private const int Steps = 6;
    private const int Streams = 3;
    private static readonly int[] Lengths = [6, 0, 4];

    [Fact]
    public void A_language_model_computes_what_one_with_two_weights_computes() =>
        Compare<TiedNetworks.Tied, TiedNetworks.Tied.State, TiedNetworks.Tied.Workspace, TiedNetworks.Tied.Tape, TiedNetworks.Tied.Gradients,
            TiedNetworks.Untied, TiedNetworks.Untied.State, TiedNetworks.Untied.Workspace, TiedNetworks.Untied.Tape, TiedNetworks.Untied.Gradients>("words", 37, 9);

    [Fact]
    public void So_does_one_of_few_tokens_with_padding() =>
        Compare<TiedNetworks.FewTokens, TiedNetworks.FewTokens.State, TiedNetworks.FewTokens.Workspace, TiedNetworks.FewTokens.Tape, TiedNetworks.FewTokens.Gradients,
            TiedNetworks.FewUntied, TiedNetworks.FewUntied.State, TiedNetworks.FewUntied.Workspace, TiedNetworks.FewUntied.Tape, TiedNetworks.FewUntied.Gradients>("embedding", 3, 20);

    [Fact]
    public void So_does_one_of_several_inputs()
    {
        var tied = new TiedNetworks.Joined();
        tied.Initialize(3);
        var untied = new TiedNetworks.JoinedUntied();
        untied.Load(Both(tied, "words", "linear2"));
        int[] words = Tokens(37);
        float[] shape = Noise.Create(1, words.Length * 2), outputs = new float[words.Length * 37], otherOutputs = new float[outputs.Length];
        var tape = new TiedNetworks.Joined.Tape(Steps, Streams);
        var gradients = new TiedNetworks.Joined.Gradients();
        tied.Run(shape, words, outputs, new TiedNetworks.Joined.State[Streams], new TiedNetworks.Joined.Workspace(Steps, Streams), Lengths);
        tied.Forward(shape, words, otherOutputs, new TiedNetworks.Joined.State[Streams], tape, Lengths);
        Bits.AssertEqual(outputs, otherOutputs, "Run and Forward");
        var otherTape = new TiedNetworks.JoinedUntied.Tape(Steps, Streams);
        var otherGradients = new TiedNetworks.JoinedUntied.Gradients();
        untied.Forward(shape, words, otherOutputs, new TiedNetworks.JoinedUntied.State[Streams], otherTape, Lengths);
        Bits.AssertEqual(outputs, otherOutputs, "two weights");
        float[] dOutputs = Noise.Create(2, outputs.Length);
        tied.Backward(dOutputs, tape, gradients);
        untied.Backward(dOutputs, otherTape, otherGradients);
        AssertSum(gradients, otherGradients, "words", "linear2");
    }

    [Fact]
    public void It_is_drawn_as_the_embedding_and_counted_once()
    {
        var tied = new TiedNetworks.Tied();
        var untied = new TiedNetworks.Untied();
        tied.Initialize(5);
        untied.Initialize(5);
        Assert.Equal(TiedNetworks.Untied.ParameterCount - (37 * 9), TiedNetworks.Tied.ParameterCount);
        TensorStore saved = Saved(tied), other = Saved(untied);
        Assert.Equal(other.Names.Where(static name => name != "linear.weight"), saved.Names);
        foreach (string name in saved.Names.Where(static name => name != "linear.bias"))
        {
            Bits.AssertEqual(other.Values(name), saved.Values(name), name);
        }

        Assert.All(saved.Values("linear.bias").ToArray(), static bias => Assert.True(MathF.Abs(bias) <= 1f / 3 && bias != 0));
        Assert.Equal("words", tied.LayersOf().OfType<DenseModelLayer>().Single().TieTo);
        Assert.Null(untied.LayersOf().OfType<DenseModelLayer>().Single().TieTo);
        Assert.Equal("[DenseLayer(inputs: 9, outputs: 37, TieTo = \"words\", Name = \"linear\")]", tied.LayersOf()[^1].Declaration.ToString());
        Assert.Equal("[LstmLayer(input: 9, hidden: 9, Layers = 2, Residual = true, Name = \"lstm\")]", tied.LayersOf()[1].Declaration.ToString());
    }

    [Fact]
    public void A_file_may_have_it_under_either_name_or_both()
    {
        var tied = new TiedNetworks.Tied();
        tied.Initialize(5);
        float[] wanted = tied.Parameters.ToArray();
        TensorStore both = Both(tied, "words", "linear");
        foreach (string? left in (string?[])[null, "words.weight", "linear.weight"])
        {
            foreach (LoadMode mode in Enum.GetValues<LoadMode>())
            {
                var loaded = new TiedNetworks.Tied();
                loaded.Load(Without(both, left), mode: mode);
                Bits.AssertEqual(wanted, loaded.Parameters, $"without {left}");
            }
        }

        // PyTorch's bias=False.
        var unbiased = new TiedNetworks.Tied();
        unbiased.Load(Without(both, "linear.bias"));
        Assert.All(Saved(unbiased).Values("linear.bias").ToArray(), static bias => Assert.Equal(0, bias));
        Bits.AssertEqual(both.Values("words.weight"), Saved(unbiased).Values("words.weight"), "table");
    }

    [Fact]
    public void Two_that_differ_are_refused_and_so_is_none()
    {
        var tied = new TiedNetworks.Tied();
        tied.Initialize(5);
        TensorStore both = Both(tied, "words", "linear");
        both.Values("linear.weight")[^1] += 1e-6f;
        foreach (TiedNetworks.Tied loaded in (TiedNetworks.Tied[])[new(), tied])
        {
            float[] before = loaded.Parameters.ToArray();
            TensorFormatException differs = Assert.Throws<TensorFormatException>(() => loaded.Load(both));
            Assert.Equal("linear.weight", differs.Tensor);
            Assert.Contains("differs from 'words.weight'; the declaration has one weight for both (TieTo)", differs.Message, StringComparison.Ordinal);
            Assert.Equal(
                "words.weight", Assert.Throws<TensorFormatException>(() => loaded.Load(Without(Without(both, "words.weight"), "linear.weight"))).Tensor);
            Bits.AssertEqual(before, loaded.Parameters, "parameters");
        }

        both.Values("words.weight")[^1] = float.NaN;
        both.Values("linear.weight")[^1] = float.NaN;
        tied.Load(both);
        Assert.True(tied.HasNonFiniteParameters);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var network = new TiedNetworks.Tied();
        network.Initialize(1);
        int[] tokens = Tokens(37);
        float[] outputs = new float[tokens.Length * 37], dOutputs = Noise.Create(2, outputs.Length), output = new float[37];
        var states = new TiedNetworks.Tied.State[Streams];
        var tape = new TiedNetworks.Tied.Tape(Steps, Streams);
        var workspace = new TiedNetworks.Tied.Workspace(Steps, Streams);
        var gradients = new TiedNetworks.Tied.Gradients();
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            network.Step(7, output, ref states[0]);
            network.Run(tokens.AsSpan(0, Steps), outputs.AsSpan(0, Steps * 37), ref states[0]);
            network.Run(tokens, outputs, states, workspace, Lengths);
            network.Forward(tokens, outputs, states, tape, Lengths);
            network.Backward(dOutputs, tape, gradients);
        }));
    }

    private static void Compare<TTied, TTiedState, TTiedWorkspace, TTiedTape, TTiedGradients, TUntied, TState, TWorkspace, TTape, TGradients>(string table, int vocabulary, int size)
        where TTied : class, ITrainableNetwork<TTied, int, TTiedState, TTiedWorkspace, TTiedTape, TTiedGradients>, ICausalNetwork<TTied, int, TTiedState, TTiedWorkspace>, new()
        where TTiedState : struct, INetworkState<TTiedState>
        where TTiedWorkspace : class
        where TTiedTape : class, INetworkTape
        where TTiedGradients : class, ICellGradients
        where TUntied : class, ITrainableNetwork<TUntied, int, TState, TWorkspace, TTape, TGradients>, ICausalNetwork<TUntied, int, TState, TWorkspace>, new()
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        var tied = new TTied();
        tied.Initialize(3);
        var untied = new TUntied();
        untied.Load(Both(tied, table, "linear"));
        int[] tokens = Tokens(vocabulary);
        float[] outputs = new float[tokens.Length * vocabulary], otherOutputs = new float[outputs.Length];

        // Step by step, in one piece, and many streams: one and the same.
        TTiedState stepState = default, runState = default;
        float[] steps = new float[Steps * vocabulary], run = new float[steps.Length];
        for (int step = 0; step < Steps; step++)
        {
            tied.Step(tokens.AsSpan(step, 1), steps.AsSpan(step * vocabulary, vocabulary), ref stepState);
        }

        tied.Run(tokens.AsSpan(0, Steps), run, ref runState);
        Bits.AssertEqual(steps, run, "Step and Run");
        TState otherState = default;
        untied.Run(tokens.AsSpan(0, Steps), run, ref otherState);
        Bits.AssertEqual(steps, run, "two weights");

        tied.Run(tokens, outputs, new TTiedState[Streams], TTied.CreateWorkspace(2, Streams), Lengths);
        TTiedTape tape = TTied.CreateTape(Steps, Streams);
        tied.Forward(tokens, otherOutputs, new TTiedState[Streams], tape, Lengths);
        Bits.AssertEqual(outputs, otherOutputs, "Run and Forward");
        TTape otherTape = TUntied.CreateTape(Steps, Streams);
        untied.Forward(tokens, otherOutputs, new TState[Streams], otherTape, Lengths);
        Bits.AssertEqual(outputs, otherOutputs, "many streams of two weights");

        TTiedGradients gradients = TTied.CreateGradients();
        TGradients otherGradients = TUntied.CreateGradients();
        float[] dOutputs = Noise.Create(2, outputs.Length);
        tied.Backward(dOutputs, tape, gradients);
        untied.Backward(dOutputs, otherTape, otherGradients);
        AssertSum(gradients, otherGradients, table, "linear");
        Assert.Equal(vocabulary * size, Saved(tied).Values(table + ".weight").Length);
    }

    private static void AssertSum(ICellGradients tied, ICellGradients untied, string table, string dense)
    {
        TensorStore sum = Saved(tied), parts = Saved(untied);
        Assert.Equal(parts.Names.Where(name => name != dense + ".weight"), sum.Names);
        foreach (string name in sum.Names)
        {
            float[] wanted = parts.Values(name).ToArray();
            if (name == table + ".weight")
            {
                wanted = [.. wanted.Zip(parts.Values(dense + ".weight").ToArray(), static (first, second) => first + second)];
                Assert.Contains(wanted, static gradient => gradient != 0);
            }

            foreach ((float gradient, float found) in wanted.Zip(sum.Values(name).ToArray()))
            {
                Assert.Equal(gradient, found, 1e-5f * Math.Max(1, Math.Abs(gradient)));
            }
        }
    }

    private static int[] Tokens(int vocabulary) => [.. Enumerable.Range(0, Steps * Streams).Select(index => index * 5 % vocabulary)];

    /// <summary>What PyTorch's state_dict has of tied modules.</summary>
    private static TensorStore Both(IModel tied, string table, string dense)
    {
        TensorStore store = Saved(tied);
        store.Write(dense + ".weight", store.Shape(table + ".weight"), store.Values(table + ".weight"));
        return store;
    }

    private static TensorStore Without(TensorStore store, string? left)
    {
        var rest = new TensorStore();
        foreach (string name in store.Names.Where(name => name != left))
        {
            rest.Write(name, store.Shape(name), store.Values(name));
        }

        return rest;
    }

    private static TensorStore Saved(IModel model)
    {
        var store = new TensorStore();
        model.Save(store);
        return store;
    }

    private static TensorStore Saved(ICellGradients gradients)
    {
        var store = new TensorStore();
        gradients.Save(store);
        return store;
    }
}

/// <summary>The layers of a network as users of <see cref="IModel"/> see them.</summary>
internal static class ModelLayersOf
{
    /// <inheritdoc cref="IModel.Layers"/>
    public static System.Collections.Generic.IReadOnlyList<ModelLayer> LayersOf(this IModel model) => model.Layers;
}
