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
