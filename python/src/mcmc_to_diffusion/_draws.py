"""Points that the page has drawn, as arrays."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Lane:
    """Chains of one sampler."""

    sampler: str
    """Its name, as the setting `sampler` has it."""
    stride: int
    """Every how many transitions a draw was kept."""
    points: np.ndarray
    """`[chains, draws, 2]`, float32, data units."""
    log_density: np.ndarray
    """`[chains, draws]`, float32, up to a constant."""


def table(text: str) -> np.ndarray:
    """A structured array, `[rows]`, with the columns that the first line names: float64 where all values are numbers or
    missing, else text."""
    head, *rows = csv.reader(StringIO(text))
    columns = [_column([row[index] for row in rows]) for index in range(len(head))]
    array = np.empty(len(rows), [(name, column.dtype) for name, column in zip(head, columns)])
    for name, column in zip(head, columns):
        array[name] = column
    return array


def _column(values: list[str]) -> np.ndarray:
    try:
        return np.array([float(value or "nan") for value in values])
    except ValueError:
        return np.array(values)


def lanes(told: list[dict[str, Any]], buffers: list[Any]) -> list[Lane]:
    """Two buffers of each lane: its points, and the log density there."""

    def lane(of: dict[str, Any], points: Any, log_density: Any) -> Lane:
        shape = of["chains"], of["draws"]
        return Lane(of["sampler"], of["stride"], _floats(points, (*shape, 2)), _floats(log_density, shape))

    return [lane(of, *buffers[2 * index : 2 * index + 2]) for index, of in enumerate(told)]


def _floats(buffer: Any, shape: tuple[int, ...]) -> np.ndarray:
    return np.frombuffer(bytes(buffer), "<f4").reshape(shape).copy()
