"""Loads our safetensors into torchvision's model and prints the largest difference of its logits from ours.

python3 torchvision_logits.py WEIGHTS EXPECTED, where EXPECTED is a safetensors file with pixel_values and logits.
"""
import importlib
import json
import struct
import sys

import torch

DTYPES = {"F32": torch.float32, "F16": torch.float16, "I64": torch.int64}


def read(path):
    """A safetensors file: eight bytes of length, a JSON header, raw tensors."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def resolve(value):
    """Arguments that name something of torchvision stand for it."""
    if isinstance(value, str) and value.startswith("torchvision."):
        module, name = value.rsplit(".", 1)
        return getattr(importlib.import_module(module), name)
    return value


weights, metadata = read(sys.argv[1])
expected, _ = read(sys.argv[2])
model = resolve(metadata["constructor"])(**{name: resolve(value) for name, value in json.loads(metadata["arguments"]).items()})
model.load_state_dict(weights, strict=True)
model.eval()
with torch.no_grad():
    logits = model(expected["pixel_values"])
print(float((logits - expected["logits"]).abs().max()))
