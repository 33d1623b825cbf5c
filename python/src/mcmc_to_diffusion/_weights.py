"""Weights between arrays and the page's files: safetensors, in which every layer is one `nn.Linear`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from safetensors.numpy import load, save

# Which models a chapter trains, as their files call them.
KINDS = {"learn-an-energy": "energy", "denoise": "diffusion"}
NAME = re.compile(r"((?:beside\.)?(?:training\.)?)layers\.(\d+)\.(weight|bias)")


def read(file: bytes) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """The arrays of a file by name, in the order in which an input meets them, and what the file tells of them."""
    length = int.from_bytes(file[:8], "little")
    metadata = json.loads(file[8 : 8 + length])["__metadata__"]

    def place(item: tuple[str, np.ndarray]) -> tuple[str, int, bool]:
        name = NAME.fullmatch(item[0])
        return (name[1], int(name[2]), name[3] == "bias") if name else (item[0], 0, False)

    return dict(sorted(load(file).items(), key=place)), metadata


def write(tensors: Mapping[str, Any], query: str, step: int) -> bytes:
    """A file of these weights for a page whose link is `query`.

    Raises ValueError in words where they cannot be weights of the page.
    """
    told = {key: values[-1] for key, values in parse_qs(query).items()}
    kind = KINDS.get(told.get("chapter", ""))
    if kind is None:
        raise ValueError(f"Only the chapters {' and '.join(KINDS)} have a model. Set chapter to one of them.")
    metadata = {
        "format": "pt",
        "kind": kind,
        "version": "1",
        "settings": query,
        "step": str(step),
        "seed": told.get("seed", "1"),
        "seconds": "0",
    }
    return save(_named({name: _array(name, value) for name, value in tensors.items()}), metadata)


def _array(name: str, value: Any) -> np.ndarray:
    if hasattr(value, "detach"):
        value = value.detach().cpu().float().numpy()
    array = np.ascontiguousarray(value, dtype="<f4")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds values that are no numbers.")
    return array


def _named(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays by the page's names: as they are, or by their order where they have others, as in an `nn.Sequential`."""
    if arrays and all(NAME.fullmatch(name) for name in arrays):
        return arrays
    named = {}
    for index, (name, array) in enumerate(arrays.items()):
        layer, part = divmod(index, 2)
        if array.ndim != 2 - part:
            raise ValueError(
                f"{name} has the shape {list(array.shape)}. Weights by other names than layers.0.weight, layers.0.bias, …"
                " must be a matrix [out, in] and its biases [out], layer by layer."
            )
        named[f"layers.{layer}.{('weight', 'bias')[part]}"] = array
    if not named or len(named) % 2:
        raise ValueError("There must be a matrix and its biases of every layer.")
    return named
