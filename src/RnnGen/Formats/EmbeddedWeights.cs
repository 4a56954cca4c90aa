using System;
using System.Buffers;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Reflection;

namespace RnnGen.Formats;

/// <summary>
/// Weights that a build has put into an assembly: what the emitted <c>Create</c> loads. They are our safetensors, whatever the file was that they come from.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmbeddedWeights
{
    /// <summary>
    /// The key of the file's metadata that has the order of its cells and layers, where the model file knew it: a line each, prefix and suffix with a tab
    /// between them.
    /// </summary>
    private const string ModulesKey = "rnngen.modules";

    /// <summary>Notes the order of a model file's cells and layers in the weights that are made of it.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="modules">The cells and layers.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void SetModules(SafetensorsWriter weights, IReadOnlyList<TensorModule> modules)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(modules);
        weights.SetMetadata(ModulesKey, string.Join('\n', modules.Select(static module => $"{module.Prefix}\t{module.Suffix}")));
    }

    /// <summary>Loads a model from a resource of the assembly that has its type.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The assembly has no such resource.</exception>
    /// <exception cref="TensorFormatException">The resource does not have the model's weights.</exception>
    public static TModel Load<TModel>(TModel model, string resource, LoadMode mode)
        where TModel : class, IModel
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(resource);
        Assembly assembly = typeof(TModel).Assembly;
        using Stream stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException(
            $"{assembly.GetName().Name} has no resource '{resource}', which has the weights of {typeof(TModel).Name}: its project was built without the package "
            + "RnnGen.Build.");
        using ResourceMemory? memory = stream is UnmanagedMemoryStream mapped ? new ResourceMemory(mapped) : null;
        using SafetensorsFile file = memory is null ? SafetensorsFile.Open(stream, resource) : SafetensorsFile.Open(memory.Memory, resource);
        model.Load(new OrderedTensors(file), "", mode);
        return model;
    }

    /// <summary>A resource as it lies in the loaded assembly, at any address: it is copied from, and never read as floats in place.</summary>
    private sealed unsafe class ResourceMemory : MemoryManager<byte>
    {
        private readonly byte* _start;
        private readonly int _length;

        public ResourceMemory(UnmanagedMemoryStream stream)
        {
            _start = stream.PositionPointer;
            _length = checked((int)(stream.Length - stream.Position));
        }

        public override Span<byte> GetSpan() => new(_start, _length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

        public override void Unpin()
        {
            // It does not move.
        }

        protected override void Dispose(bool disposing)
        {
            // It is the assembly's.
        }
    }

    /// <summary>The tensors of a file, with the order of modules that its metadata has.</summary>
    private sealed class OrderedTensors(SafetensorsFile file) : ITensorParts
    {
        public string Name => file.Name;

        public IReadOnlyCollection<string>? Names => file.Names;

        public IReadOnlyList<TensorModule>? Modules { get; } = !file.Metadata.TryGetValue(ModulesKey, out string? lines) ? null
            : [.. from line in lines.Split('\n') let parts = line.Split('\t') where parts.Length == 2 select new TensorModule(parts[0], parts[1])];

        public bool Contains(string name) => file.Contains(name);

        public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) => file.Read(name, shape, destination);

        public void Check(string name, ReadOnlySpan<int> shape) => ((ITensorParts)file).Check(name, shape);

        public void ReadPart(string name, long start, Span<float> destination) => ((ITensorParts)file).ReadPart(name, start, destination);
    }
}
