using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>Damaged and hostile files are refused by one clear error, quickly and in little memory.</summary>
public sealed class OnnxHostileTests(ITestOutputHelper output)
{
    public static TheoryData<string> Cases =>
        [.. ImportCase.Of("hostile").Where(static one => one.Name.StartsWith("onnx_", StringComparison.Ordinal)).Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hostile_files_are_refused(string name)
    {
        ImportCase one = ImportCase.Of("hostile").Single(one => one.Name == name);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();
        Exception? fault = Record.Exception(() => ModelFile.Open(one.Path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64 << 20) + new FileInfo(one.Path).Length);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 2);
        if (fault is null)
        {
            // Names are data: what they say must not become code.
            Assert.Equal("value-or-refuse", one.Expect);
            ModelFile file = ModelFile.Open(one.Path);
            Assert.DoesNotContain("Process", file.Description.Declare("Model"));
            Assert.NotNull(DeclaredModels.Load(new System.Collections.Generic.Dictionary<string, ModelFile> { [name] = file })[name]);
            return;
        }

        var refusal = Assert.IsType<ModelFormatException>(fault);
        output.WriteLine(refusal.Message);
        Assert.Contains(one.Path, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
