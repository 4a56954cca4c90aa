using System;
using RnnGen.Tool;

return ToolCommand.Run(args, Console.Out, Console.Error);
