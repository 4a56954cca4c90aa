using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Cells;

namespace RnnGen.Tests.Cells;

/// <summary>
/// A layout with the tensors that belong to it, and its flat span as the remarks of <see cref="PanelLayout"/> tell it: written from its first float to
/// its last, where the layout computes the place of one float.
/// </summary>
internal sealed record PanelLayoutCase(int Gates, int Input, int Hidden)
{
    private const int Lanes = 16;
    private const int TailLanes = 8;

    // Where blocks and tails begin and end, mistakes live.
    private static readonly int[] Boundaries = [1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 63, 64, 65];

    public int RecurrentBiasGate { get; init; } = -1;

    public bool HasBias { get; init; } = true;

    public int OutputSize { get; init; } = Hidden;

    public int PeepholeGates { get; init; }

    public bool IsElementwise { get; init; }

    public bool HasLayerNorm { get; init; }

    public string? NormalizedVector { get; init; }

    public int ForgetGate { get; init; } = -1;

    public float ForgetBias { get; init; }

    public PanelLayout Layout => new(Gates, Input, Hidden, RecurrentBiasGate)
    {
        HasBias = HasBias,
        OutputSize = OutputSize,
        PeepholeGates = PeepholeGates,
        IsElementwise = IsElementwise,
        HasLayerNorm = HasLayerNorm,
        NormalizedVector = NormalizedVector,
        ForgetGate = ForgetGate,
        ForgetBias = ForgetBias,
    };

    /// <summary>The tensors in the order in which they are saved.</summary>
    public IReadOnlyList<(string Name, int[] Shape)> Tensors =>
    [
        ("weight_ih_l0", [Units, Input]),
        ("weight_hh_l0", IsElementwise ? [Units] : [Units, OutputSize]),
        .. Where(HasBias, ("bias_ih_l0", [Units]), ("bias_hh_l0", [Units])),
        .. Where(OutputSize != Hidden, ("weight_hr_l0", [OutputSize, Hidden])),
        .. Where(PeepholeGates > 0, ("weight_peephole_l0", [PeepholeGates * Hidden])),
        .. Where(HasLayerNorm, ("layer_norm_gates_weight_l0", [Units]), ("layer_norm_gates_bias_l0", [Units])),
        .. Where(
            HasLayerNorm && NormalizedVector is not null,
            ($"layer_norm_{NormalizedVector}_weight_l0", [Hidden]), ($"layer_norm_{NormalizedVector}_bias_l0", [Hidden])),
    ];

    /// <summary>Rows of the gates' tensors.</summary>
    public int Units => Gates * Hidden;

    /// <summary>Any layout; options that no cell has together are as likely as others, since the layout has no say in that.</summary>
    public static PanelLayoutCase Random(int seed)
    {
        var random = new Random(seed);
        int gates = new[] { 1, 3, 4 }[random.Next(3)];
        int hidden = Likely() ? random.Next(1, 71) : Boundaries[random.Next(Boundaries.Length)];
        return new PanelLayoutCase(gates, random.Next(1, 21), hidden)
        {
            RecurrentBiasGate = Likely() ? random.Next(gates) : -1,
            HasBias = random.Next(4) > 0,
            OutputSize = Likely() && hidden > 1 ? random.Next(1, hidden) : hidden,
            PeepholeGates = Likely() ? random.Next(2, 4) : 0,
            HasLayerNorm = Likely(),
            NormalizedVector = new[] { null, "cell", "recurrent" }[random.Next(3)],
            IsElementwise = Likely(),
        };

        bool Likely() => random.Next(2) == 0;
    }

    /// <summary>Numbers for every tensor, no two of them alike, nor like the sum of a unit's two biases; all sums are exact.</summary>
    public Dictionary<string, float[]> DistinctNumbers()
    {
        var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        int next = 1;
        foreach ((string name, int[] shape) in Tensors)
        {
            tensors.Add(name, name switch
            {
                "bias_ih_l0" => [.. Enumerable.Range(0, Units).Select(static unit => 1_000_000f + unit)],
                "bias_hh_l0" => [.. Enumerable.Range(0, Units).Select(static unit => 2_000_000f + (2 * unit))],
                _ => [.. Enumerable.Range(next, Count(shape)).Select(static number => (float)number)],
            });
            next += Count(shape);
        }

        return tensors;
    }

    /// <summary>The flat span that holds these tensors.</summary>
    public float[] Flat(IReadOnlyDictionary<string, float[]> tensors) => [.. Panels(tensors), .. Options(tensors)];

    public static int Count(int[] shape) => shape.Aggregate(1, static (count, size) => count * size);

    private IEnumerable<float> Panels(IReadOnlyDictionary<string, float[]> tensors)
    {
        foreach ((int first, int lanes) in Blocks(Hidden))
        {
            for (int gate = 0; gate < Gates; gate++)
            {
                foreach (Func<int, float> row in Rows(tensors, gate))
                {
                    for (int unit = first; unit < first + lanes; unit++)
                    {
                        yield return unit < Hidden ? row((gate * Hidden) + unit) : 0;
                    }
                }
            }
        }
    }

    /// <summary>The rows of a gate's panel, each as a function of the row in PyTorch's tensors.</summary>
    private IEnumerable<Func<int, float>> Rows(IReadOnlyDictionary<string, float[]> tensors, int gate)
    {
        float[] bias = HasBias ? tensors["bias_ih_l0"] : new float[Units];
        float[] recurrentBias = HasBias ? tensors["bias_hh_l0"] : new float[Units];
        bool isApart = gate == RecurrentBiasGate;
        yield return unit => isApart ? bias[unit] : bias[unit] + recurrentBias[unit];
        for (int input = 0; input < Input; input++)
        {
            int column = input;
            yield return unit => tensors["weight_ih_l0"][(unit * Input) + column];
        }

        if (RecurrentBiasGate >= 0)
        {
            yield return unit => isApart ? recurrentBias[unit] : 0;
        }

        for (int output = 0; !IsElementwise && output < OutputSize; output++)
        {
            int column = output;
            yield return unit => tensors["weight_hh_l0"][(unit * OutputSize) + column];
        }
    }

    private IEnumerable<float> Options(IReadOnlyDictionary<string, float[]> tensors)
    {
        foreach ((int first, int lanes) in OutputSize != Hidden ? Blocks(OutputSize) : [])
        {
            for (int unit = 0; unit < Hidden; unit++)
            {
                for (int output = first; output < first + lanes; output++)
                {
                    yield return output < OutputSize ? tensors["weight_hr_l0"][(output * Hidden) + unit] : 0;
                }
            }
        }

        string[] names =
        [
            .. IsElementwise ? (string[])["weight_hh_l0"] : [],
            "weight_peephole_l0", "layer_norm_gates_weight_l0", "layer_norm_gates_bias_l0",
            $"layer_norm_{NormalizedVector}_weight_l0", $"layer_norm_{NormalizedVector}_bias_l0",
        ];
        foreach (string name in names.Where(tensors.ContainsKey))
        {
            foreach (float[] vector in tensors[name].Chunk(Hidden))
            {
                foreach (float value in vector.Concat(new float[Padded(Hidden) - Hidden]))
                {
                    yield return value;
                }
            }
        }
    }

    private static IEnumerable<(int First, int Lanes)> Blocks(int units)
    {
        for (int first = 0; first < units; first += Lanes)
        {
            yield return (first, Math.Min(Lanes, Padded(units) - first));
        }
    }

    private static int Padded(int units) => (units + TailLanes - 1) / TailLanes * TailLanes;

    private static (string Name, int[] Shape)[] Where(bool isThere, params (string Name, int[] Shape)[] tensors) => isThere ? tensors : [];
}
