"""The kinds of settings, as traits that the page hears of. None is the page's default."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from traitlets import Bool, Enum, Float, HasTraits, Int, List, TraitError, Unicode


def near(name: str, known: list[str]) -> str:
    """A sentence about what may have been meant; empty where nothing is near."""
    found = get_close_matches(name, known, 1)
    return f" Did you mean “{found[0]}”?" if found else ""


class Names(List):
    """A list of known names. A text with commas between them is one, too."""

    def __init__(self, known: list[str], help: str) -> None:
        super().__init__(Unicode(), None, allow_none=True, help=help)
        self.known = known

    def set(self, obj: HasTraits, value: Any) -> None:
        super().set(obj, value.split(",") if isinstance(value, str) else value)

    def validate_elements(self, obj: HasTraits, value: Any) -> Any:
        for name in value:
            if name not in self.known:
                raise TraitError(f"“{name}” is no part of the page and no setting.{near(str(name), self.known)}")
        return super().validate_elements(obj, value)


def integer(least: int, most: int, help: str) -> Int:
    return Int(None, allow_none=True, min=least, max=most, help=help).tag(sync=True)


def number(least: float, most: float, help: str) -> Float:
    return Float(None, allow_none=True, min=least, max=most, help=help).tag(sync=True)


def choice(values: list[str], help: str) -> Enum:
    return Enum(values, None, allow_none=True, help=help).tag(sync=True)


def switch(help: str) -> Bool:
    return Bool(None, allow_none=True, help=help).tag(sync=True)


def names(known: list[str], help: str) -> Names:
    return Names(known, help).tag(sync=True)


def text(help: str) -> Unicode:
    return Unicode(None, allow_none=True, help=help).tag(sync=True)
