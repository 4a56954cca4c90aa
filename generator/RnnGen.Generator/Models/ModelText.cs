using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Models;

/// <summary>
/// Reads the descriptions of model files that <c>RnnGen.Build</c> writes, since a generator must not read files, and could not read these. A description is text:
/// a line a fact, with tabs between its fields, in which <c>\t</c>, <c>\n</c>, <c>\r</c> and <c>\\</c> are escaped.
/// <code>
/// rnngen-model 1
/// name     PATH IN THE PROJECT
/// resource NAME OF THE EMBEDDED WEIGHTS
/// unsaid   WHAT THE FILE DOES NOT SAY, IN WORDS
/// layer    ATTRIBUTE  THE ATTRIBUTE AS C#  PARAMETER:VALUE ...  PROPERTY=VALUE ...
/// module   PREFIX  SUFFIX
/// tensor   NAME  [SHAPE]
/// </code>
/// A value has a letter before it: i (integer or enum), b (0 or 1), f (float), s (text). Layers, and modules where their order is known, stand in the order in
/// which data goes through them.
/// </summary>
internal static class ModelText
{
    /// <summary>How the files' names end.</summary>
    public const string Extension = ".rnnmodel";

    /// <summary>The folder in <c>obj</c> below which they lie as the models lie in the project.</summary>
    public const string Folder = "/rnngen.models/";

    private const string FirstLine = "rnngen-model 1";

    /// <summary>Whether an additional file is a description.</summary>
    public static bool IsDescription(AdditionalText file) => file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a description.</summary>
    /// <param name="path">Where it is, which says which model it is of while it has not been written yet.</param>
    /// <param name="text">What it says; null or empty while it has not been written.</param>
    public static ModelDescription Parse(string path, string? text)
    {
        string file = NameOf(path);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ModelDescription(file, $"RnnModel/{file}.safetensors", ModelState.Pending);
        }

        string[] lines = text!.Replace("\r\n", "\n").Split('\n');
        return lines[0] == FirstLine && Read(lines) is { } description ? description : new ModelDescription(file, "", ModelState.OfAnotherVersion);
    }

    private static ModelDescription? Read(string[] lines)
    {
        string? name = null, resource = null;
        var unsaid = new List<string>();
        var layers = new List<DescribedLayer>();
        var modules = new List<DescribedModule>();
        var tensors = new List<DescribedTensor>();
        for (int index = 1; index < lines.Length; index++)
        {
            string[] fields = Array.ConvertAll(lines[index].Split('\t'), Unescaped);
            switch (fields[0], fields.Length)
            {
                case ("name", 2):
                    name = fields[1];
                    break;
                case ("resource", 2):
                    resource = fields[1];
                    break;
                case ("unsaid", 2):
                    unsaid.Add(fields[1]);
                    break;
                case ("layer", >= 3):
                    var arguments = new List<DescribedArgument>();
                    for (int field = 3; field < fields.Length; field++)
                    {
                        if (ReadArgument(fields[field]) is not { } argument)
                        {
                            return null;
                        }

                        arguments.Add(argument);
                    }

                    layers.Add(new DescribedLayer(fields[1], fields[2], new EquatableArray<DescribedArgument>(arguments)));
                    break;
                case ("module", 3):
                    modules.Add(new DescribedModule(fields[1], fields[2]));
                    break;
                case ("tensor", 3):
                    tensors.Add(new DescribedTensor(fields[1], fields[2]));
                    break;
                case ("", 1):
                    break;
                default:
                    return null;
            }
        }

        return name is null || resource is null ? null : new ModelDescription(name, resource, ModelState.Read)
        {
            Unsaid = new EquatableArray<string>(unsaid),
            Layers = new EquatableArray<DescribedLayer>(layers),
            Modules = new EquatableArray<DescribedModule>(modules),
            Tensors = new EquatableArray<DescribedTensor>(tensors),
        };
    }

    private static DescribedArgument? ReadArgument(string field)
    {
        int sign = field.IndexOfAny([':', '=']);
        if (sign < 0 || sign + 1 == field.Length)
        {
            return null;
        }

        string text = field.Substring(sign + 2);
        object? value = field[sign + 1] switch
        {
            'i' => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null,
            'f' => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number : null,
            'b' => text is "0" or "1" ? text == "1" : null,
            's' => text,
            _ => null,
        };
        return value is null ? null : new DescribedArgument(field.Substring(0, sign), field[sign] == '=', value);
    }

    private static string Unescaped(string field)
    {
        if (field.IndexOf('\\') < 0)
        {
            return field;
        }

        var text = new StringBuilder(field.Length);
        for (int index = 0; index < field.Length; index++)
        {
            bool isEscaped = field[index] == '\\' && index + 1 < field.Length;
            index += isEscaped ? 1 : 0;
            text.Append(!isEscaped ? field[index] : field[index] switch
            {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                var other => other,
            });
        }

        return text.ToString();
    }

    /// <summary>The path of a model in the project, which its description's path in <c>obj</c> ends with.</summary>
    private static string NameOf(string path)
    {
        string name = path.Replace('\\', '/');
        int folder = name.LastIndexOf(Folder, StringComparison.OrdinalIgnoreCase);
        int start = folder >= 0 ? folder + Folder.Length : name.LastIndexOf('/') + 1;
        return name.Substring(start, name.Length - start - Extension.Length);
    }
}
