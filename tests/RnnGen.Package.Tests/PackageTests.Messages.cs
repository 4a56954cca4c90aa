using System;
using System.Linq;
using Xunit;

namespace RnnGen.Package.Tests;

// What the package says of a project while it is restored, built or published.
public sealed partial class PackageTests
{
    private const string DebugMessage = "message RNNGEN001:";
    private const string InstructionSetMessage = "message RNN0022:";

    /// <summary>NuGet names the package and what it is for; without that the user would get CS0246 of a namespace that is not there.</summary>
    [Theory]
    [InlineData("net9.0")]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    [InlineData("net48")]
    [InlineData("net10.0;net8.0")]
    public void A_project_for_an_older_framework_is_told_that_the_package_is_not_for_it(string frameworks)
    {
        using var project = packages.CreateProject("older");
        project.Write("App.csproj", Project(frameworks, Reference));
        string output = project.Fail("restore");

        Assert.Contains($"error NU1202: Package RnnGen {packages.Version} is not compatible with {frameworks.Split(';')[^1]}", output);
        Assert.Contains("supports: net10.0", output);
    }

    /// <summary>The library of two frameworks has the package only where it can; the application gets it, and its properties, through the library.</summary>
    [Fact]
    public void A_debug_build_says_once_where_cells_are_compiled_that_they_are_slow()
    {
        using var project = packages.CreateProject("debug");

        project.Write(
            "Library/Library.csproj",
            Project("netstandard2.0;net10.0", Reference.Replace("<PackageReference", "<PackageReference Condition=\"'$(TargetFramework)' == 'net10.0'\"")));
        project.Write("Library/Cell.cs", "#if NET\n[RnnGen.LstmCell(3, 5)]\npublic sealed partial class Cell;\n#endif\n");
        project.Write("App.csproj", Project("net10.0", "<Compile Remove=\"Library/**\" /><ProjectReference Include=\"Library/Library.csproj\" />"));
        project.Write("Program.cs", "System.Console.WriteLine(Cell.HiddenSize);\n");
        project.Run("restore");

        string first = project.Run("build", "--no-restore");
        string again = project.Run("build", "--no-restore");
        project.Write("Library/Cell.cs", "#if NET\n[RnnGen.LstmCell(3, 6)]\npublic sealed partial class Cell;\n#endif\n");
        string terminal = project.Run("build", "--no-restore", "-tl:on");
        project.Write("Library/Cell.cs", "#if NET\n[RnnGen.LstmCell(3, 7)]\npublic sealed partial class Cell;\n#endif\n");
        string silenced = project.Run("build", "--no-restore", "-p:RnnGenDebugMessage=false");
        project.Write("Library/Cell.cs", "#if NET\n[RnnGen.LstmCell(3, 8)]\npublic sealed partial class Cell;\n#endif\n");
        string optimized = project.Run("build", "--no-restore", "-p:Optimize=true");
        string properties = project.Run("msbuild", "-getItem:CompilerVisibleProperty");

        Assert.Contains("Library.csproj", Assert.Single(Lines(first, DebugMessage)));
        Assert.Contains("<RnnGenDebugMessage>false</RnnGenDebugMessage>", first);
        Assert.Contains("<Optimize>true</Optimize>", first);
        Assert.Contains("RnnGen: the cells of Library", terminal);
        Assert.All([again, silenced, optimized], static text => Assert.Empty(Lines(text, DebugMessage)));
        // (The terminal logger also prints the names of targets that take long, and one of them ends with "Warning".)
        Assert.Contains("0 Warning(s)", first);
        Assert.DoesNotContain("warning(s)", terminal);
        Assert.Contains("\"IlcInstructionSet\"", properties);
    }

    /// <summary>The target alone: publishing takes a minute. <see cref="Native_code_for_any_processor_is_within_the_tolerance"/> finds it there, too.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(true, "-p:RuntimeIdentifier=win-x86")]
    [InlineData(false, "-p:RuntimeIdentifier=linux-arm64")]
    [InlineData(false, "-p:IlcInstructionSet=x86-64-v3")]
    [InlineData(false, "-p:RnnGenInstructionSetMessage=false")]
    [InlineData(false, "-p:PublishAot=false")]
    public void A_publish_for_any_x86_processor_says_what_to_set(bool isSaid, params string[] arguments)
    {
        string output = packages.RunTarget("_RnnGenInstructionSetMessage", ["-p:PublishAot=true", "-p:RuntimeIdentifier=linux-x64", .. arguments]);

        Assert.Equal(isSaid ? 1 : 0, Lines(output, InstructionSetMessage).Length);
        if (isSaid)
        {
            Assert.Contains("<IlcInstructionSet>x86-64-v3</IlcInstructionSet>", output);
            Assert.Contains("<RnnGenInstructionSetMessage>false</RnnGenInstructionSetMessage>", output);
        }
    }

    private string Reference => $"<PackageReference Include=\"RnnGen\" Version=\"[{packages.Version}]\" />";

    private static string Project(string frameworks, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType Condition="'$(MSBuildProjectName)' == 'App'">Exe</OutputType>
            <TargetFramework{(frameworks.Contains(';') ? "s" : "")}>{frameworks}</TargetFramework{(frameworks.Contains(';') ? "s" : "")}>
            <Nullable>enable</Nullable>
            <LangVersion>14.0</LangVersion>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    private static string[] Lines(string output, string text) =>
        [.. output.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal))];
}
