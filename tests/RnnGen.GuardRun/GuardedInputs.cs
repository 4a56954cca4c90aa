using System;

namespace RnnGen.GuardRun;

/// <summary>The calls of networks of several inputs, with each span between unreadable pages; the last bag ends where its page does.</summary>
internal sealed class GuardedInputs : GuardedCase
{
    private static readonly int[][] Batches = [[1], [3, 2], [0, 4], [5, 5, 4], [4, 4, 4, 4], [10, 9, 10, 8, 10, 7, 10], [6, 5, 4, 3, 2, 1, 0]];

    public override string Name => "several inputs";

    public override void Run(GuardedMemory memory)
    {
        memory.FreeSince(memory.Start);
        var network = new GuardedJoined.Tagger();
        network.Initialize(3);
        var gradients = new GuardedJoined.Tagger.Gradients();
        var bag = new GuardedJoined.Bag();
        bag.Initialize(3);
        var nested = new GuardedJoined.Nested();
        nested.Initialize(3);
        var nestedGradients = new GuardedJoined.Nested.Gradients();
        nint mark = memory.Mark;
        foreach (int steps in (int[])[0, 1, 2, 7, 24, 25])
        {
            RunOneStream(memory, network, bag, nested, steps);
            memory.FreeSince(mark);
        }

        foreach (int[] lengths in Batches)
        {
            foreach (SequenceLayout layout in Enum.GetValues<SequenceLayout>())
            {
                RunMany(memory, network, gradients, nested, nestedGradients, lengths, layout);
                memory.FreeSince(mark);
            }
        }
    }

    private void RunOneStream(GuardedMemory memory, GuardedJoined.Tagger network, GuardedJoined.Bag bag, GuardedJoined.Nested nested, int steps)
    {
        Inputs inputs = new(memory, steps);
        Span<GuardedJoined.Tagger.State> state = memory.Of<GuardedJoined.Tagger.State>(1);
        network.Run(
            inputs.Words, inputs.Chars, inputs.CharsOffsets, inputs.Shape, inputs.Tags, inputs.TagsOffsets, memory.Of<float>(steps * GuardedJoined.Tagger.OutputSize), ref state[0]);
        GuardedJoined.Bag.State none = default;
        bag.Run(inputs.Chars, inputs.CharsOffsets, memory.Of<float>(steps * GuardedJoined.Bag.OutputSize), ref none);
        Inputs one = new(memory, 1);
        network.Step(
            one.Words, one.Chars, one.CharsOffsets, one.Shape, one.Tags, one.TagsOffsets, memory.Of<float>(GuardedJoined.Tagger.OutputSize), ref state[0]);
        Span<GuardedJoined.Nested.State> nestedState = memory.Of<GuardedJoined.Nested.State>(1);
        nested.Run(
            inputs.Tags, inputs.TagsOffsets, inputs.Shape, inputs.Chars, inputs.CharsOffsets, memory.Of<float>(steps * GuardedJoined.Nested.OutputSize), ref nestedState[0]);
        nested.Step(one.Tags, one.TagsOffsets, one.Shape, one.Chars, one.CharsOffsets, memory.Of<float>(GuardedJoined.Nested.OutputSize), ref nestedState[0]);
        Calls += 5;
    }

    private void RunMany(
        GuardedMemory memory, GuardedJoined.Tagger network, GuardedJoined.Tagger.Gradients gradients, GuardedJoined.Nested nested,
        GuardedJoined.Nested.Gradients nestedGradients, int[] lengths, SequenceLayout layout)
    {
        int steps = 1;
        foreach (int length in lengths)
        {
            steps = Math.Max(steps, length);
        }

        Inputs inputs = new(memory, steps * lengths.Length);
        Span<float> outputs = memory.Of<float>(inputs.Words.Length * GuardedJoined.Tagger.OutputSize), shapeGradients = memory.Of<float>(inputs.Shape.Length);
        Span<GuardedJoined.Tagger.State> states = memory.Of<GuardedJoined.Tagger.State>(lengths.Length), stateGradients = memory.Of<GuardedJoined.Tagger.State>(lengths.Length);
        Span<float> nestedOutputs = memory.Of<float>(inputs.Words.Length * GuardedJoined.Nested.OutputSize);
        Span<GuardedJoined.Nested.State> nestedStates = memory.Of<GuardedJoined.Nested.State>(lengths.Length);
        Span<int> guardedLengths = memory.Of<int>(lengths.Length);
        lengths.CopyTo(guardedLengths);
        foreach (int threads in (int[])[1, 3])
        {
            var workspace = new GuardedJoined.Tagger.Workspace(threads, lengths.Length, threads);
            network.Run(
                inputs.Words, inputs.Chars, inputs.CharsOffsets, inputs.Shape, inputs.Tags, inputs.TagsOffsets, outputs, states, workspace, guardedLengths, layout);
            network.Run(inputs.Words, inputs.Chars, inputs.CharsOffsets, inputs.Shape, inputs.Tags, inputs.TagsOffsets, outputs, states, workspace, default, layout);
            ((IDisposable)workspace).Dispose();
            var tape = new GuardedJoined.Tagger.Tape(steps, lengths.Length, threads);
            gradients.Clear();
            network.Forward(
                inputs.Words, inputs.Chars, inputs.CharsOffsets, inputs.Shape, inputs.Tags, inputs.TagsOffsets, outputs, states, tape, guardedLengths, layout);
            network.Backward(outputs, tape, gradients, shapeGradients, stateGradients);
            network.Backward(outputs, tape, gradients);
            ((IDisposable)tape).Dispose();
            var nestedWorkspace = new GuardedJoined.Nested.Workspace(threads, lengths.Length, threads);
            nested.Run(
                inputs.Tags, inputs.TagsOffsets, inputs.Shape, inputs.Chars, inputs.CharsOffsets, nestedOutputs, nestedStates, nestedWorkspace, guardedLengths, layout);
            ((IDisposable)nestedWorkspace).Dispose();
            var nestedTape = new GuardedJoined.Nested.Tape(steps, lengths.Length, threads);
            nestedGradients.Clear();
            nested.Forward(
                inputs.Tags, inputs.TagsOffsets, inputs.Shape, inputs.Chars, inputs.CharsOffsets, nestedOutputs, nestedStates, nestedTape, guardedLengths, layout);
            nested.Backward(nestedOutputs, nestedTape, nestedGradients, shapeGradients);
            ((IDisposable)nestedTape).Dispose();
            Calls += 9;
        }
    }

    private readonly ref struct Inputs
    {
        public Inputs(GuardedMemory memory, int places)
        {
            Words = memory.Of<int>(places);
            for (int place = 0; place < places; place++)
            {
                Words[place] = place % GuardedNetworks.Vocabulary;
            }

            Shape = memory.Of<float>(places * 3);
            Fill(Shape, places);
            CharsOffsets = Offsets(memory, places, 3);
            TagsOffsets = Offsets(memory, places, 2);
            Chars = Ids(memory, CharsOffsets[^1]);
            Tags = Ids(memory, TagsOffsets[^1]);
        }

        public Span<int> Words { get; }

        public Span<int> Chars { get; }

        public Span<int> CharsOffsets { get; }

        public Span<float> Shape { get; }

        public Span<int> Tags { get; }

        public Span<int> TagsOffsets { get; }

        private static Span<int> Offsets(GuardedMemory memory, int places, int most)
        {
            Span<int> offsets = memory.Of<int>(places + 1);
            for (int place = 0; place < places; place++)
            {
                offsets[place + 1] = offsets[place] + ((place + 1) % (most + 1));
            }

            return offsets;
        }

        private static Span<int> Ids(GuardedMemory memory, int count)
        {
            Span<int> ids = memory.Of<int>(count);
            for (int index = 0; index < count; index++)
            {
                ids[index] = GuardedNetworks.Vocabulary - 1 - (index % GuardedNetworks.Vocabulary);
            }

            return ids;
        }
    }
}
