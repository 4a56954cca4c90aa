using System;
using System.CommandLine;
using System.IO;
using RnnGen.Formats;
using RnnGen.Import;

namespace RnnGen.Tool.Commands;

/// <summary><c>rnngen convert</c></summary>
internal static class ConvertCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> file = CommandParts.ModelFile();
        Option<string> output = CommandParts.Output("the safetensors file to write", "MODEL.safetensors");
        output.Required = true;
        Option<bool> force = CommandParts.Force();
        var command = new TaughtCommand(
            "convert",
            "Writes the weights of a model file as safetensors, under the names of the declaration.",
            """
            The tensors are float32 in PyTorch's layout: the declared network loads them without RnnGen.Import, and PyTorch does, too. The output is written whole or
            not at all. safetensors has no place for options of layers (activations, clips, directions): keep the declaration. It also stands in the output's
            metadata, under "declaration".

            Examples:
              rnngen convert amp.nam -o amp.safetensors
              rnngen convert checkpoint.pt -o model.safetensors --force
            """)
        {
            file, output, force,
        };
        command.SetAction(line => Run(line, line.GetRequiredValue(file), line.GetRequiredValue(output), line.GetValue(force)));
        return command;
    }

    private static int Run(ParseResult line, string path, string output, bool force)
    {
        FileProblem.CheckOutput(output, force);
        ModelFile file = FileProblem.Open(path);
        var writer = new SafetensorsWriter();
        file.CopyTo(writer);
        writer.SetMetadata("source_format", file.Format.ToString());
        writer.SetMetadata("declaration", file.Description.Declare(TypeName.Of(path)));
        FileProblem.Write(output, writer.Save);
        line.InvocationConfiguration.Error.WriteLine(FormattableString.Invariant($"written: {output}, {file.Names.Count} tensors, {new FileInfo(output).Length:N0} bytes"));
        return ExitCode.Success;
    }
}
