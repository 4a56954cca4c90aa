using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>The planner and the runtime library each know where a cell's parameters lie: the two agree.</summary>
public class LayoutTests
{
    private const int Specs = 1500;

    [Theory]
    [InlineData(nameof(CellKind.Lstm))]
    [InlineData(nameof(CellKind.Gru))]
    [InlineData(nameof(CellKind.Rnn))]
    public void VectorsBehindThePanelsLieWhereTheLibraryHasThem(string kind)
    {
        foreach (CellSpec spec in RandomSpecs(Enum.Parse<CellKind>(kind)))
        {
            CellPlan plan = CellPlanner.Plan(spec);
            PanelLayout layout = LayoutOf(spec, plan);
            Assert.Equal((spec, layout.ProjectionOffset), (spec, plan.PanelsFloats));
            Assert.Equal((spec, layout.Length), (spec, plan.ParameterFloats));

            // One after the other, and those that the library names where it has them.
            int next = layout.ProjectionOffset;
            foreach (VectorOffset vector in plan.ParameterVectors)
            {
                Assert.Equal((spec, vector.Name, next), (spec, vector.Name, vector.Offset));
                next += vector.Floats;
            }

            Assert.Equal((spec, layout.Length), (spec, next));
            var offsets = plan.ParameterVectors.ToDictionary(static vector => vector.Name, static vector => vector.Offset);
            Assert.Equal((spec, spec.Projection > 0 ? layout.ProjectionOffset : -1), (spec, offsets.GetValueOrDefault("projection", -1)));
            Assert.Equal((spec, spec.IsElementwise ? layout.RecurrentOffset : -1), (spec, offsets.GetValueOrDefault(Vectors.Recurrent(CellCatalogue.Of(spec).Gates[0]), -1)));
            Assert.Equal((spec, spec.Peephole ? layout.PeepholeOffset : -1), (spec, offsets.GetValueOrDefault(Vectors.Peephole('i'), -1)));
            Assert.Equal((spec, spec.LayerNorm ? layout.LayerNormOffset : -1), (spec, offsets.GetValueOrDefault("gateGains", -1)));
        }
    }

    [Theory]
    [InlineData(nameof(CellKind.Lstm))]
    [InlineData(nameof(CellKind.Gru))]
    [InlineData(nameof(CellKind.Rnn))]
    public void InitializeWritesAsManyNumbersAsThePlanCounts(string kind)
    {
        foreach (CellSpec spec in RandomSpecs(Enum.Parse<CellKind>(kind)))
        {
            CellPlan plan = CellPlanner.Plan(spec);
            float[] parameters = Initialized(spec, plan);
            Assert.Equal((spec, plan.ParameterCount), (spec, parameters.Count(static value => !float.IsNaN(value))));
        }
    }

    [Theory]
    [InlineData(nameof(CellKind.Lstm))]
    [InlineData(nameof(CellKind.Gru))]
    [InlineData(nameof(CellKind.Rnn))]
    public void GainsAndShiftsLieWhereTheLibraryWritesThem(string kind)
    {
        foreach (CellSpec spec in RandomSpecs(Enum.Parse<CellKind>(kind)).Where(static spec => spec.LayerNorm))
        {
            CellPlan plan = CellPlanner.Plan(spec);
            float[] parameters = Initialized(spec, plan);
            AssertVectors(Vectors.GateGains);
            if (CellCatalogue.Of(spec).NormalizedVector is { } vector)
            {
                AssertVectors(vector.Gain);
            }

            // Shifts behind their gains.
            void AssertVectors(string name)
            {
                VectorOffset vectors = plan.ParameterVectors.Single(vector => vector.Name == name);
                float[][] chunks = [.. parameters.AsSpan(vectors.Offset, vectors.Floats).ToArray().Chunk(plan.PaddedHidden)];
                for (int index = 0; index < chunks.Length; index++)
                {
                    float value = index < chunks.Length / 2 ? 1 : 0;
                    Assert.Equal([.. Enumerable.Repeat(value, spec.Hidden), .. Enumerable.Repeat(float.NaN, plan.PaddedHidden - spec.Hidden)], chunks[index]);
                }
            }
        }
    }

    /// <summary>NaN but where <see cref="PanelLayout.Initialize"/> writes.</summary>
    private static float[] Initialized(CellSpec spec, CellPlan plan)
    {
        float[] parameters = new float[plan.ParameterFloats];
        parameters.AsSpan().Fill(float.NaN);
        LayoutOf(spec, plan).Initialize(seed: 1, parameters);
        return parameters;
    }

    private static PanelLayout LayoutOf(CellSpec spec, CellPlan plan) =>
        new(plan.Gates, spec.Input, spec.Hidden, CellCatalogue.Of(spec).HasRecurrentBias ? plan.Gates - 1 : -1)
        {
            HasBias = spec.Bias,
            OutputSize = spec.OutputSize,
            PeepholeGates = CellCatalogue.Of(spec).PeepholeGates.Length,
            IsElementwise = spec.IsElementwise,
            HasLayerNorm = spec.LayerNorm,
            NormalizedVector = CellCatalogue.Of(spec).NormalizedVector?.Of,
        };

    /// <summary>Valid specs of a kind, each option as likely as not.</summary>
    private static IEnumerable<CellSpec> RandomSpecs(CellKind kind)
    {
        var type = new TypeSpec("", new EquatableArray<TypeDeclarationSpec>([]), new TypeDeclarationSpec("class", "Cell", ""), "Cell.g.cs");
        var random = new Random((int)kind);
        for (int number = 0; number < Specs; number++)
        {
            int hidden = random.Next(1, 71);
            var spec = new CellSpec(type, kind, random.Next(1, 21), hidden)
            {
                Bias = Likely(),
                Training = Likely(),
                LayerNorm = hidden > 1 && Likely(),
                Recurrence = Likely() ? RecurrenceKind.Diagonal : RecurrenceKind.Full,
            };
            if (kind == CellKind.Gru)
            {
                spec = spec with { Variant = Likely() ? GruVariantKind.ResetAfter : GruVariantKind.ResetBefore };
            }
            else if (kind == CellKind.Lstm)
            {
                spec = spec with
                {
                    Peephole = !spec.LayerNorm && Likely(),
                    CoupledGates = Likely(),
                    Projection = !spec.IsElementwise && hidden > 1 && Likely() ? random.Next(1, hidden) : 0,
                };
            }

            yield return spec;
        }

        bool Likely() => random.Next(2) == 0;
    }
}
