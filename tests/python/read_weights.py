"""Reads weights that the page has saved, and computes what their networks say, with nothing but NumPy.

`read_weights.py EXPECTED.json` compares with what the engine says at the same points and fails where they differ. It is
also the shortest account of how a file is used elsewhere: see `outputs`.
"""

import json
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

ACTIVATIONS = {
    "silu": lambda z: z / (1.0 + np.exp(-z)),
    "softplus": lambda z: np.logaddexp(0.0, z),
    "tanh": np.tanh,
}


def time_features(t, timesteps):
    """32 sines, then 32 cosines, of the timestep as a share of 1000: `[rows]` to `[rows, 64]`."""
    frequencies = np.exp(-np.log(10_000.0) * np.arange(32) / 31)
    angles = (np.asarray(t, float) * 1000.0 / timesteps)[:, None] * frequencies
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


def outputs(tensors, told, x, prefix=""):
    """What a network says at its inputs `x`, `[rows, inputs]`. Every layer is an `nn.Linear`: weight `[out, in]`, bias `[out]`."""

    def linear(layer, values):
        weight, bias = (tensors[f"{prefix}layers.{layer}.{part}"] for part in ("weight", "bias"))
        return values @ weight.astype(float).T + bias

    activation = ACTIVATIONS[told["activation"]]
    last = sum(name.startswith(f"{prefix}layers.") for name in tensors) // 2 - 1
    if told["network"] == "residual-mlp":
        hidden = linear(0, x)
        for layer in range(1, last, 2):
            hidden = hidden + linear(layer + 1, activation(linear(layer, hidden)))
    else:
        hidden = x
        for layer in range(last):
            hidden = activation(linear(layer, hidden))
    return linear(last, hidden)


def as_inputs(told, x):
    """Points in data units, `[rows, 2]`, as the network takes them."""
    if told["inputs"] == "raw":
        return x
    assert told["inputs"] == "standardised", told
    mean, std = (np.array([float(number) for number in told[key].split(",")]) for key in ("mean", "std"))
    return (x - mean) / std


def check(case):
    with safe_open(case["file"], "numpy") as file:
        told = file.metadata()
    assert told["format"] == "pt" and told["kind"] == case["kind"], told
    assert int(told["step"]) == case["step"], told
    x = as_inputs(told, np.array(case["points"]))
    if told["kind"] == "diffusion":
        # Standardised points, then the timestep, then the class where the network is told one.
        x = np.concatenate([x, time_features(case["times"], int(told["timesteps"])), case["classes"]], axis=1)
    tensors = load_file(case["file"])
    for prefix, expected in case["outputs"].items():
        actual, expected = outputs(tensors, told, x, prefix), np.array(expected)
        assert actual.shape == expected.shape, (actual.shape, expected.shape)
        error = np.abs(actual - expected).max()
        assert error < 1e-4 * (1.0 + np.abs(expected).max()), f"{case['file']}, {prefix or 'samples'}: off by {error}"
        print(f"{told['kind']}, {told['network']}, {prefix}layers: within {error:.1e}")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        for case in json.load(file):
            check(case)
