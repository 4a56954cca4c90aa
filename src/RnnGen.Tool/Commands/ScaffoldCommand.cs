using System.CommandLine;
using System.Text.Json;
using RnnGen.Import;
using RnnGen.Tool.Reports;

namespace RnnGen.Tool.Commands;

/// <summary><c>rnngen scaffold</c></summary>
internal static class ScaffoldCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> file = CommandParts.ModelFile();
        Option<string> name = new Option<string>("--name") { Description = "the name of the class (without it: from the file's name)", HelpName = "TYPE" }
            .Checked(TypeName.ProblemOf);
        Option<string> inNamespace = new Option<string>("--namespace") { Description = "its namespace (without it: none)", HelpName = "NAMESPACE" }
            .Checked(TypeName.ProblemOfNamespace);
        Option<string> output = CommandParts.Output("write the source to this file (without it: to stdout)", "FILE.cs");
        Option<bool> force = CommandParts.Force();
        var json = new Option<bool>("--json") { Description = "print one JSON object with the declaration and the source as fields" };
        var command = new TaughtCommand(
            "scaffold",
            "Writes a C# program that declares the network of a model file, loads the file and runs it.",
            """
            The program compiles as it is in a project with the packages RnnGen and RnnGen.Import. Of a file that has tensors only (a state_dict), comments in the
            declaration say what you must decide.

            Examples:
              rnngen scaffold amp.nam                        the program, on stdout
              rnngen scaffold amp.nam --name Amp -o Program.cs
              rnngen scaffold tagger.onnx --namespace Text --json | jq -r .declaration

            From nothing to a running model:
              dotnet new console -o Try
              cd Try
              dotnet add package RnnGen
              dotnet add package RnnGen.Import
              rnngen scaffold ../amp.nam -o Program.cs --force
              dotnet run -c Release
            """)
        {
            file, name, inNamespace, output, force, json,
        };
        command.SetAction(line => Run(
            line, line.GetRequiredValue(file), line.GetValue(name), line.GetValue(inNamespace), line.GetValue(output), line.GetValue(force), line.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult line, string path, string? name, string? inNamespace, string? output, bool force, bool json)
    {
        if (output is not null)
        {
            FileProblem.CheckOutput(output, force);
        }

        ModelFile file = FileProblem.Open(path);
        var scaffold = new Scaffold(path, file, name ?? TypeName.Of(path), inNamespace);
        if (output is not null)
        {
            FileProblem.Write(output, scaffold.Source);
            line.InvocationConfiguration.Error.WriteLine($"written: {output}");
        }

        if (json)
        {
            var report = new ScaffoldReport
            {
                File = path,
                Type = scaffold.Type,
                Namespace = inNamespace,
                Complete = file.Description.IsComplete,
                Unsaid = file.Description.Unsaid,
                Declaration = scaffold.Declaration,
                Source = scaffold.Source,
                Output = output,
            };
            line.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.ScaffoldReport));
        }
        else if (output is null)
        {
            line.InvocationConfiguration.Output.Write(scaffold.Source);
        }

        if (!file.Description.IsComplete)
        {
            line.InvocationConfiguration.Error.WriteLine("note: the file does not say all; comments in the declaration say what you must decide");
        }

        return ExitCode.Success;
    }
}
