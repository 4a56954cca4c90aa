using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>
/// What a code fix leaves alone: comments, directives, line ends, indentation. Each document has one diagnostic, and its text after the fix is known to the byte.
/// </summary>
public class CodeFixTextTests
{
    private const string After = "\npartial class Cell { }\n";

    /// <summary>Removed arguments: in the middle, last, alone on a line, behind and before comments.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(5, // units\n    ForgetBias = 1, // as in the paper\n    CoupledGates = true)] // why", "[RnnGen.LstmCell(5, // units\n    // as in the paper\n    CoupledGates = true)] // why")]
    [InlineData("[RnnGen.LstmCell(\n\t5,\n\tBias = false,\n\tForgetBias = 1)]", "[RnnGen.LstmCell(\n\t5,\n\tBias = false)]")]
    [InlineData("[RnnGen.LstmCell(\n    5, // units\n    Bias = false, // none\n    ForgetBias = 1 // as in the paper\n)]", "[RnnGen.LstmCell(\n    5, // units\n    Bias = false // none\n    // as in the paper\n)]")]
    [InlineData("[RnnGen.LstmCell(\n    5, // units\n    ForgetBias = 1,\n        Bias = false\n    )]", "[RnnGen.LstmCell(\n    5, // units\n        Bias = false\n    )]")]
    [InlineData("[RnnGen.LstmCell(5, Bias = false, /* a */ ForgetBias = 1 /* b */)]", "[RnnGen.LstmCell(5, Bias = false /* a */ /* b */)]")]
    [InlineData("[RnnGen.LstmCell(5, /* a */ ForgetBias = 1 /* b */ , /* c */ Bias = false)]", "[RnnGen.LstmCell(5, /* a */ /* b */ /* c */ Bias = false)]")]
    [InlineData("[RnnGen.LstmCell(5,ForgetBias=1,Bias=false)]", "[RnnGen.LstmCell(5,Bias=false)]")]
    [InlineData("[RnnGen.LstmCell( 5 , Bias = false , ForgetBias = 1 )]", "[RnnGen.LstmCell( 5 , Bias = false )]")]
    [InlineData("[RnnGen.LstmCell(5, ForgetBias = 1,\n    Bias = false)]", "[RnnGen.LstmCell(5,\n    Bias = false)]")]
    [InlineData("[RnnGen.LstmCell(5\n    , Bias = false\n    , ForgetBias = 1\n    )]", "[RnnGen.LstmCell(5\n    , Bias = false\n    )]")]
    [InlineData("[RnnGen.LstmCell(5, // units\n    GateAlpha = 1)]", "[RnnGen.LstmCell(5 // units\n    )]")]
    [InlineData("[System.Serializable, RnnGen.RnnCell(5, Alpha = 1), System.Obsolete]", "[System.Serializable, RnnGen.RnnCell(5), System.Obsolete]")]
    [InlineData("[System.Serializable] [RnnGen.RnnCell(5, Alpha = 1)] /* a */ [System.Obsolete]", "[System.Serializable] [RnnGen.RnnCell(5)] /* a */ [System.Obsolete]")]
    [InlineData("[RnnGen.LstmCell(\r\n\t5,\r\n\tForgetBias = 1,\t// a\r\n\tBias = false)]", "[RnnGen.LstmCell(\r\n\t5,\r\n\t// a\r\n\tBias = false)]")]
    [InlineData("[RnnGen.LstmCell(5,\n#region a\n    ForgetBias = 1,\n#endregion\n#pragma warning disable CS0168\n    Bias = false)]", "[RnnGen.LstmCell(5,\n#region a\n#endregion\n#pragma warning disable CS0168\n    Bias = false)]")]
    [InlineData("[RnnGen.LstmCell(5,\n    ForgetBias = 1,\n    Bias = false\n#if X\n    , Clip = 5\n#endif\n    )]", "[RnnGen.LstmCell(5,\n    Bias = false\n#if X\n    , Clip = 5\n#endif\n    )]")]
    public Task ARemovedArgument(string before, string after) => AssertFixed(before + After, after + After);

    /// <summary>Modifiers that are added and removed, and an attribute that is added.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(5)]\n#if X\npublic\n#else\ninternal\n#endif\nclass Cell { }", "[RnnGen.LstmCell(5)]\n#if X\npublic\n#else\ninternal\n#endif\npartial class Cell { }")]
    [InlineData("#if !X\n[RnnGen.LstmCell(5)]\ninternal\tsealed /* a */ class Cell { }\n#endif\n", "#if !X\n[RnnGen.LstmCell(5)]\ninternal\tsealed /* a */ partial class Cell { }\n#endif\n")]
    [InlineData("#region a\r\n\t/// <summary>A cell.</summary>\r\n\t[RnnGen.LstmCell(5)] // b\r\n\tinternal sealed\r\n\trecord\tCell\r\n\t{\r\n\t}\r\n#endregion\r\n", "#region a\r\n\t/// <summary>A cell.</summary>\r\n\t[RnnGen.LstmCell(5)] // b\r\n\tinternal sealed\r\n\tpartial record\tCell\r\n\t{\r\n\t}\r\n#endregion\r\n")]
    [InlineData("class Outer<T>\n    where T : class // a\n{\n#if X\n    int x;\n#endif\n    [RnnGen.LstmCell(5)] partial class Cell<U> { }\n}", "partial class Outer<T>\n    where T : class // a\n{\n#if X\n    int x;\n#endif\n    [RnnGen.LstmCell(5)] partial class Cell<U> { }\n}")]
    [InlineData("[RnnGen.LstmCell(5)] internal static /* a */ partial class Cell { }", "[RnnGen.LstmCell(5)] internal /* a */ partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5)] /* a */ static /* b */ internal partial class Cell { }", "[RnnGen.LstmCell(5)] /* a */ /* b */ internal partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5)]\r\nstatic // a\r\npartial class Cell { }", "[RnnGen.LstmCell(5)]\r\n// a\r\npartial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5)]\n\tinternal static\n\tpartial class Cell { }", "[RnnGen.LstmCell(5)]\n\tinternal\n\tpartial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5)]\n\tinternal\n\tstatic\n\tpartial class Cell { }", "[RnnGen.LstmCell(5)]\n\tinternal\n\tpartial class Cell { }")]
    [InlineData("#if X\n#endif\n// a\nfile/* b */sealed class Outer { }\nfile partial class Cell2 { [RnnGen.LstmCell(5)] internal partial class Cell { } }", "#if X\n#endif\n// a\nfile/* b */sealed class Outer { }\npartial class Cell2 { [RnnGen.LstmCell(5)] internal partial class Cell { } }")]
    [InlineData("[RnnGen.LstmCell(5)]\n#pragma warning disable CS0168\nstatic partial class Cell { }", "[RnnGen.LstmCell(5)]\n#pragma warning disable CS0168\npartial class Cell { }")]
    [InlineData("class Outer\r\n{\r\n\t/// <summary>A stack.</summary>\r\n\t/// <remarks>Of two.</remarks>\r\n\t[RnnGen.LstmLayer(3, 5)]\t// a\r\n\t[RnnGen.DenseLayer(2)]\r\n\tinternal sealed class Net { }\r\n}\r\n", "class Outer\r\n{\r\n\t/// <summary>A stack.</summary>\r\n\t/// <remarks>Of two.</remarks>\r\n\t[RnnGen.Network]\r\n\t[RnnGen.LstmLayer(3, 5)]\t// a\r\n\t[RnnGen.DenseLayer(2)]\r\n\tinternal sealed class Net { }\r\n}\r\n", false)]
    [InlineData("[System.Obsolete] /* a */ [RnnGen.LstmLayer(3, 5)] partial class Net { }", "[System.Obsolete] /* a */ [RnnGen.Network] [RnnGen.LstmLayer(3, 5)] partial class Net { }")]
    [InlineData("[System.Obsolete]\n  // a\n  [System.Serializable, RnnGen.LstmLayer(3, 5)]\npartial class Net { }", "[System.Obsolete]\n  // a\n  [RnnGen.Network]\n  [System.Serializable, RnnGen.LstmLayer(3, 5)]\npartial class Net { }")]
    [InlineData("#if !X\n[RnnGen.LstmLayer(3, 5)]\npartial class Net { }\n#endif", "#if !X\n[RnnGen.Network]\n[RnnGen.LstmLayer(3, 5)]\npartial class Net { }\n#endif")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer( /* a */ input : 4+\n\t5 /* b */, hidden: 5)] partial class Net { }", "[RnnGen.Network(3), RnnGen.LstmLayer( /* a */ input : 3 /* b */, hidden: 5)] partial class Net { }")]
    public Task AModifierOrAnAttribute(string before, string after, bool isWhole = true) => AssertFixed(before, after, isWhole);

    /// <summary>What changes would be right for one set of symbols only: there is no fix.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(5,\n#if !X\n    ForgetBias = 1,\n#endif\n    Bias = false)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, Bias = false\n#if !X\n    , ForgetBias = 1\n#endif\n    )] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, Bias = false,\n#if X\n    ForgetBias = 2\n#else\n    ForgetBias = 1\n#endif\n    )] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, Bias = false,\n#if X\n    Clip = 5,\n#endif\n    ForgetBias = 1)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, ForgetBias = 1\n#if X\n    + 1\n#endif\n    , Bias = false)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5)]\n#if !X\npublic class Cell\n#else\ninternal class Cell\n#endif\n{ }")]
    [InlineData("[RnnGen.LstmCell(5)]\n#if X\npublic\n#else\nsealed class Cell\n#endif\n{ }")]
    [InlineData("[RnnGen.LstmCell(5)]\n#if !X\nstatic\n#endif\npartial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5)]\n#if !X\ninternal static\n#else\ninternal\n#endif\npartial class Cell { }")]
    [InlineData("#if !X\nfile\n#endif\npartial class Outer { [RnnGen.LstmCell(5)] public partial class Cell { } }")]
    [InlineData("#if !X\n[RnnGen.LstmLayer(3, 5)]\n#else\n[RnnGen.LstmLayer(4, 5)]\n#endif\npartial class Net { }")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(input: 4\n#if X\n    + 1\n#endif\n    + 1, hidden: 5)] partial class Net { }")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(input: 4 /* a */ + 1, hidden: 5)] partial class Net { }")]
    public async Task WhereADirectiveOrACommentStandsInTheWayThereIsNoFix(string source)
    {
        Assert.Single(await CodeFixTests.AtFault(source));
        await CodeFixTests.Verify([source], [source]);
    }

    /// <summary>Fix All in a document, a project and a solution: all that can be fixed is, and the rest of every document is as it was.</summary>
    [Theory]
    [InlineData(
        "[RnnGen.LstmCell(5, // units\r\n\tGateAlpha = 1, // a\r\n\tGateBeta = 2,\r\n\tBias = false, /* b */ ForgetBias = 1)]\r\npartial class First { }\r\n#if !X\r\n[RnnGen.RnnCell(\r\n#if X\r\n\t6,\r\n#else\r\n\t5,\r\n#endif\r\n\tAlpha = 1, Beta = 1)]\r\npartial class Second { }\r\n#endif\r\n[RnnGen.RnnCell(5, Beta = 1 /* c */, Alpha = 1)] partial class Third { }\r\n",
        "[RnnGen.LstmCell(5, // units\r\n\t// a\r\n\tBias = false /* b */)]\r\npartial class First { }\r\n#if !X\r\n[RnnGen.RnnCell(\r\n#if X\r\n\t6,\r\n#else\r\n\t5,\r\n#endif\r\n\tAlpha = 1)]\r\npartial class Second { }\r\n#endif\r\n[RnnGen.RnnCell(5 /* c */)] partial class Third { }\r\n")]
    [InlineData(
        "class Outer // a\n{\n\t[RnnGen.LstmCell(5)] /* b */ class First { }\n#if X\n\tclass Other { }\n#endif\n\t[RnnGen.GruCell(5)]\n#if X\n\tpublic class Second\n#else\n\tinternal class Second\n#endif\n\t{\n\t}\n}\n",
        "partial class Outer // a\n{\n\t[RnnGen.LstmCell(5)] /* b */ partial class First { }\n#if X\n\tclass Other { }\n#endif\n\t[RnnGen.GruCell(5)]\n#if X\n\tpublic class Second\n#else\n\tinternal class Second\n#endif\n\t{\n\t}\n}\n")]
    [InlineData(
        "[RnnGen.LstmCell(5)]\nfile static\n\tpartial class First { } // a\n#region b\n[RnnGen.LstmCell(5)] static /* c */ file partial class Second { }\n#endregion\n",
        "[RnnGen.LstmCell(5)]\n\tpartial class First { } // a\n#region b\n[RnnGen.LstmCell(5)] /* c */ partial class Second { }\n#endregion\n")]
    public Task FixAllLeavesAllElse(string before, string after)
    {
        const string other = "// nothing here\r\nclass Nothing { }\n";
        return CodeFixTests.Verify([before, other, Renamed(before)], [after, other, Renamed(after)]);

        static string Renamed(string text) => text
            .Replace("First", "Fourth", StringComparison.Ordinal).Replace("Second", "Fifth", StringComparison.Ordinal)
            .Replace("Third", "Sixth", StringComparison.Ordinal).Replace("Outer", "Inner", StringComparison.Ordinal);
    }

    private static async Task AssertFixed(string before, string after, bool isWhole = true)
    {
        await CodeFixTests.Verify([before], [after]);
        Assert.Equal(isWhole, !(await CodeFixTests.AtFault(after)).Any());
        Assert.DoesNotContain(CSharpSyntaxTree.ParseText(after).GetDiagnostics(), static error => error.Severity == DiagnosticSeverity.Error);

        // With all comments, directives and line ends that were there, in their order.
        Assert.Equal(Kept(before), Kept(after).Where(static text => text is not "partial"));
    }

    private static IEnumerable<string> Kept(string text) => CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTrivia()
        .Where(static trivia => trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia))
        .Select(static trivia => trivia.ToFullString());
}
