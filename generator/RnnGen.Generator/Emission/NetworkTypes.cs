using System;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>The nested types of a network that it computes with: its layers, its state (of one stream, and of many), its workspace.</summary>
internal sealed class NetworkTypes(SourceWriter writer, NetworkPlan plan)
{
    /// <summary>Writes them.</summary>
    public void Write()
    {
        WriteLayers();
        WriteState();
        WriteStates();
        WriteWorkspace();
    }

    private void WriteLayers()
    {
        writer.WriteLine("/// <summary>The parameters, and the cells that read them.</summary>");
        using (writer.WriteBlock("private sealed class Layers"))
        {
            writer.WriteLine($"internal readonly global::RnnGen.Memory.AlignedBuffer Parameters = new({Number(plan.ParameterFloats)});");
            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($"internal readonly {cell.Type} {cell.Member};");
            }

            if (plan.Cells.Count > 0)
            {
                writer.WriteLine();
                using (writer.WriteBlock("internal Layers()"))
                {
                    foreach (CellInstance cell in plan.Cells)
                    {
                        writer.WriteLine($"{cell.Member} = new(Parameters.Slice({Number(cell.Offset)}, {Number(cell.Floats)}));");
                    }
                }
            }

            foreach (LayerPlan layer in plan.Layers)
            {
                layer.WriteParts(writer);
            }
        }

        writer.WriteLine();
    }

    private void WriteState()
    {
        writer.WriteLine($$"""
            /// <summary>
            /// What one stream carries from step to step: the states of all layers, in place, no heap. The default is zeros. An assignment copies it: keep a
            /// rest state, and assign it to start anew.
            /// </summary>
            {{StateMembers.Attributes(plan.Type)}}
            public struct State : global::RnnGen.INetworkState<State>
            """);
        using (writer.WriteBlock())
        {
            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($"internal {cell.Type}.State {cell.StateField};");
            }

            if (Kept is not null)
            {
                writer.WriteLine("internal long PooledCount;");
                writer.WriteLine("private PooledRow _pooled;");
            }

            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($$"""

                    /// <summary>The state of {{cell.Description}}.</summary>
                    [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
                    public ref {{cell.Type}}.State {{cell.StateMember}} => ref {{cell.StateField}};
                    """);
            }

            if (Kept is { } kept)
            {
                writer.WriteLine($$"""

                    [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
                    internal global::System.Span<{{kept.ElementType}}> Pooled => RnnMemory::MemoryMarshal.CreateSpan(ref RnnUnsafe.As<PooledRow, {{kept.ElementType}}>(ref _pooled), {{Number(kept.Floats)}});
                    """);
            }

            StateMembers.WriteLayers(writer, plan.StateRows);
            StateMembers.Write(writer, plan.Fingerprint, plan.StateRows, Kept);
        }

        writer.WriteLine();
        if (Kept is not null)
        {
            writer.WriteLine($$"""
                [RnnCompiler::InlineArray({{Number(Kept.Floats)}})]
                private struct PooledRow
                {
                    private {{Kept.ElementType}} _element;
                }

                """);
        }
    }

    private PooledRow? Kept => plan.Pooled;

    private void WriteStates()
    {
        writer.WriteLine("/// <summary>The states of many streams, layer by layer, in the order of a batch.</summary>");
        using (writer.WriteBlock("internal sealed class LayerStates"))
        {
            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($"internal readonly {cell.Type}.State[] {cell.Member};");
            }

            if (Kept is not null)
            {
                writer.WriteLine($"internal readonly {Kept.ElementType}[] Pooled;");
                writer.WriteLine("internal readonly long[] PooledCounts;");
            }

            writer.WriteLine();
            using (writer.WriteBlock("internal LayerStates(int streams)"))
            {
                foreach (CellInstance cell in plan.Cells)
                {
                    writer.WriteLine($"{cell.Member} = new {cell.Type}.State[streams];");
                }

                if (Kept is not null)
                {
                    writer.WriteLine($"Pooled = new {Kept.ElementType}[streams * {Number(Kept.Floats)}];");
                    writer.WriteLine("PooledCounts = new long[streams];");
                }
            }

            writer.WriteLine();
            using (writer.WriteBlock("internal void Clear()"))
            {
                foreach (CellInstance cell in plan.Cells)
                {
                    writer.WriteLine($"global::System.Array.Clear({cell.Member});");
                }

                if (Kept is not null)
                {
                    writer.WriteLine("global::System.Array.Clear(Pooled);");
                    writer.WriteLine("global::System.Array.Clear(PooledCounts);");
                }
            }

            writer.WriteLine();
            WriteTransfer("Take", "global::System.ReadOnlySpan<State>", static (inner, outer) => $"{inner} = {outer};", intoStates: false);
            writer.WriteLine();
            WriteTransfer("Return", "global::System.Span<State>", static (inner, outer) => $"{outer} = {inner};", intoStates: true);
        }

        writer.WriteLine();
    }

    private void WriteTransfer(string name, string states, Func<string, string, string> assign, bool intoStates)
    {
        using (writer.WriteBlock($"internal void {name}(RnnNetworks::SequenceBatch batch, {states} states)"))
        {
            if (plan.Cells.Count == 0 && Kept is null)
            {
                return;
            }

            using (writer.WriteBlock("for (int rank = 0; rank < states.Length; rank++)"))
            {
                writer.WriteLine(intoStates ? "ref State state = ref states[batch.StreamOf(rank)];" : "State state = states[batch.StreamOf(rank)];");
                foreach (CellInstance cell in plan.Cells)
                {
                    writer.WriteLine(assign($"{cell.Member}[rank]", $"state.{cell.StateField}"));
                }

                if (Kept is not null)
                {
                    string row = $"global::System.MemoryExtensions.AsSpan(Pooled, rank * {Number(Kept.Floats)}, {Number(Kept.Floats)})";
                    writer.WriteLine(assign("PooledCounts[rank]", "state.PooledCount"));
                    writer.WriteLine(intoStates ? $"{row}.CopyTo(state.Pooled);" : $"state.Pooled.CopyTo({row});");
                }
            }
        }
    }

    private void WriteWorkspace()
    {
        string steps = plan.IsCausal ? "Steps that go through all layers at a time: longer sequences go in pieces." : "The most steps of a sequence: a layer reads it from its end, too.";
        writer.WriteLine($$"""
            /// <summary>Scratch memory for sequences of many streams: made once, used by one call at a time.</summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Workspace
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"internal {CellFrame.ExclusiveUse} Use;");
            writer.WriteLine("internal readonly RnnNetworks::SequenceBatch Batch;");
            writer.WriteLine("internal readonly LayerStates States;");
            foreach ((string name, string type, string _) in plan.WorkspaceBuffers)
            {
                writer.WriteLine($"internal readonly {type} {name};");
            }

            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($"internal readonly {cell.Type}.Workspace {cell.Member};");
            }

            writer.WriteLine($$"""

                /// <summary>Creates a workspace.</summary>
                /// <param name="steps">{{steps}}</param>
                /// <param name="streams">The most streams it will serve at once.</param>
                /// <exception cref="global::System.ArgumentOutOfRangeException">A number is less than one, or the two are more than fit one array.</exception>
                public Workspace(int steps, int streams = 1)
                """);
            using (writer.WriteBlock())
            {
                writer.WriteLine($"""
                    int rows = RnnNetworks::NetworkArguments.CheckCapacity(steps, streams, {Number(plan.WidestRow)});
                    Steps = steps;
                    Streams = streams;
                    Batch = new(streams, rows);
                    States = new(streams);
                    """);
                foreach ((string name, string _, string value) in plan.WorkspaceBuffers)
                {
                    writer.WriteLine($"{name} = {value};");
                }

                foreach (CellInstance cell in plan.Cells)
                {
                    writer.WriteLine($"{cell.Member} = new(streams);");
                }
            }

            writer.WriteLine($$"""

                /// <summary>{{steps}}</summary>
                public int Steps { get; }

                /// <summary>The most streams it serves at once.</summary>
                public int Streams { get; }
                """);
        }

        if (plan.Training)
        {
            writer.WriteLine();
        }
    }
}
