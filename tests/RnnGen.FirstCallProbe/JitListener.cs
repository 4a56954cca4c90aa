using System;
using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Threading;

namespace RnnGen.FirstCallProbe;

/// <summary>Hears from the runtime of every method that it compiles, and at which tier.</summary>
internal sealed class JitListener : EventListener
{
    private const string RuntimeSource = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords JitKeyword = (EventKeywords)0x10;

    /// <summary>The event MethodLoadVerbose.</summary>
    private const int MethodLoadVerbose = 143;

    /// <summary>Where the tier stands in the event's MethodFlags: three bits.</summary>
    private const int TierShift = 7;

    private readonly Lock _lock = new();
    private readonly List<JittedMethod> _methods = [];

    /// <summary>The methods compiled so far, in order.</summary>
    public JittedMethod[] Methods
    {
        get
        {
            lock (_lock)
            {
                return [.. _methods];
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == RuntimeSource)
        {
            EnableEvents(eventSource, EventLevel.Verbose, JitKeyword);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId != MethodLoadVerbose)
        {
            return;
        }

        var method = new JittedMethod(
            (string)Value(eventData, "MethodNamespace"),
            (string)Value(eventData, "MethodName"),
            (JitTier)(((uint)Value(eventData, "MethodFlags") >> TierShift) & 7),
            eventData.OSThreadId);

        // The base constructor already enables events: before the fields have their values.
        if (_lock is not null && _methods is not null)
        {
            lock (_lock)
            {
                _methods.Add(method);
            }
        }
    }

    private static object Value(EventWrittenEventArgs eventData, string name) =>
        eventData.Payload![eventData.PayloadNames!.IndexOf(name)]!;
}
