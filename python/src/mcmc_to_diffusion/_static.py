"""The page and its widget, which lie in the wheel: nothing is fetched from anywhere else."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "static"
MISSING = "This installation of mcmc-to-diffusion lacks its page. In the sources, `cargo xtask wheel` makes a whole one."


def page() -> bytes | None:
    """The single file `offline.html`; none where it is missing."""
    file = FOLDER / "offline.html"
    return file.read_bytes() if file.is_file() else None


def widget() -> str:
    """The module `widget.mjs`, or one that says that it is missing."""
    file = FOLDER / "widget.mjs"
    if file.is_file():
        return file.read_text("utf-8")
    return f"export default {{ render({{ el }}) {{ el.textContent = {MISSING!r}; }} }}"
