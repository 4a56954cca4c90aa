using System;
using RnnGen.Training;

namespace RnnGen.GuardRun;

/// <summary>What trains over flat spans: optimisers, whose moments are as long as the parameters and are walked with them, losses and clipping.</summary>
internal sealed class GuardedTraining : GuardedCase
{
    public override string Name => "Training";

    public override void Run(GuardedMemory memory)
    {
        for (int count = 1; count <= 40; count++)
        {
            Update(memory, new Sgd(count, 0.1f, momentum: 0.9f), count);
            Update(memory, new Adam(count), count);
            Update(memory, new AdamW(count), count);
            Update(memory, new RmsProp(count), count);
            memory.FreeSince(memory.Start);
            Span<float> outputs = memory.Of<float>(count), targets = memory.Of<float>(count), gradients = memory.Of<float>(count), logits = memory.Of<float>(3 * count);
            Span<float> logitGradients = memory.Of<float>(3 * count);
            Span<int> labels = memory.Of<int>(3);
            Fill(outputs, count);
            Loss.BinaryCrossEntropy(outputs, targets, gradients);
            Loss.SquaredError(outputs, targets, gradients);
            Loss.AbsoluteError(outputs, targets, gradients);
            Loss.CrossEntropy(logits, labels, logitGradients);
            GradientClipping.ByNorm(gradients, 0.1);
            GradientClipping.ByValue(gradients, 0.1f);
            Calls += 10;
            memory.FreeSince(memory.Start);
        }
    }

    private static void Update(GuardedMemory memory, Optimizer optimizer, int count)
    {
        Span<float> parameters = memory.Of<float>(count), gradients = memory.Of<float>(count);
        Fill(gradients, count);
        optimizer.Step(parameters, gradients);
        optimizer.Step(parameters, gradients);
    }
}
