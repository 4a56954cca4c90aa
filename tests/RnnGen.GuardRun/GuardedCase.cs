using System;
using System.Linq;

namespace RnnGen.GuardRun;

/// <summary>A cell or a network whose calls are made in guarded memory.</summary>
internal abstract class GuardedCase
{
    private const string Cell = "ITrainableCell`5";
    private const string Network = "ITrainableNetwork`6";
    private const string CausalNetwork = "ICausalNetwork`4";

    /// <summary>Its type's name.</summary>
    public abstract string Name { get; }

    /// <summary>Calls so far.</summary>
    public long Calls { get; protected set; }

    /// <summary>The cases of all types that are declared in a class.</summary>
    public static GuardedCase[] In(Type declarations) =>
        [.. declarations.GetNestedTypes().Where(static type => type.GetInterfaces().Any(IsTrainable)).OrderBy(static type => type.MetadataToken).Select(Create)];

    /// <summary>Makes every call that the type has, with batches of many shapes.</summary>
    /// <param name="memory">Where its buffers are.</param>
    public abstract void Run(GuardedMemory memory);

    /// <summary>Makes the calls of a stream at other rates, whose states lie between unreadable pages.</summary>
    /// <param name="memory">Where the buffers are.</param>
    /// <param name="model">The model.</param>
    /// <param name="lengths">Steps of a call.</param>
    protected void RunAtOtherRates(GuardedMemory memory, IModel model, int[] lengths)
    {
        foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
        {
            foreach (double ratio in (double[])[0.5, 1, 2.5])
            {
                nint mark = memory.Mark;
                IModelStream stream = new RateCorrection(1, ratio, interpolation).CreateStream(model);
                nint streamMark = memory.Mark;
                foreach (int steps in lengths)
                {
                    Span<float> input = memory.Of<float>(model.InputSize), output = memory.Of<float>(model.OutputSize);
                    Span<float> inputs = memory.Of<float>(steps * model.InputSize);
                    Span<float> outputs = memory.Of<float>((model.HasOutputPerStep ? steps : 1) * model.OutputSize);
                    Fill(input, 1);
                    Fill(inputs, steps);
                    stream.Step(input, output);
                    stream.Run(inputs, outputs);
                    Calls += 2;
                    memory.FreeSince(streamMark);
                }

                memory.FreeSince(mark);
            }
        }
    }

    /// <summary>Fills a buffer with numbers.</summary>
    protected static void Fill(Span<float> values, int seed)
    {
        uint state = (uint)seed + 0x9E3779B9;
        foreach (ref float value in values)
        {
            state = (state * 1664525) + 1013904223;
            value = (state >> 8) * (2f / (1 << 24)) - 1f;
        }
    }

    private static bool IsTrainable(Type type) => type.Name is Cell or Network && type.Namespace == "RnnGen";

    private static GuardedCase Create(Type type)
    {
        Type trainable = type.GetInterfaces().Single(IsTrainable);
        Type definition = trainable.Name == Cell ? typeof(GuardedCell<,,,,>)
            : type.GetInterfaces().Any(static other => other.Name == CausalNetwork) ? typeof(GuardedCausalNetwork<,,,,,>)
            : typeof(GuardedNetwork<,,,,,>);
        return (GuardedCase)Activator.CreateInstance(definition.MakeGenericType(trainable.GetGenericArguments()))!;
    }
}
