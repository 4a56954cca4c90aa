using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Several inputs of a network as members that take them write them: a span each, named as its layer.</summary>
internal sealed class JoinedText(NetworkPlan plan)
{
    /// <summary>The spans, as parameters.</summary>
    public string Parameters => string.Join(", ", Spans.Select(static span => $"global::System.ReadOnlySpan<{span.Type}> {InputPlan.Escaped(span.Name)}"));

    /// <summary>The spans, as the library takes them.</summary>
    public string Value => $"new {ArithmeticWriter.Name}.Inputs({string.Join(", ", Spans.Select(static span => InputPlan.Escaped(span.Name)))})";

    /// <summary>One span of steps, as the library takes it.</summary>
    public static string ValueOfSteps(string inputs) => $"new global::RnnGen.Networks.StepInputs<StepInput>({inputs})";

    /// <summary>The spans of gradients, as parameters, each with a comma behind it.</summary>
    public string GradientParameters => string.Concat(Floats.Select(static input => $"global::System.Span<float> {InputPlan.Escaped(input.Gradients)} = default, "));

    /// <summary>The spans of gradients, as the library takes them.</summary>
    public string GradientValue => Floats.Any()
        ? $"new {ArithmeticWriter.Name}.InputGradients({string.Join(", ", Floats.Select(static input => InputPlan.Escaped(input.Gradients)))})"
        : "new global::RnnGen.Networks.JoinedInputGradients(default, 0)";

    /// <summary>The inputs that take floats.</summary>
    public IEnumerable<FloatInput> Floats => plan.Inputs.OfType<FloatInput>();

    /// <summary>The documentation of the spans.</summary>
    /// <param name="places">The dimensions of the places, with a comma behind each; or empty for one.</param>
    /// <param name="count">Their number.</param>
    public string Documentation(string places, string count) => string.Concat(Spans.Select(span =>
        $"/// <param name=\"{span.Name}\">{span.Documentation(places, count)}</param>\n"));

    /// <summary>The documentation of the spans of gradients.</summary>
    public string GradientDocumentation => string.Concat(Floats.Select(static input =>
        $"/// <param name=\"{input.Gradients}\">Of <c>{input.Argument}</c>, in its layout, added to (padding: nothing); or empty, if they are not wanted.</param>\n"));

    private IEnumerable<InputSpan> Spans => plan.Inputs.SelectMany(static input => input.Spans);
}
