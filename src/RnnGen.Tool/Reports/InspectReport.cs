using System.Collections.Generic;

namespace RnnGen.Tool.Reports;

/// <summary>
/// What <c>rnngen inspect</c> says of a file, and with <c>--json</c> writes as it stands here. Every field is always there: null, or an empty list, where there is
/// nothing to say. A field keeps its name and meaning as long as <see cref="Schema"/> is the same; new fields may come.
/// </summary>
internal sealed record InspectReport
{
    /// <summary>The version of these fields.</summary>
    public int Schema { get; } = 1;

    /// <summary>The file, as it was given.</summary>
    public required string File { get; init; }

    /// <summary>Bytes of the file; null where it is not there.</summary>
    public long? Bytes { get; init; }

    /// <summary>
    /// <c>fits</c>: its declaration runs it; <c>incomplete</c>: the file does not say all, see <see cref="Unsaid"/>; <c>refused</c>: damaged, or not to be run;
    /// <c>unreadable</c>: not there, or it cannot be read.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Of a file that is refused or unreadable, why.</summary>
    public ReportedError? Error { get; init; }

    /// <summary>The format, as <c>RnnGen.Import.ModelFormat</c> names it.</summary>
    public string? Format { get; init; }

    /// <summary>What a person must decide, because the file does not say it: one sentence each.</summary>
    public IReadOnlyList<string> Unsaid { get; init; } = [];

    /// <summary>Whether the network runs step by step: false where a layer reads every sequence from its end.</summary>
    public bool? StepByStep { get; init; }

    /// <summary>Trained numbers of all layers: of PyTorch's two biases a gate only their sum.</summary>
    public long? Parameters { get; init; }

    /// <summary>Samples a second that the model was trained for.</summary>
    public double? SampleRate { get; init; }

    /// <summary>What the model takes, in the file's order.</summary>
    public IReadOnlyList<ReportedPort> Inputs { get; init; } = [];

    /// <summary>What the model gives, in the file's order.</summary>
    public IReadOnlyList<ReportedPort> Outputs { get; init; } = [];

    /// <summary>The layers, from the first to the last.</summary>
    public IReadOnlyList<ReportedLayer> Layers { get; init; } = [];

    /// <summary>The tensors under RnnGen's names.</summary>
    public IReadOnlyList<ReportedTensor> Tensors { get; init; } = [];

    /// <summary>What else the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>Why a file is refused.</summary>
/// <param name="Message">The whole message: one line.</param>
/// <param name="Place">The node, layer or tensor at fault.</param>
/// <param name="Field">The attribute or field at fault.</param>
internal sealed record ReportedError(string Message, string? Place, string? Field);

/// <summary>An input or output.</summary>
/// <param name="Name">Its name in the file, or empty.</param>
/// <param name="Kind">As <c>RnnGen.Import.ModelInputKind</c> or <c>ModelOutputKind</c> names it.</param>
/// <param name="Size">Floats of a row, or tokens of the vocabulary.</param>
/// <param name="Shape">Its dimensions in the file's order, in words; or empty.</param>
/// <param name="Layer">Of a state, the layer; or empty.</param>
internal sealed record ReportedPort(string Name, string Kind, int Size, string Shape, string Layer);

/// <summary>A layer.</summary>
/// <param name="Name">Its name: what stands before its tensors' names.</param>
/// <param name="Kind">Embedding, Lstm, Gru, Rnn, Dense or Pooling.</param>
/// <param name="Input">Floats it takes, of an embedding tokens; null of a pooling.</param>
/// <param name="Output">Floats it gives; null of a pooling, which gives as many as it takes.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Declaration">The attribute that declares it.</param>
internal sealed record ReportedLayer(string Name, string Kind, int? Input, int? Output, long Parameters, string Declaration);

/// <summary>A tensor.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Elements">Its numbers.</param>
/// <param name="Layer">The layer that reads it; null where none of the file's layers does.</param>
internal sealed record ReportedTensor(string Name, IReadOnlyList<int> Shape, long Elements, string? Layer);
