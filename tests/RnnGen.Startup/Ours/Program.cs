using RnnGen.Formats;
using RnnGen.Startup;

var cell = new Cell();
using (var file = SafetensorsFile.Open(args[0]))
{
    cell.Load(file);
}

var state = default(Cell.State);
cell.Step([0.5f], ref state);
Result.Print(state.Hidden);
