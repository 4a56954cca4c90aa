using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <summary>Every diagnostic of RnnGen. Ids are never reused; each has a section in <c>docs/diagnostics.md</c> (a test compiles what stands there).</summary>
internal static class DiagnosticDescriptors
{
    /// <summary>The page whose anchors are the ids.</summary>
    public const string HelpPage = "https://github.com/rnngen/rnngen/blob/main/docs/diagnostics.md";

    private const string Category = "RnnGen";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "RNN0001",
        "A cell type and the types around it must be partial",
        "'{0}' must be partial so that '{1}' can be generated: add the 'partial' modifier to it");

    public static readonly DiagnosticDescriptor StaticType = Error(
        "RNN0002",
        "A cell type cannot be static",
        "'{0}' is static, but a cell is an object that holds its parameters: remove the 'static' modifier");

    public static readonly DiagnosticDescriptor SizeOutOfRange = Error(
        "RNN0003",
        "A size is out of range",
        "'{0}' is {1}; it must be from {2} to {3}");

    public static readonly DiagnosticDescriptor UndefinedValue = Error(
        "RNN0004",
        "A value is not defined by its enum",
        "'{0}' has the value {1}, which its enum does not define: use one of the enum's members");

    public static readonly DiagnosticDescriptor SeveralCells = Error(
        "RNN0005",
        "A type can be only one cell, or one network",
        "'{0}' has more than one attribute of a cell or network: keep one of them, and declare another type for each other");

    public static readonly DiagnosticDescriptor ProjectionOutOfRange = Error(
        "RNN0006",
        "A projection is out of range",
        "'Projection' is {0}; it must be at least 1 and smaller than the {1} hidden units, or 0 for no projection");

    public static readonly DiagnosticDescriptor OptionsConflict = Error(
        "RNN0007",
        "Options cannot be combined",
        "'{0}' cannot be combined with '{1}', since {2}: change one of them");

    public static readonly DiagnosticDescriptor ConstantNotTaken = Error(
        "RNN0008",
        "An activation function does not take this constant",
        "'{0}' is given, but {1} does not take it: remove it, or choose a function that takes it");

    public static readonly DiagnosticDescriptor ConstantOutOfRange = Error(
        "RNN0009",
        "A constant of an activation function is out of range",
        "'{0}' is {1}; for {2} it must be {3}");

    public static readonly DiagnosticDescriptor UnusableNumber = Error(
        "RNN0010",
        "An option is not a usable number",
        "'{0}' is {1}; it must be {2}");

    public static readonly DiagnosticDescriptor LayerWithoutNetwork = Error(
        "RNN0011",
        "A layer belongs to a network",
        "'{0}' has layers, but no [Network] attribute: {1}");

    public static readonly DiagnosticDescriptor NoLayers = Error(
        "RNN0012",
        "A network has layers",
        "'{0}' has no layers: add a layer attribute behind [Network], such as [LstmLayer(input: 100, hidden: 256)]");

    public static readonly DiagnosticDescriptor SizesDiffer = Error(
        "RNN0013",
        "The sizes of neighbouring layers do not meet",
        "'{0}' is {1}, but {2} gives {3}: make them equal, or leave '{0}' out");

    public static readonly DiagnosticDescriptor UnknownInput = Error(
        "RNN0014",
        "The first layer must know what it takes",
        "What '{0}' takes is not known: say it, as in [Network(input: 100)], or begin with an [EmbeddingLayer]");

    public static readonly DiagnosticDescriptor LayerOrder = Error(
        "RNN0015",
        "Layers cannot stand in this order",
        "{0} cannot come after {1}, since {2}: change their order, or remove one of them");

    public static readonly DiagnosticDescriptor LayerName = Error(
        "RNN0016",
        "The name of a layer cannot be used",
        "The name '{0}' cannot be used, since {1}: choose another 'Name'");

    public static readonly DiagnosticDescriptor FileLocal = Error(
        "RNN0017",
        "A cell type and the types around it cannot be file-local",
        "'{0}' is file-local, but '{1}' is generated in a file of its own: remove the 'file' modifier");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "RNN0018",
        "A name is taken that a generated member needs",
        "{0} and the generated {1} cannot both be in '{2}': rename {0}");

    public static readonly DiagnosticDescriptor LanguageVersion = Error(
        "RNN0019",
        "The C# version is too old for generated code",
        "What is generated for '{0}' needs C# {1}, but the project is compiled as C# {2}: set <LangVersion> to {1} or higher in the project file, or remove it");

    public static readonly DiagnosticDescriptor LargeState = Warning(
        "RNN0020",
        "A state is too large for an array, and large for the stack",
        "A state of '{0}' takes {1} bytes, more than the {2} that .NET takes into an array, and much for a local variable: keep each in a field of a class, or choose fewer hidden units");

    public static readonly DiagnosticDescriptor LayersInParts = Error(
        "RNN0021",
        "The layers of a network stand on one part of its type",
        "This layer of '{0}' stands on another part of the type than [Network], so that the order of the layers is not known: move it there");

    public static readonly DiagnosticDescriptor NoInstructionSet = new(
        "RNN0022",
        "NativeAOT compiles for old processors unless told otherwise",
        "'PublishAot' is set, but 'IlcInstructionSet' is not, so that NativeAOT compiles cells for 128-bit vectors without fused multiply-add: set <IlcInstructionSet>x86-64-v3</IlcInstructionSet> in the project file",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: null,
        HelpLink("RNN0022"),
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor DerivedCell = Error(
        "RNN0023",
        "A cell cannot derive from a cell",
        "'{0}' derives from '{1}', which is a cell or network itself, and whose generated members its own would hide: make the one a field of the other");

    public static readonly DiagnosticDescriptor NotSeen = Error(
        "RNN0025",
        "A declaration needs what the generator cannot see",
        "Nothing is generated for '{0}', since the value of '{1}' is not known while RnnGen runs: another generator adds it, a model file gives it, or it depends on itself; write the value here, or put it into a constant of your own");

    public static readonly DiagnosticDescriptor InternalError = Error(
        "RNN0026",
        "RnnGen failed on a declaration",
        "RnnGen failed on '{0}', for which nothing is generated; other declarations are not affected. Please report it with the declaration: {1}");

    public static readonly DiagnosticDescriptor NoFinalState = Error(
        "RNN0030",
        "Only a recurrent layer has a final state",
        "'FinalState' is the state of the layer before it, but that is {0}: put it right behind an [LstmLayer], [GruLayer] or [RnnLayer], or use 'LastStep'");

    public static readonly DiagnosticDescriptor LastStepFromEnd = Create(
        "RNN0031",
        "The last step of a layer that reads from the end is not its final state",
        "At the last step {0} has read only that step: for the final state, as PyTorch's h_n and Keras give it, put [PoolingLayer(Pooling.FinalState)] here",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor TiedTo = Error(
        "RNN0034",
        "Tied weights need an embedding of their shape",
        "'TieTo' cannot be '{0}', since {1}: name an [EmbeddingLayer] with as many tokens as this layer has outputs, and as many floats as it takes");

    public static readonly DiagnosticDescriptor NotNested = Error(
        "RNN0035",
        "A type cannot be a layer of a network",
        "'{0}' cannot read the sequences of this layer, since {1}: it must be another [Network] of this project that takes token ids and pools");

    public static readonly DiagnosticDescriptor NoSuchModel = Error(
        "RNN0040",
        "The project has no such model file",
        "No model file of the project is named '{0}'; it has {1}: add <RnnModel Include=\"path\" /> to the project file, which references the package RnnGen.Build");

    public static readonly DiagnosticDescriptor SeveralModels = Error(
        "RNN0041",
        "Several model files have this name",
        "'{0}' names {1}: write more of the path");

    public static readonly DiagnosticDescriptor ModelWithLayers = Error(
        "RNN0042",
        "A model file gives all layers",
        "'{0}' has layer attributes, but 'Model' takes the layers from '{1}': remove the attributes, or write 'WeightsFile' in place of 'Model'");

    public static readonly DiagnosticDescriptor IncompleteModel = Error(
        "RNN0043",
        "A model file does not say which layers it has",
        "'{0}' does not say all that a network needs ({1}): declare the layers, as in {2}");

    public static readonly DiagnosticDescriptor UnusableModel = Error(
        "RNN0044",
        "A model file holds what cannot be declared",
        "The layers of '{0}' cannot be declared: {1}");

    public static readonly DiagnosticDescriptor WeightsDiffer = Error(
        "RNN0045",
        "A layer has not the size of its weights",
        "{0} in {1} is {2}; {3} needs {4}{5}");

    public static readonly DiagnosticDescriptor WeightsMissing = Error(
        "RNN0046",
        "The weights of a layer are not in its file",
        "{0} is not in {1}; {2} needs it, of shape {3}; the file has {4}{5}");

    public static readonly DiagnosticDescriptor WeightsUnread = Error(
        "RNN0047",
        "A layer does not read all of its weights",
        "{0} in {1} would not be read by {2}{3}");

    public static readonly DiagnosticDescriptor NoConstructor = Error(
        "RNN0048",
        "Create needs a constructor",
        "'{0}' cannot be created by 'Create', since {1}: give it a constructor without parameters");

    public static readonly DiagnosticDescriptor DescriptionOfAnotherVersion = Error(
        "RNN0049",
        "A model file was described by another version",
        "The description of '{0}' is not one that this version of RnnGen reads: reference the packages RnnGen and RnnGen.Build in the same version");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, description: null, HelpLink(id));

    private static string HelpLink(string id) => $"{HelpPage}#{id.ToLowerInvariant()}";
}
