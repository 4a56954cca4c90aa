using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;

namespace RnnGen.Memory;

/// <summary>
/// Whether a workspace or a tape is in use: a second call at the same time throws, instead of giving wrong numbers. A field of what it guards; a copy guards
/// nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ExclusiveUse
{
    private int _isInUse;

    /// <summary>Begins a use, which lasts until the result is disposed of.</summary>
    /// <param name="argument">The name of the workspace or tape.</param>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Scope Begin(string argument)
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
        {
            ThrowInUse(argument);
        }

        return new Scope(ref _isInUse);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowInUse(string argument) =>
        throw new InvalidOperationException($"'{argument}' is in use by another call: a {argument} serves one call at a time. Make one for every thread.");

    /// <summary>A use, from its beginning to its end.</summary>
    public readonly ref struct Scope : IDisposable
    {
        private readonly ref int _isInUse;

        internal Scope(ref int isInUse) => _isInUse = ref isInUse;

        /// <summary>Ends the use.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => Volatile.Write(ref _isInUse, 0);
    }
}
