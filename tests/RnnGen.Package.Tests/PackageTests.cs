using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Package.Tests;

/// <summary>
/// What a user gets: the packages hold what they should, and a strict project outside this tree builds from them, runs, and gives the same
/// floats as native code.
/// </summary>
public sealed partial class PackageTests(PackedPackages packages, ITestOutputHelper log) : IClassFixture<PackedPackages>
{
    /// <summary>What a lack of fused multiply-add may change: the tolerance of the design for many steps.</summary>
    private const double Tolerance = 2e-6;

    /// <summary>SourceLink's name of the root of the sources.</summary>
    private const string MappedRoot = "/_/";

    [Fact]
    public void RnnGen_brings_the_library_its_documentation_the_generator_its_properties_and_targets()
    {
        // Every project of generator/ is for the compiler or the editor.
        string[] generators = [.. Directory.EnumerateFiles(Path.Combine(packages.Sources.Root, "generator"), "*.csproj", SearchOption.AllDirectories)
            .Select(static path => $"analyzers/dotnet/cs/{Path.GetFileNameWithoutExtension(path)}.dll")];
        Assert.Contains("analyzers/dotnet/cs/RnnGen.Generator.dll", generators);
        string[] expected =
        [
            "LICENSE", "README.md", "RnnGen.nuspec", "buildTransitive/net10.0/RnnGen.props", "buildTransitive/net10.0/RnnGen.targets", "icon.png", "lib/net10.0/RnnGen.dll", "lib/net10.0/RnnGen.xml", .. generators,
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), packages.Read("RnnGen").Files);
    }

    [Fact]
    public void RnnGen_Reference_brings_the_library_and_its_documentation()
    {
        Assert.Equal(
            ["LICENSE", "README.md", "RnnGen.Reference.nuspec", "icon.png", "lib/net10.0/RnnGen.Reference.dll", "lib/net10.0/RnnGen.Reference.xml"],
            packages.Read("RnnGen.Reference").Files);
    }

    [Fact]
    public void RnnGen_Build_brings_targets_and_a_converter_with_all_that_it_needs()
    {
        Package package = packages.Read("RnnGen.Build");
        Assert.Equal(
            [
                "LICENSE", "README.md", "RnnGen.Build.nuspec", "build/RnnGen.Build.props", "build/RnnGen.Build.targets", "icon.png",
                "tools/net10.0/Google.Protobuf.dll", "tools/net10.0/PureHDF.dll", "tools/net10.0/RnnGen.Build.deps.json", "tools/net10.0/RnnGen.Build.dll",
                "tools/net10.0/RnnGen.Build.runtimeconfig.json", "tools/net10.0/RnnGen.Import.dll", "tools/net10.0/RnnGen.dll",
            ],
            package.Files);
        Assert.Equal("true", package.Element("developmentDependency").Value);
        Assert.Contains("\"rollForward\": \"Major\"", Encoding.UTF8.GetString(package["tools/net10.0/RnnGen.Build.runtimeconfig.json"]));
    }

    [Theory]
    [InlineData("RnnGen")]
    [InlineData("RnnGen.Reference")]
    [InlineData("RnnGen.Build")]
    public void A_package_depends_on_nothing_and_says_what_it_is(string id)
    {
        Package package = packages.Read(id);

        Assert.DoesNotContain(package.Metadata.Descendants(), static element => element.Name.LocalName == "dependency");
        Assert.Equal("MIT", package.Element("license").Value);
        Assert.Equal("expression", package.Element("license").Attribute("type")!.Value);
        Assert.Equal("README.md", package.Element("readme").Value);
        Assert.Equal("icon.png", package.Element("icon").Value);
        Assert.Equal(packages.Version, package.Element("version").Value);
        Assert.Equal(PackedPackages.Repository, package.Element("projectUrl").Value);
        Assert.Contains("CHANGELOG.md", package.Element("releaseNotes").Value);
        Assert.NotEmpty(package.Element("description").Value);
        Assert.Contains("lstm", package.Element("tags").Value.Split(' '));
        Assert.Equal(PackedPackages.Repository, package.Element("repository").Attribute("url")!.Value);
        Assert.Equal(packages.Sources.Commit, package.Element("repository").Attribute("commit")!.Value);
    }

    [Theory]
    [InlineData("RnnGen")]
    [InlineData("RnnGen.Reference")]
    [InlineData("RnnGen.Build")]
    public void A_package_s_page_and_icon_work_on_nuget_org(string id)
    {
        Package package = packages.Read(id);
        string page = Encoding.UTF8.GetString(package["README.md"]);
        byte[] icon = package["icon.png"];

        Assert.All(Link().Matches(page), static link => Assert.StartsWith("https://", link.Groups[1].Value, StringComparison.Ordinal));
        Assert.NotEmpty(Link().Matches(page));
        Assert.Equal("PNG"u8, icon.AsSpan(1, 3));
        Assert.Equal(256, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
        Assert.Equal(256, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));
    }

    [Theory]
    [InlineData("RnnGen")]
    [InlineData("RnnGen.Reference")]
    public void Symbols_say_where_the_sources_are(string id)
    {
        Package package = packages.Read(id);
        string source = PackedPackages.Repository.Replace("https://github.com", "https://raw.githubusercontent.com");

        Assert.All(package.Assemblies, assembly =>
        {
            var symbols = AssemblySymbols.Read(package[assembly]);
            Assert.Equal($$$"""{"documents":{"{{{MappedRoot}}}*":"{{{source}}}/{{{packages.Sources.Commit}}}/*"}}""", symbols.SourceLink);
            Assert.All(symbols.Documents, static document => Assert.StartsWith(MappedRoot, document, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_same_sources_give_the_same_files_in_another_directory()
    {
        Package package = packages.Read(packages.Sources, "RnnGen");
        Package copy = packages.Read(packages.Copy, "RnnGen");

        Assert.Equal(package.Files, copy.Files);
        Assert.All(package.Files, file => Assert.True(package[file].AsSpan().SequenceEqual(copy[file]), $"{file} differs."));
    }

    [Fact]
    public void Packing_warns_of_nothing_with_a_remote_or_without_one()
    {
        var tree = new SourceTree(Path.Combine(packages.Copy.Root, "..", "without a remote"));
        string output = packages.Pack(tree, "RnnGen.Reference");

        Assert.Null(AssemblySymbols.Read(packages.Read(tree, "RnnGen.Reference")["lib/net10.0/RnnGen.Reference.dll"]).SourceLink);
        Assert.All([packages.PackOutput, packages.CopyPackOutput, output], static text =>
        {
            Assert.Contains("Successfully created package", text);
            Assert.DoesNotContain("warning", text);
        });
    }

    [Fact]
    public void A_change_of_the_public_surface_that_is_not_written_down_is_an_error()
    {
        string project = packages.Copy.Project("RnnGen.Reference");
        string file = Path.Combine(project, "NotWrittenDown.cs");
        string surface = Path.Combine(project, "PublicAPI.Unshipped.txt");
        string before = File.ReadAllText(surface);
        File.WriteAllText(file, "namespace RnnGen.Reference;\n\n/// <summary>New.</summary>\npublic static class NotWrittenDown;\n");
        File.AppendAllText(surface, "RnnGen.Reference.NotThere\n");
        try
        {
            string output = ChildProcess.FailDotnet(packages.Copy.Root, "build", project, "-c", "Release");

            Assert.Contains("error RS0016: Symbol 'RnnGen.Reference.NotWrittenDown'", output);
            Assert.Contains("error RS0017: Symbol 'RnnGen.Reference.NotThere'", output);
        }
        finally
        {
            File.Delete(file);
            File.WriteAllText(surface, before);
        }
    }

    [Fact]
    public void A_strict_project_builds_from_the_packages_and_runs()
    {
        ConsumerOutput output = packages.JitOutput;
        log.WriteLine(output.Header);

        Assert.Contains("Jit=True", output.Header);
        Assert.Equal(8 + 13 + 64 + 256 + 15 + 40, output.Lines.Count);
    }

    [Fact]
    public void A_wrong_declaration_is_an_error_of_the_analyzer_in_the_package() =>
        Assert.Matches("Cells\\.cs\\([0-9,]+\\): error RNN[0-9]{4}: ", packages.BuildBroken("WRONG_DECLARATION"));

    /// <summary>All of a project at once, and what another diagnostic would fix is left alone.</summary>
    [Fact]
    public void The_code_fixes_of_the_package_mend_declarations()
    {
        const string fixedSource = """
            using RnnGen;

            namespace Consumer;

            [LstmCell(3)]
            internal sealed partial class Encoder;

            internal static partial class Container
            {
                [GruCell(5)]
                internal sealed partial class Decoder;
            }

            [RnnCell(5)]
            internal static partial class Filter;

            """;

        string broken = fixedSource.Replace("sealed partial class Encoder", "sealed class Encoder").Replace("static partial class Container", "static class Container");
        Assert.Equal(fixedSource, packages.ApplyCodeFixes("RNN0001", broken));
    }

    [NativeAotFact(InstructionSet = "x86-64-v3")]
    public void Native_code_for_AVX2_gives_the_bits_of_the_JIT() =>
        RequireTheBitsOfTheJit("x86-64-v3", "Jit=False Vector512=False Vector256=True Fma=True");

    [NativeAotFact(InstructionSet = "x86-64-v4")]
    public void Native_code_for_AVX512_gives_the_bits_of_the_JIT() =>
        RequireTheBitsOfTheJit("x86-64-v4", "Jit=False Vector512=True Vector256=True Fma=True");

    [NativeAotFact]
    public void Native_code_for_any_processor_is_within_the_tolerance()
    {
        NativeRun native = Publish(instructionSet: null);
        double difference = native.Output.LargestDifference(packages.JitOutput);
        log.WriteLine($"largest difference: {difference:E1}");

        Assert.Contains("Jit=False", native.Output.Header);
        Assert.Contains("build_property.PublishAot = true", native.CompilerOptions);
        Assert.Contains("build_property.IlcInstructionSet = ", native.CompilerOptions);
        bool isX86 = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
        Assert.Equal(isX86 ? 1 : 0, Lines(native.PublishOutput, InstructionSetMessage).Length);
        Assert.Equal(packages.JitOutput.Lines.Count, native.Output.Lines.Count);
        Assert.InRange(difference, 0, Tolerance);
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();

    private void RequireTheBitsOfTheJit(string instructionSet, string header)
    {
        NativeRun native = Publish(instructionSet);

        Assert.Contains(header, native.Output.Header);
        Assert.Contains("build_property.PublishAot = true", native.CompilerOptions);
        Assert.Contains($"build_property.IlcInstructionSet = {instructionSet}", native.CompilerOptions);
        Assert.Empty(Lines(native.PublishOutput, InstructionSetMessage));
        Assert.Equal(packages.JitOutput.Lines, native.Output.Lines);
    }

    private NativeRun Publish(string? instructionSet)
    {
        NativeRun native = packages.PublishAndRun(instructionSet);
        log.WriteLine($"JIT:    {packages.JitOutput.Header}");
        log.WriteLine($"native: {native.Output.Header}; {native.Size / 1e6:F1} MB");
        return native;
    }
}
