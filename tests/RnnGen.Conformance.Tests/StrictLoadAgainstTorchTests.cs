using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>PyTorch's own files of other modules than the declared ones: refused, with what is in them and was not declared.</summary>
public sealed class StrictLoadAgainstTorchTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    [Fact]
    public void A_cell_does_not_load_a_module_of_more_layers_or_directions()
    {
        AssertRefused("B_lstm_L2_bi_bias_bf_7x13_T4B5", new TorchCells.Lstm7x13().Load, "weight_ih_l1", "weight_hh_l1_reverse", "weight_ih_l0_reverse", "bias_ih_l1");
        AssertRefused("B_lstm_L2_uni_bias_tf_3x5_T1B1", new TorchCells.Lstm3x5().Load, "weight_ih_l1", "weight_hh_l1", "bias_hh_l1");
        AssertRefused("B_gru_L2_uni_bias_tf_3x5_T12B4", new TorchCells.Gru3x5().Load, "weight_ih_l1");
        AssertRefused("D_lstm_packed_unsorted_L2_bi", new TorchCells.Lstm5x9().Load, "weight_ih_l1_reverse");
    }

    [Fact]
    public void A_projection_that_is_not_declared_explains_the_shape()
    {
        TensorFormatException exception = AssertRefused("A_lstm_proj_7x13", new TorchCells.Lstm7x13().Load, "weight_hr_l0");
        Assert.Equal(("weight_hh_l0", "shape"), (exception.Tensor, exception.Field));
        Assert.Contains("the declaration lacks a projection", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>As a state dict these files would have the parameters alone; and then they load as whole files.</summary>
    [Fact]
    public void The_parameters_alone_are_a_whole_file()
    {
        new TorchCells.Lstm3x5().Load(Parameters("A_lstm_3x5"), "", LoadMode.WholeFile);
        new TorchCells.Gru3x5().Load(Parameters("A_gru_3x5"), "", LoadMode.WholeFile);
        new TorchNetworks.B_lstm_L2_bi_bias_bf_7x13_T4B5().Load(Parameters("B_lstm_L2_bi_bias_bf_7x13_T4B5"), "", LoadMode.WholeFile);
        new TorchNetworks.B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4().Load(Parameters("B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4"), "", LoadMode.WholeFile);
    }

    private static TensorFormatException AssertRefused(string name, Action<ITensorSource, string, LoadMode> load, params string[] named)
    {
        using var file = SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors"));
        TensorFormatException exception = Assert.Throws<TensorFormatException>(() => load(file, "", LoadMode.Module));
        Assert.All(named, tensor => Assert.Contains($"'{tensor}'", exception.Message, StringComparison.Ordinal));
        return exception;
    }

    private static TensorStore Parameters(string name)
    {
        using var file = SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors"));
        var store = new TensorStore();
        foreach (TensorInfo tensor in file.Tensors.Where(static tensor => tensor.Name.StartsWith("weight_", StringComparison.Ordinal) || tensor.Name.StartsWith("bias_", StringComparison.Ordinal)))
        {
            store.Write(tensor.Name, [.. tensor.Shape.Select(static size => (int)size)], file.Read(tensor.Name));
        }

        return store;
    }
}
