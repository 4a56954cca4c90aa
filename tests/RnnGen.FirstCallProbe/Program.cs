using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RnnGen.FirstCallProbe;

// Makes the first calls of some emitted cells in this process and prints what the runtime did for them:
//     allocated cell call bytes           (for every cell and kind of call)
//     compiled tier type::method          (for every method compiled on the calling thread meanwhile, but for this program's own)
// Exit code 1 if the runtime's events did not arrive.

using var listener = new JitListener();
FirstCalls[] cells =
[
    new FirstCalls<Cells.Lstm1x8, Cells.Lstm1x8.State, Cells.Lstm1x8.Workspace>(),
    new FirstCalls<Cells.Lstm1x16, Cells.Lstm1x16.State, Cells.Lstm1x16.Workspace>(),
    new FirstCalls<Cells.Lstm3x19, Cells.Lstm3x19.State, Cells.Lstm3x19.Workspace>(),
    new FirstCalls<Cells.Lstm1x40, Cells.Lstm1x40.State, Cells.Lstm1x40.Workspace>(),
    new FirstCalls<Cells.Lstm16x64, Cells.Lstm16x64.State, Cells.Lstm16x64.Workspace>(),
    new FirstCalls<Cells.Lstm5x21Precise, Cells.Lstm5x21Precise.State, Cells.Lstm5x21Precise.Workspace>(),
    new FirstCalls<Cells.Lstm7x45Fast, Cells.Lstm7x45Fast.State, Cells.Lstm7x45Fast.Workspace>(),
    new FirstCalls<Cells.Lstm100x256, Cells.Lstm100x256.State, Cells.Lstm100x256.Workspace>(),
    new FirstCalls<Cells.Gru1x8, Cells.Gru1x8.State, Cells.Gru1x8.Workspace>(),
    new FirstCalls<Cells.Gru3x19ResetBefore, Cells.Gru3x19ResetBefore.State, Cells.Gru3x19ResetBefore.Workspace>(),
    new FirstCalls<Cells.Gru9x48ComplementReset, Cells.Gru9x48ComplementReset.State, Cells.Gru9x48ComplementReset.Workspace>(),
    new FirstCalls<Cells.Gru16x64, Cells.Gru16x64.State, Cells.Gru16x64.Workspace>(),
    new FirstCalls<Cells.Rnn3x19, Cells.Rnn3x19.State, Cells.Rnn3x19.Workspace>(),
    new FirstCalls<Cells.Rnn16x64Relu, Cells.Rnn16x64Relu.State, Cells.Rnn16x64Relu.Workspace>(),
];

// The first call of all is not counted: with another process on its core the runtime allocates 12336 bytes on its thread (tests of today's runtime, with and without
// vectors), and not in any later call.
new FirstCalls<Cells.Rnn1x8, Cells.Rnn1x8.State, Cells.Rnn1x8.Workspace>().Make();

var allocated = new AllocatedBytes[cells.Length];
Mark.First();
for (int i = 0; i < cells.Length; i++)
{
    allocated[i] = cells[i].Make();
}

Mark.Last();

// Events come on a thread of their own, some time later; those of one thread in order.
var patience = Stopwatch.StartNew();
while (!listener.Methods.Any(IsLast))
{
    if (patience.Elapsed > TimeSpan.FromMinutes(1))
    {
        Console.Error.WriteLine("The runtime's events did not arrive.");
        return 1;
    }

    Thread.Sleep(10);
}

foreach ((FirstCalls cell, AllocatedBytes bytes) in cells.Zip(allocated))
{
    Console.WriteLine($"allocated {cell.Name} Step {bytes.Step}");
    Console.WriteLine($"allocated {cell.Name} Run {bytes.Run}");
    Console.WriteLine($"allocated {cell.Name} StepOfStreams {bytes.StepOfStreams}");
    Console.WriteLine($"allocated {cell.Name} RunOfStreams {bytes.RunOfStreams}");
}

long thread = listener.Methods.Single(IsLast).ThreadId;
IEnumerable<JittedMethod> between = listener.Methods
    .Where(method => method.ThreadId == thread)
    .SkipWhile(method => !IsFirst(method))
    .Skip(1)
    .TakeWhile(method => !IsLast(method));
foreach (JittedMethod method in between)
{
    Console.WriteLine($"compiled {method.Tier} {method.Type}::{method.Name}");
}

return 0;

static bool IsFirst(JittedMethod method) => method.Type == typeof(Mark).FullName && method.Name == nameof(Mark.First);

static bool IsLast(JittedMethod method) => method.Type == typeof(Mark).FullName && method.Name == nameof(Mark.Last);
