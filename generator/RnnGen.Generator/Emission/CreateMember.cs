using RnnGen.Generator.Model;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The method that gives a cell or network with the weights that are in the assembly.</summary>
internal static class CreateMember
{
    /// <summary>Writes it, where there are weights.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="type">The user's type.</param>
    /// <param name="weights">The weights, or null.</param>
    /// <param name="hasConstraints">Whether constraints of labels are given at construction.</param>
    public static void Write(SourceWriter writer, TypeSpec type, EmbeddedSpec? weights, bool hasConstraints = false)
    {
        if (weights is null)
        {
            return;
        }

        string file = UserText.Documentation(weights.File);
        string self = type.Declaration.Self;
        string mode = weights.IsWhole ? "WholeFile" : "Module";
        (string parameter, string value, string documentation) = hasConstraints
            ? ("global::RnnGen.CrfConstraints? constraints = null", " { Constraints = constraints }", "\n/// <param name=\"constraints\">Which labels may follow which; null for any.</param>")
            : ("", "()", "");
        writer.WriteLine($$"""
            /// <summary>{{(weights.IsPending
                ? $"Creates one with the weights of <c>{file}</c>, whose layers are known once the project has been built."
                : $"Creates one with the weights of <c>{file}</c>, which are in this assembly.")}}</summary>{{documentation}}
            /// <exception cref="global::System.InvalidOperationException">The assembly was put together without them.</exception>
            {{CellFrame.GeneratedCode}}
            public static {{self}} Create({{parameter}}) =>
                global::RnnGen.Formats.EmbeddedWeights.Load(new {{self}}{{value}}, {{LiteralOf(weights.Resource)}}, global::RnnGen.LoadMode.{{mode}});

            """);
    }

    /// <summary>The resource's name: what the build puts before that of the model may be read.</summary>
    private static string LiteralOf(string resource)
    {
        const string start = "RnnModel/";
        return resource.StartsWith(start, System.StringComparison.Ordinal)
            ? $"\"{start}{UserText.Literal(resource.Substring(start.Length)).Substring(1)}"
            : UserText.Literal(resource);
    }
}
