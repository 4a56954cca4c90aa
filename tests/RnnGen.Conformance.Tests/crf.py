#!/usr/bin/env python3
"""Writes Cases/crf.safetensors: a tagger of nn.Embedding, nn.LSTM in both directions, nn.Linear and a linear-chain CRF, by PyTorch's autograd in float64.

The chain is written as its definition: every sequence of labels, one after the other; the parameters have the names of pytorch-crf. In the file are the
model's state_dict (float32), tokens, targets (-100: any label; padding: -1) and lengths, and with and without a mask of BIO labels ("bio." before their names)
the loss, the scores, its gradients by the scores and all parameters, the marginals, and the labels with the largest score.

Run: /usr/bin/python3 crf.py
"""
import itertools
import json
import os
import struct

import torch

LABELS, STEPS, VOCABULARY = 5, 5, 11
LENGTHS = [5, 3, 1, 4]
TARGETS = [[0, 1, 2, 0, 3], [1, -100, 2, -1, -1], [3, -1, -1, -1, -1], [-100, 3, 4, -100, -1]]


class Tagger(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, 6)
        self.lstm = torch.nn.LSTM(6, 7, bidirectional=True, batch_first=True)
        self.linear = torch.nn.Linear(14, LABELS)
        self.crf = torch.nn.ParameterDict({
            "start_transitions": torch.nn.Parameter(torch.randn(LABELS)),
            "end_transitions": torch.nn.Parameter(torch.randn(LABELS)),
            "transitions": torch.nn.Parameter(torch.randn(LABELS, LABELS)),
        })

    def scores(self, tokens, lengths):
        packed = torch.nn.utils.rnn.pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False)
        rows, _ = torch.nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=STEPS)
        return self.linear(rows)

    def score(self, x, path):
        score = self.crf["start_transitions"][path[0]] + self.crf["end_transitions"][path[-1]]
        for t, y in enumerate(path):
            score = score + x[t, y] + (self.crf["transitions"][path[t - 1], y] if t > 0 else 0)
        return score


def is_bio(path):
    # O, B-a, I-a, B-b, I-b
    before = [0, *path]
    return all(y not in (2, 4) or before[t] in (y - 1, y) for t, y in enumerate(path))


def run(model, tokens, mask):
    model.zero_grad()
    x = model.scores(tokens, torch.tensor(LENGTHS))
    x.retain_grad()
    loss, all_sum = torch.zeros((), dtype=torch.float64), torch.zeros((), dtype=torch.float64)
    decoded = torch.full((len(LENGTHS), STEPS), -100, dtype=torch.int64)
    for b, length in enumerate(LENGTHS):
        paths = [p for p in itertools.product(range(LABELS), repeat=length) if not mask or is_bio(p)]
        sums = torch.stack([model.score(x[b], p) for p in paths])
        right = [i for i, p in enumerate(paths) if all(t in (-100, y) for t, y in zip(TARGETS[b], p))]
        loss = loss + torch.logsumexp(sums, 0) - torch.logsumexp(sums[right], 0)
        all_sum = all_sum + torch.logsumexp(sums, 0)
        decoded[b, :length] = torch.tensor(paths[int(torch.argmax(sums))])
    marginals = torch.autograd.grad(all_sum, x, retain_graph=True)[0]
    loss.backward()
    tensors = {"loss": loss.detach().reshape(1), "scores": x.detach(), "scores_grad": x.grad, "marginals": marginals, "labels": decoded}
    for name, parameter in model.named_parameters():
        tensors["grad." + name] = parameter.grad.clone()
    return tensors


def write(path, tensors):
    types = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": types[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


torch.manual_seed(17)
model = Tagger()
tensors = {name: value.clone() for name, value in model.state_dict().items()}
model = model.double()
tokens = torch.randint(0, VOCABULARY, (len(LENGTHS), STEPS))
tensors |= {"tokens": tokens, "targets": torch.tensor(TARGETS), "lengths": torch.tensor(LENGTHS)}
for prefix, mask in (("all.", False), ("bio.", True)):
    tensors |= {prefix + name: value for name, value in run(model, tokens, mask).items()}
write(os.path.join(os.path.dirname(os.path.abspath(__file__)), "Cases", "crf.safetensors"), tensors)
