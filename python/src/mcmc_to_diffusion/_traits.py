"""The kinds of settings, as traits that the page hears of and changes. None is the page's default.

The page writes values as a link does, as texts.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from traitlets import Bool, Enum, Float, HasTraits, Int, List, TraitError, TraitType, Unicode


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


def as_in_link(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return str(int(value) if isinstance(value, bool) else value)


def _synced(kind: TraitType, read: Callable[[Any], Any]) -> Any:
    return kind.tag(sync=True, from_json=lambda value, _: None if value is None else read(value))


def integer(least: int, most: int, help: str) -> Int:
    return _synced(Int(None, allow_none=True, min=least, max=most, help=help), int)


def number(least: float, most: float, help: str) -> Float:
    return _synced(Float(None, allow_none=True, min=least, max=most, help=help), float)


def choice(values: list[str], help: str) -> Enum:
    return _synced(Enum(values, None, allow_none=True, help=help), str)


def switch(help: str) -> Bool:
    return _synced(Bool(None, allow_none=True, help=help), lambda value: value in (True, "1"))


def names(known: list[str], help: str) -> Names:
    return _synced(Names(known, help), lambda value: value)


def text(help: str) -> Unicode:
    return _synced(Unicode(None, allow_none=True, help=help), str)
