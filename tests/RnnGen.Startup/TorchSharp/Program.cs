using RnnGen.Startup;
using TorchSharp;

const int hidden = 32;
torch.set_num_threads(1);
using var _ = torch.inference_mode();
using var cell = torch.nn.LSTMCell(1, hidden);
cell.load(args[0]);
cell.eval();
using var input = torch.tensor(new float[] { 0.5f }, [1, 1]);
using var hiddenState = torch.zeros(1, hidden);
using var cellState = torch.zeros(1, hidden);
(torch.Tensor next, torch.Tensor nextCell) = cell.forward(input, (hiddenState, cellState));
Result.Print(next.data<float>().ToArray());
nextCell.Dispose();
next.Dispose();
