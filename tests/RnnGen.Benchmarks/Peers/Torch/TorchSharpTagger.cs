using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Formats;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary><see cref="NameTagger"/> as one writes it with TorchSharp: packed sequences, and the chain of labels of <c>pytorch-crf</c>, vectors over the sentences.</summary>
internal sealed class TorchSharpTagger : IContestant
{
    private readonly Embedding _words = torch.nn.Embedding(4_000, 50);
    private readonly EmbeddingBag _parts = torch.nn.EmbeddingBag(8_192, 50, mode: EmbeddingBagMode.Sum, include_last_offset: true);
    private readonly LSTM _lstm = torch.nn.LSTM(108, 100, bidirectional: true);
    private readonly Linear _dense = torch.nn.Linear(200, 9);
    private readonly Parameter _start;
    private readonly Parameter _end;
    private readonly Parameter _transitions;
    private readonly Parameter[] _parameters;
    private readonly torch.optim.Optimizer _optimizer;
    private readonly torch.Tensor _wordIds;
    private readonly torch.Tensor _partIds;
    private readonly torch.Tensor _offsets;
    private readonly torch.Tensor _shape;
    private readonly torch.Tensor _labels;
    private readonly torch.Tensor _mask;
    private readonly torch.Tensor _lengths;
    private readonly torch.Tensor _last;
    private readonly int _steps;
    private readonly int _sentences;

    /// <summary>Creates it, with the parameters of ours.</summary>
    /// <param name="tensors">The parameters under their names.</param>
    /// <param name="sentences">The sentences of an update.</param>
    /// <param name="learningRate">Adam's.</param>
    public TorchSharpTagger(SafetensorsFile tensors, IReadOnlyList<TaggedSentence> sentences, double learningRate)
    {
        _start = Created("crf.start_transitions");
        _end = Created("crf.end_transitions");
        _transitions = Created("crf.transitions");
        Fill(_words.weight!, "words.weight");
        Fill(_parts.weight!, "parts.weight");
        Fill(_dense.weight!, "linear.weight");
        Fill(_dense.bias!, "linear.bias");
        foreach ((string name, Parameter parameter) in _lstm.named_parameters())
        {
            Fill(parameter, "lstm." + name);
        }

        _parameters = [.. _words.parameters(), .. _parts.parameters(), .. _lstm.parameters(), .. _dense.parameters(), _start, _end, _transitions];
        _optimizer = torch.optim.Adam(_parameters, learningRate);

        // [step, sentence]; the longest sentence is first.
        _steps = sentences[0].Words.Length;
        _sentences = sentences.Count;
        long[] words = new long[_steps * _sentences], labels = new long[words.Length], offsets = new long[words.Length + 1];
        float[] shape = new float[words.Length * 8], mask = new float[words.Length];
        var parts = new List<long>();
        for (int place = 0; place < words.Length; place++)
        {
            (int step, int index) = Math.DivRem(place, _sentences);
            offsets[place] = parts.Count;
            if (step < sentences[index].Words.Length)
            {
                words[place] = sentences[index].Words[step];
                labels[place] = sentences[index].Labels[step];
                mask[place] = 1;
                sentences[index].Shape[step].CopyTo(shape, place * 8);
                parts.AddRange(sentences[index].Parts[step].Select(static part => (long)part));
            }
        }

        offsets[^1] = parts.Count;
        _wordIds = torch.tensor(words, [_steps, _sentences]);
        _partIds = torch.tensor(parts.ToArray());
        _offsets = torch.tensor(offsets);
        _shape = torch.tensor(shape, [_steps, _sentences, 8]);
        _labels = torch.tensor(labels, [_steps, _sentences]);
        _mask = torch.tensor(mask, [_steps, _sentences]);
        _lengths = torch.tensor(sentences.Select(static sentence => (long)sentence.Words.Length).ToArray());
        using torch.Tensor index1 = _lengths.sub(1).unsqueeze(0);
        _last = _labels.gather(0, index1).squeeze(0);

        Parameter Created(string name)
        {
            long[] shape = [.. tensors.GetTensor(name).Shape.Select(static size => (long)size)];
            return new Parameter(torch.tensor(tensors.Read(name), shape));
        }

        void Fill(Parameter parameter, string name)
        {
            using var noGradients = torch.no_grad();
            using torch.Tensor values = torch.tensor(tensors.Read(name), parameter.shape);
            parameter.copy_(values);
        }
    }

    /// <summary>One update.</summary>
    /// <returns>The loss before it, a label on the average.</returns>
    public double Update()
    {
        using var scope = torch.NewDisposeScope();
        _optimizer.zero_grad();
        torch.Tensor loss = Loss();
        loss.backward();
        torch.nn.utils.clip_grad_norm_(_parameters, 1);
        _optimizer.step();
        return loss.item<float>();
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Update();
        }
    }

    private torch.Tensor Loss()
    {
        torch.Tensor parts = _parts.call(_partIds, _offsets).view(_steps, _sentences, 50);
        torch.Tensor joined = torch.cat([_words.call(_wordIds), parts, _shape], -1);
        using torch.nn.utils.rnn.PackedSequence packed = torch.nn.utils.rnn.pack_padded_sequence(joined, _lengths);
        (torch.nn.utils.rnn.PackedSequence output, _, _) = _lstm.call(packed);
        (torch.Tensor rows, _) = torch.nn.utils.rnn.pad_packed_sequence(output);
        torch.Tensor scores = _dense.call(rows);

        // Of the labels that are right.
        torch.Tensor right = (scores.gather(2, _labels.unsqueeze(2)).squeeze(2) * _mask).sum()
            + (_transitions[_labels[..^1], _labels[1..]] * _mask[1..]).sum() + _start[_labels[0]].sum() + _end[_last].sum();

        // Of all.
        torch.Tensor sums = _start + scores[0];
        for (int step = 1; step < _steps; step++)
        {
            torch.Tensor next = torch.logsumexp(sums.unsqueeze(2) + _transitions + scores[step].unsqueeze(1), 1);
            sums = torch.where(_mask[step].unsqueeze(1) > 0, next, sums);
        }

        torch.Tensor all = torch.logsumexp(sums + _end, 1).sum();
        return (all - right) / _mask.sum();
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
