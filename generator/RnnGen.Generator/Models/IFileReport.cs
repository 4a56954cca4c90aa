using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Models;

/// <summary>Takes problems of a declaration with the model file that it names.</summary>
internal interface IFileReport
{
    /// <summary>Reports at the argument that names the file.</summary>
    void AtFile(DiagnosticDescriptor descriptor, params object[] arguments);

    /// <summary>Reports at a layer's attribute.</summary>
    /// <param name="layer">Which of the layer attributes; -1 for the attribute that names the file.</param>
    /// <param name="descriptor">The problem.</param>
    /// <param name="arguments">Those of its message.</param>
    void AtLayer(int layer, DiagnosticDescriptor descriptor, params object[] arguments);
}
