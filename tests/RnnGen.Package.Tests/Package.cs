using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;

namespace RnnGen.Package.Tests;

/// <summary>A package's file, read.</summary>
internal sealed class Package
{
    /// <summary>What every package has of itself, for NuGet.</summary>
    private static readonly string[] PackagingParts = ["_rels/", "package/", "[Content_Types].xml"];

    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Reads a package.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="path">Its file.</param>
    public Package(string id, string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(static entry => !PackagingParts.Any(entry.FullName.StartsWith)))
        {
            using Stream stream = entry.Open();
            var content = new MemoryStream();
            stream.CopyTo(content);
            _files.Add(entry.FullName, content.ToArray());
        }

        Metadata = XDocument.Load(new MemoryStream(_files[$"{id}.nuspec"])).Root!.Elements().Single();
    }

    /// <summary>What the nuspec says.</summary>
    public XElement Metadata { get; }

    /// <summary>The names of its files, in ordinal order.</summary>
    public IEnumerable<string> Files => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>The names of its assemblies.</summary>
    public IEnumerable<string> Assemblies => Files.Where(static file => file.EndsWith(".dll", StringComparison.Ordinal));

    /// <summary>A file's bytes.</summary>
    public byte[] this[string file] => _files[file];

    /// <summary>An element of the nuspec.</summary>
    public XElement Element(string name) => Metadata.Elements().Single(element => element.Name.LocalName == name);
}
