using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Package.Tests;

/// <summary>
/// What a user gets: the packages hold what they should, and a strict project outside this tree builds from them, runs, and gives the same
/// floats as native code.
/// </summary>
public sealed class PackageTests(PackedPackages packages, ITestOutputHelper log) : IClassFixture<PackedPackages>
{
    /// <summary>What a lack of fused multiply-add may change: the tolerance of the design for many steps.</summary>
    private const double Tolerance = 2e-6;

    /// <summary>What every package has of itself, for NuGet.</summary>
    private static readonly string[] PackagingParts = ["_rels/", "package/", "[Content_Types].xml"];

    [Fact]
    public void RnnGen_brings_the_library_its_documentation_and_the_generator()
    {
        Assert.Equal(
            ["README.md", "RnnGen.nuspec", "analyzers/dotnet/cs/RnnGen.Generator.dll", "lib/net10.0/RnnGen.dll", "lib/net10.0/RnnGen.xml"],
            Contents("RnnGen"));
    }

    [Fact]
    public void RnnGen_Reference_brings_the_library_and_its_documentation()
    {
        Assert.Equal(
            ["README.md", "RnnGen.Reference.nuspec", "lib/net10.0/RnnGen.Reference.dll", "lib/net10.0/RnnGen.Reference.xml"],
            Contents("RnnGen.Reference"));
    }

    [Theory]
    [InlineData("RnnGen")]
    [InlineData("RnnGen.Reference")]
    public void A_package_depends_on_nothing_and_names_its_licence(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(packages.PackageFile(id));
        using Stream stream = package.GetEntry($"{id}.nuspec")!.Open();
        var manifest = XDocument.Load(stream);

        Assert.DoesNotContain(manifest.Descendants(), element => element.Name.LocalName == "dependency");
        XElement metadata = manifest.Root!.Elements().Single();
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal(packages.Version, Value(metadata, "version"));
        Assert.NotEmpty(Value(metadata, "description"));
    }

    [Fact]
    public void A_strict_project_builds_from_the_packages_and_runs()
    {
        ConsumerOutput output = packages.JitOutput;
        log.WriteLine(output.Header);

        Assert.Contains("Jit=True", output.Header);
        Assert.Equal(8 + 13 + 64 + 256 + 15 + 40, output.Lines.Count);
    }

    [NativeAotFact(NeedsAvx2 = true)]
    public void Native_code_for_AVX2_gives_the_bits_of_the_JIT()
    {
        ConsumerOutput native = packages.PublishAndRun("x86-64-v3");
        log.WriteLine($"JIT:    {packages.JitOutput.Header}");
        log.WriteLine($"native: {native.Header}");

        Assert.Contains("Jit=False Vector256=True Fma=True", native.Header);
        Assert.Equal(packages.JitOutput.Lines, native.Lines);
    }

    [NativeAotFact]
    public void Native_code_for_any_processor_is_within_the_tolerance()
    {
        ConsumerOutput native = packages.PublishAndRun(instructionSet: null);
        log.WriteLine($"JIT:    {packages.JitOutput.Header}");
        log.WriteLine($"native: {native.Header}");
        double difference = native.LargestDifference(packages.JitOutput);
        log.WriteLine($"largest difference: {difference:E1}");

        Assert.Contains("Jit=False", native.Header);
        Assert.Equal(packages.JitOutput.Lines.Count, native.Lines.Count);
        Assert.InRange(difference, 0, Tolerance);
    }

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    /// <summary>The files in a package, in ordinal order.</summary>
    private string[] Contents(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(packages.PackageFile(id));
        return
        [
            .. package.Entries.Select(entry => entry.FullName)
                .Where(name => !PackagingParts.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
    }
}
