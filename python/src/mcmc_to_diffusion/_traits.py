"""The kinds of settings, as traits that the page hears of. None is the page's default."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Enum, Float, HasTraits, Int, List, Unicode


class Names(List):
    """A list of names. A text with commas between them is one, too."""

    def validate(self, obj: HasTraits, value: Any) -> Any:
        return super().validate(obj, value.split(",") if isinstance(value, str) else value)


def integer(least: int, most: int, help: str) -> Int:
    return Int(None, allow_none=True, min=least, max=most, help=help).tag(sync=True)


def number(least: float, most: float, help: str) -> Float:
    return Float(None, allow_none=True, min=least, max=most, help=help).tag(sync=True)


def choice(values: list[str], help: str) -> Enum:
    return Enum(values, None, allow_none=True, help=help).tag(sync=True)


def switch(help: str) -> Bool:
    return Bool(None, allow_none=True, help=help).tag(sync=True)


def names(known: list[str], help: str) -> Names:
    return Names(Enum(known), None, allow_none=True, help=help).tag(sync=True)


def text(help: str) -> Unicode:
    return Unicode(None, allow_none=True, help=help).tag(sync=True)
