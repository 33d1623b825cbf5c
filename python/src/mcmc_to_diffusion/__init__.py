"""From MCMC to diffusion, as a widget of a notebook: see `Moons`."""

from ._widget import Moons

__all__ = ["Moons"]
