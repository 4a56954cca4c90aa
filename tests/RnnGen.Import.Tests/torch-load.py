"""Loads safetensors files that RnnGen saved into PyTorch's modules, strictly, and compares their outputs with RnnGen's.

Usage: torch-load.py FOLDER, where TorchLoadTests leaves NAME.safetensors and NAME.run."""
import json
import pathlib
import struct
import sys

import numpy
import torch

TOLERANCE = 1e-5


def read(path):
    """The tensors of a safetensors file, and its texts: a length, a JSON header, and raw bytes."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    texts = header.pop("__metadata__", {})
    body = data[8 + length:]
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", (path, name, entry)
        start, end = entry["data_offsets"]
        tensors[name] = torch.from_numpy(numpy.frombuffer(body[start:end], "<f4").reshape(entry["shape"]).copy())
    return tensors, texts


def module(layer):
    """The module of PyTorch that a layer is."""
    kind = layer["kind"]
    if kind == "embedding":
        return torch.nn.Embedding(layer["vocabulary"], layer["size"])
    if kind == "linear":
        return torch.nn.Linear(layer["inputs"], layer["outputs"])
    options = {"num_layers": layer["layers"], "bidirectional": layer["bidirectional"], "bias": layer["bias"]}
    if kind == "lstm":
        return torch.nn.LSTM(layer["input"], layer["hidden"], proj_size=layer["projection"], **options)
    if kind == "gru":
        return torch.nn.GRU(layer["input"], layer["hidden"], **options)
    return torch.nn.RNN(layer["input"], layer["hidden"], nonlinearity="relu" if layer["relu"] else "tanh", **options)


def network(layers):
    """A module that has the layers under their names; of a layer without a name, that layer."""
    modules = [module(layer) for layer in layers]
    if layers[0]["name"] == "":
        return modules[0], modules
    root = torch.nn.Module()
    for layer, part in zip(layers, modules):
        *outer, last = layer["name"].split(".")
        owner = root
        for name in outer:
            if not hasattr(owner, name):
                owner.add_module(name, torch.nn.Module())
            owner = getattr(owner, name)
        owner.add_module(last, part)
    return root, modules


def check(path):
    tensors, _ = read(path)
    run, texts = read(path.with_suffix(".run"))
    layers = json.loads(texts["layers"])
    root, modules = network(layers)
    root.load_state_dict(tensors, strict=True)
    value = run["inputs"]
    with torch.no_grad():
        for layer, part in zip(layers, modules):
            if layer["kind"] == "embedding":
                value = part(value.squeeze(2).long())
            elif layer["kind"] == "linear":
                value = part(value)
            else:
                value, _ = part(value)
    assert value.shape == run["outputs"].shape, (value.shape, run["outputs"].shape)
    difference = (value - run["outputs"]).abs().max().item()
    print(f"{path.name}: {len(tensors)} tensors, outputs differ by {difference:.1e}")
    return difference <= TOLERANCE


paths = sorted(pathlib.Path(sys.argv[1]).glob("*.safetensors"))
if len(paths) == 0:
    sys.exit(f"{sys.argv[1]} has no safetensors files")
results = [check(path) for path in paths]
if not all(results):
    sys.exit(f"outputs differ by more than {TOLERANCE}")
