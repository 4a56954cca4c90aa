using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>A handful of whole files, reviewed as code.</summary>
public class SnapshotTests
{
    [Fact]
    public void TinyCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Audio;

        /// <summary>A tiny cell: no loops.</summary>
        [RnnGen.LstmCell(input: 1, hidden: 8)]
        public sealed partial class Amplifier;
        """).Result);

    [Fact]
    public void OddCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Sensors;

        /// <summary>A container.</summary>
        public static partial class Models
        {
            /// <summary>Odd sizes: a full block, a tail block, padding, an odd number of terms.</summary>
            [RnnGen.LstmCell(input: 7, hidden: 19, Accuracy = RnnGen.Accuracy.Precise)]
            internal sealed partial class Odd;
        }
        """).Result);

    [Fact]
    public void EncoderCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>The size of nn.LSTM(100, 256).</summary>
        [RnnGen.LstmCell(input: 100, hidden: 256)]
        public sealed partial class Encoder;
        """).Result);

    [Fact]
    public void GruCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Text;

        /// <summary>PyTorch's GRU, a full block and a tail.</summary>
        [RnnGen.GruCell(input: 32, hidden: 40)]
        public sealed partial class Tagger;
        """).Result);

    [Fact]
    public void GruCellThatResetsBefore() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>ONNX's GRU: two products.</summary>
        [RnnGen.GruCell(input: 2, hidden: 16, Variant = RnnGen.GruVariant.ResetBefore)]
        public sealed partial class Controller;
        """).Result);

    [Fact]
    public void ElmanCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>Several blocks at once.</summary>
        [RnnGen.RnnCell(input: 8, hidden: 64, Activation = RnnGen.RnnActivation.Relu)]
        public sealed partial class Elman;
        """).Result);

    [Fact]
    public void CellWithPeepholesAndProjection() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>As in speech recognition.</summary>
        [RnnGen.LstmCell(input: 40, hidden: 64, Peephole = true, Projection = 24, Clip = 50)]
        public sealed partial class Recogniser;
        """).Result);

    [Fact]
    public void NormalizedCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>Layer normalisation, one gate for input and forgetting, no backward pass.</summary>
        [RnnGen.LstmCell(input: 3, hidden: 32, LayerNorm = true, CoupledGates = true, Training = false)]
        public sealed partial class Smoother;
        """).Result);

    [Fact]
    public void NormalizedGruCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>Layer normalisation, of the candidate both sums by themselves.</summary>
        [RnnGen.GruCell(input: 5, hidden: 24, LayerNorm = true)]
        public sealed partial class Balancer;
        """).Result);

    [Fact]
    public void DiagonalLstmCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>ParaLSTM: each unit sees its own h and c.</summary>
        [RnnGen.LstmCell(input: 5, hidden: 24, Recurrence = RnnGen.Recurrence.Diagonal, CoupledGates = true, Peephole = true)]
        public sealed partial class Follower;
        """).Result);

    [Fact]
    public void DiagonalNormalizedGruCell() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>u * h, then layer normalisation, before and behind the reset gate.</summary>
        [RnnGen.GruCell(input: 5, hidden: 16, Variant = RnnGen.GruVariant.ResetBefore, Recurrence = RnnGen.Recurrence.Diagonal, LayerNorm = true)]
        public sealed partial class Tracker;
        """).Result);

    [Fact]
    public void NetworkOfLabels() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>Finds names.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 50, size: 8)]
        [RnnGen.RnnLayer(hidden: 8)]
        [RnnGen.DenseLayer(outputs: 5)]
        [RnnGen.CrfLayer]
        public sealed partial class Tagger;
        """).Result);

    [Fact]
    public void NetworkOfTokens() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Text;

        /// <summary>A small language model.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 96, size: 8)]
        [RnnGen.RnnLayer(hidden: 8, Layers = 2, Dropout = 0.2)]
        [RnnGen.DenseLayer(outputs: 96)]
        public sealed partial class CharModel;
        """).Result);

    [Fact]
    public void NetworkOfTiedWeights() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>A language model with one weight for what it reads and what it says.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 40, size: 8, Name = "words")]
        [RnnGen.RnnLayer(hidden: 8, Layers = 2, Residual = true)]
        [RnnGen.DenseLayer(outputs: 40, TieTo = "words")]
        public sealed partial class Speaker;
        """).Result);

    [Fact]
    public void NetworkOfSeveralInputs() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Text;

        /// <summary>A small tagger.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 200, size: 8, Name = "words", SparseRows = true)]
        [RnnGen.EmbeddingBagLayer(vocabulary: 50, size: 5, RnnGen.BagMode.Sum, Name = "chars", PaddingIndex = 0)]
        [RnnGen.InputLayer(size: 3, Name = "shape")]
        [RnnGen.RnnLayer(hidden: 8)]
        [RnnGen.DenseLayer(outputs: 4)]
        public sealed partial class Tagger;
        """).Result);

    [Fact]
    public void NetworkThatDrops() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Text;

        /// <summary>A small tagger that drops everything that can be dropped.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 200, size: 8, Name = "words", Dropout = 0.1)]
        [RnnGen.InputLayer(size: 3, Name = "shape", Dropout = 0.2, VariationalDropout = true)]
        [RnnGen.DropoutLayer(0.3, Variational = true)]
        [RnnGen.RnnLayer(hidden: 8, Layers = 2, Dropout = 0.4, VariationalDropout = true, RecurrentDropout = 0.5)]
        [RnnGen.DropoutLayer(0.6)]
        [RnnGen.DenseLayer(outputs: 4)]
        public sealed partial class Tagger;
        """).Result);

    [Fact]
    public void NetworkInsideAnother() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        namespace Text;

        /// <summary>The characters of a word.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 90, size: 8)]
        [RnnGen.RnnLayer(hidden: 8, Bidirectional = true)]
        [RnnGen.PoolingLayer(RnnGen.Pooling.FinalState)]
        public sealed partial class WordShape;

        /// <summary>A small tagger.</summary>
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(vocabulary: 200, size: 8, Name = "words")]
        [RnnGen.NetworkLayer(typeof(WordShape), maxSteps: 32, Name = "shape")]
        [RnnGen.RnnLayer(hidden: 8)]
        [RnnGen.DenseLayer(outputs: 4)]
        public sealed partial class Tagger;
        """).Result);

    [Fact]
    public void NetworkFromTheEnd() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>Reads a text from its end.</summary>
        [RnnGen.Network(Training = false)]
        [RnnGen.EmbeddingLayer(vocabulary: 50, size: 6, PaddingIndex = 0)]
        [RnnGen.GruLayer(hidden: 8, Layers = 2, Reverse = true)]
        [RnnGen.PoolingLayer(RnnGen.Pooling.FinalState)]
        public sealed partial class Suffixes;
        """).Result);

    [Fact]
    public void NetworkInBothDirections() => SnapshotVerifier.Verify(GeneratorRun.Emit("""
        /// <summary>Classifies whole sequences.</summary>
        [RnnGen.Network(input: 8)]
        [RnnGen.RnnLayer(hidden: 8, Bidirectional = true)]
        [RnnGen.PoolingLayer(RnnGen.Pooling.Max)]
        [RnnGen.DenseLayer(outputs: 20, Activation = RnnGen.DenseActivation.Relu)]
        [RnnGen.DenseLayer(outputs: 2, Activation = RnnGen.DenseActivation.Softmax)]
        public sealed partial class Classifier;
        """).Result);

    [Fact]
    public void NetworkOfAModelFile() => SnapshotVerifier.Verify(GeneratorRun.Emit(new ProjectSettings { AdditionalFiles = ModelFiles.All }, """
        namespace Audio;

        /// <summary>A captured amplifier.</summary>
        [RnnGen.Network(Model = "amp.nam", Training = false)]
        public sealed partial class Amp;
        """).Result);

    [Fact]
    public void EverySnapshotBelongsToATest()
    {
        string directory = Path.GetDirectoryName(ThisFile())!;
        string[] tests = [.. typeof(SnapshotTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => $"{type.Name}.{method.Name}"))];
        string[] snapshots = [.. Directory.GetFiles(directory, "*.verified.*", SearchOption.AllDirectories).Select(static path => Path.GetFileName(path).Split('#')[0])];
        Assert.NotEmpty(snapshots);
        Assert.All(snapshots, snapshot => Assert.Contains(snapshot, tests));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
