using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;

namespace RnnGen.Memory;

/// <summary>
/// Whether a workspace or a tape is in use: a second call at the same time throws, instead of giving wrong numbers, and so does one after it was disposed of. A field of
/// what it guards; a copy guards nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ExclusiveUse
{
    private const int Free = 0;
    private const int InUse = 1;
    private const int Ended = 2;

    private int _state;

    /// <summary>Begins a use, which lasts until the result is disposed of.</summary>
    /// <param name="argument">The name of the workspace or tape.</param>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Scope Begin(string argument)
    {
        int state = Interlocked.CompareExchange(ref _state, InUse, Free);
        if (state != Free)
        {
            Throw(state, argument);
        }

        return new Scope(ref _state);
    }

    /// <summary>Ends all use: later calls throw. May be called again.</summary>
    /// <param name="argument">The name of the workspace or tape.</param>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    internal void End(string argument)
    {
        int state = Interlocked.CompareExchange(ref _state, Ended, Free);
        if (state == InUse)
        {
            Throw(state, argument);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int state, string argument)
    {
        if (state == Ended)
        {
            throw new ObjectDisposedException(argument, $"'{argument}' was disposed of.");
        }

        throw new InvalidOperationException($"'{argument}' is in use by another call: a {argument} serves one call at a time. Make one for every thread.");
    }

    /// <summary>A use, from its beginning to its end.</summary>
    public readonly ref struct Scope : IDisposable
    {
        private readonly ref int _state;

        internal Scope(ref int state) => _state = ref state;

        /// <summary>Ends the use.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => Volatile.Write(ref _state, Free);
    }
}
