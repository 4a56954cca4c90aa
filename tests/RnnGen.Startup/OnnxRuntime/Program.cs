using Microsoft.ML.OnnxRuntime;
using RnnGen.Startup;

const int hidden = 32;
using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
using var session = new InferenceSession(args[0], options);
using var input = OrtValue.CreateTensorValueFromMemory(new float[] { 0.5f }, [1, 1, 1]);
using var hiddenState = OrtValue.CreateTensorValueFromMemory(new float[hidden], [1, 1, hidden]);
using var cellState = OrtValue.CreateTensorValueFromMemory(new float[hidden], [1, 1, hidden]);
using var run = new RunOptions();
using var results = session.Run(run, ["X", "initial_h", "initial_c"], [input, hiddenState, cellState], ["Y_h", "Y_c"]);
Result.Print(results[0].GetTensorDataAsSpan<float>());
