using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace RnnGen.Package.Tests;

/// <summary>The symbols inside an assembly.</summary>
/// <param name="Documents">The paths of its sources.</param>
/// <param name="SourceLink">Where debuggers find them: SourceLink's JSON, or null.</param>
internal sealed record AssemblySymbols(IReadOnlyList<string> Documents, string? SourceLink)
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    /// <summary>Reads them.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static AssemblySymbols Read(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        DebugDirectoryEntry entry = file.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader symbols = provider.GetMetadataReader();
        string? sourceLink = symbols.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(symbols.GetCustomDebugInformation)
            .Where(information => symbols.GetGuid(information.Kind) == SourceLinkKind)
            .Select(information => Encoding.UTF8.GetString(symbols.GetBlobBytes(information.Value)))
            .SingleOrDefault();
        return new AssemblySymbols(
            [.. symbols.Documents.Select(document => symbols.GetString(symbols.GetDocument(document).Name))],
            sourceLink);
    }
}
