using System;
using System.Linq;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Formats;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>torch-training FILE</c>: traces of PyTorch's optimisers, and its losses with their gradients, for the tests of <c>RnnGen.Training</c>. In every trace
/// <c>[step, parameter]</c> the parameters after each of 12 steps, from <c>parameters</c> with <c>gradients [step, parameter]</c>. In the traces called
/// <c>edge</c> those after every 100th of 2,000 steps, with gradients from 1e-38 to 1e20: of parameter i in step s, <c>edge.signs [s mod 41, i]</c> times
/// <c>edge.magnitudes [i]</c>, or of every third parameter <c>edge.magnitudes [(i + s / 7) mod 37]</c>.
/// </summary>
internal static class TorchTrainingCommand
{
    private const int Steps = 12;
    private const int Length = 37;
    private const int EdgeSteps = 2000;
    private const int EdgeStride = 100;
    private const int EdgeRows = 41;
    private const int Rows = 9;
    private const int Classes = 5;
    private const long Ignored = -100;

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    public static int Run(string path)
    {
        TorchSharpPeer.Load(threads: 1);
        var file = new SafetensorsWriter();
        float[] parameters = SharedData.Inputs(Length), gradients = SharedData.OutputGradients(Steps * Length);
        file.Write("parameters", [Length], parameters);
        file.Write("gradients", [Steps, Length], gradients);
        Trace("sgd", static p => torch.optim.SGD([p], 0.1));
        Trace("sgd.momentum", static p => torch.optim.SGD([p], 0.1, momentum: 0.9));
        Trace("sgd.nesterov.decay", static p => torch.optim.SGD([p], 0.1, momentum: 0.8, weight_decay: 0.05, nesterov: true));
        Trace("adam", static p => torch.optim.Adam([p], 0.01));
        Trace("adam.decay", static p => torch.optim.Adam([p], 0.02, 0.8, 0.95, 1e-6, 0.1));
        Trace("adamw", static p => torch.optim.AdamW([p], 0.01, 0.9, 0.999, 1e-8, 0.1));
        Trace("rmsprop", static p => torch.optim.RMSProp([p], 0.01));
        Trace("rmsprop.momentum.decay", static p => torch.optim.RMSProp([p], 0.01, 0.9, 1e-7, 0.05, 0.7));
        Trace("rmsprop.centered", static p => torch.optim.RMSProp([p], 0.01, 0.95, 1e-6, 0, 0.5, centered: true));

        float[] magnitudes = [.. Enumerable.Range(0, Length).Select(static i => (float)Math.Pow(10, -38 + (58.0 * i / (Length - 1))))];
        float[] signs = SharedData.OutputGradients(EdgeRows * Length);
        file.Write("edge.magnitudes", [Length], magnitudes);
        file.Write("edge.signs", [EdgeRows, Length], signs);
        Edge("edge.sgd", static p => torch.optim.SGD([p], 0.125));
        Edge("edge.sgd.momentum", static p => torch.optim.SGD([p], 0.125, momentum: 0.75));
        Edge("edge.sgd.dampening.decay", static p => torch.optim.SGD([p], 0.125, momentum: 0.75, dampening: 0.3, weight_decay: 0.0625));
        Edge("edge.sgd.nesterov.decay", static p => torch.optim.SGD([p], 0.125, momentum: 0.75, weight_decay: 0.0625, nesterov: true));
        Edge("edge.adam", static p => torch.optim.Adam([p], 1e-3, 0.9, 0.999));
        Edge("edge.adam.short", static p => torch.optim.Adam([p], 1e-3, 0.3, 0.5, 1e-6));
        Edge("edge.adam.amsgrad", static p => torch.optim.Adam([p], 1e-3, 0.9, 0.99, amsgrad: true));
        Edge("edge.adamw", static p => torch.optim.AdamW([p], 1e-3, 0.9, 0.99, 1e-8, 0.1));
        Edge("edge.adamw.amsgrad", static p => torch.optim.AdamW([p], 1e-3, 0.9, 0.99, 1e-8, 0.1, amsgrad: true));
        Edge("edge.rmsprop", static p => torch.optim.RMSProp([p], 1e-3));
        Edge("edge.rmsprop.momentum", static p => torch.optim.RMSProp([p], 1e-3, 0.9, 1e-7, 0, 0.75));
        Edge("edge.rmsprop.centered", static p => torch.optim.RMSProp([p], 1e-3, 0.95, 1e-6, 0, 0, centered: true));
        Edge("edge.rmsprop.centered.short", static p => torch.optim.RMSProp([p], 1e-3, 0.3, 1e-8, 0, 0.5, centered: true));

        // Logits of a common size, and in the last rows of an enormous one.
        float[] logits = [.. SharedData.Inputs(Rows * Classes).Select(static (value, index) => value * (index / Classes >= Rows - 3 ? 1e4f : 3f))];
        float[] targets = [.. SharedData.OutputGradients(Rows * Classes).Select(static value => (value + 1) / 2)];
        long[] labels = [.. Enumerable.Range(0, Rows).Select(static row => row == 4 ? Ignored : row * 3 % Classes)];
        float[] weights = [0.5f, 1f, 2f, 0.25f, 3f];
        file.Write("logits", [Rows, Classes], logits);
        file.Write("targets", [Rows, Classes], targets);
        file.WriteInt64s("labels", [Rows], labels);
        file.Write("class_weights", [Classes], weights);
        using torch.Tensor label = torch.tensor(labels), weight = torch.tensor(weights, dtype: torch.float64), target = Double(targets);
        LossOf("cross_entropy", x => torch.nn.functional.cross_entropy(x, label));
        LossOf("cross_entropy.weights", x => torch.nn.functional.cross_entropy(x, label, weight));
        LossOf("cross_entropy.smoothed", x => torch.nn.functional.cross_entropy(x, label, label_smoothing: 0.1));
        LossOf("cross_entropy.smoothed.weights", x => torch.nn.functional.cross_entropy(x, label, weight, label_smoothing: 0.3));
        LossOf("binary_cross_entropy", x => torch.nn.functional.binary_cross_entropy_with_logits(x, target));
        LossOf("squared_error", x => torch.nn.functional.mse_loss(x, target));
        LossOf("absolute_error", x => torch.nn.functional.l1_loss(x, target));
        file.SetMetadata("torch", torch.__version__);
        file.Save(path);
        return 0;

        void Trace(string name, Func<Parameter, torch.optim.Optimizer> create) =>
            Record(name, create, Steps, stride: 1, step => gradients[(step * Length)..((step + 1) * Length)]);

        void Edge(string name, Func<Parameter, torch.optim.Optimizer> create) => Record(
            name,
            create,
            EdgeSteps,
            EdgeStride,
            step => [.. Enumerable.Range(0, Length).Select(i => signs[(step % EdgeRows * Length) + i] * magnitudes[i % 3 == 0 ? (i + (step / 7)) % Length : i])]);

        void Record(string name, Func<Parameter, torch.optim.Optimizer> create, int steps, int stride, Func<int, float[]> gradient)
        {
            using var parameter = new Parameter(torch.tensor(parameters));
            using torch.optim.Optimizer optimizer = create(parameter);
            var trace = new float[steps / stride * Length];
            for (int step = 0; step < steps; step++)
            {
                using IDisposable scope = torch.NewDisposeScope();
                parameter.grad = torch.tensor(gradient(step));
                optimizer.step();
                if ((step + 1) % stride == 0)
                {
                    parameter.detach().data<float>().ToArray().CopyTo(trace, step / stride * Length);
                }
            }

            file.Write(name, [steps / stride, Length], trace);
        }

        void LossOf(string name, Func<torch.Tensor, torch.Tensor> loss)
        {
            using torch.Tensor x = Double(logits);
            x.requires_grad = true;
            using torch.Tensor value = loss(x);
            value.backward();
            file.WriteDoubles(name, [1], [value.item<double>()]);
            file.WriteDoubles(name + ".grad", [Rows, Classes], x.grad!.data<double>().ToArray());
        }

        static torch.Tensor Double(float[] values) => torch.tensor(values, [Rows, Classes]).to(torch.ScalarType.Float64);
    }
}
