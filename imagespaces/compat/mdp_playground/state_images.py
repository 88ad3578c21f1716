"""What MDP Playground's spaces have in common: images that stand for states, in a layout of one's choice."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import Gallery
from imagespaces.batching import register
from imagespaces.compat.mdp_playground.layout import Layout, shape_in, to_layout
from imagespaces.pixels import PixelBox, convert
from imagespaces.space import ImageSpace

__all__ = ["StateImages"]

_LAST = 2**63 - 1


class StateImages(PixelBox):
    """A box of images that stand for states, drawn by an image space.

    A subclass keeps each of its constructor's arguments as an attribute of its name, but for the seed; equality,
    ``repr`` and pickling are derived from these.

    Args:
        space: What draws the images.
        layout: The order of the axes, ``"whc"`` or ``"hwc"``.
        seed: Seed of what is drawn at random, or a generator.

    Attributes:
        space: What draws the images; its own are ``[H, W, C]``.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make Gymnasium's functions over spaces know the new class."""
        super().__init_subclass__(**kwargs)
        register(cls)

    def __init__(self, space: ImageSpace, layout: Layout, seed: int | np.random.Generator | None) -> None:
        super().__init__(shape_in(layout, space.shape), space.dtype, seed)
        self.space, self.layout = space, layout

    def parameters(self) -> dict[str, Any]:
        """Give what the space was made of: its constructor's arguments, less the seed."""
        names = [name for name in inspect.signature(type(self)).parameters if name != "seed"]
        return {name: self.dtype.name if name == "dtype" else getattr(self, name) for name in names}

    def _draw(self, gallery: Gallery, state: int) -> NDArray[Any]:
        """Give an image of a state, in the layout; what is random about it comes from :attr:`np_random`.

        Args:
            gallery: Shows one picture, of a space of this one's dtype.
            state: 0 to ``num_states`` − 1 of that space.
        """
        space = gallery.space
        draw = 0 if space.size is not None else int(self.np_random.integers(_LAST // space.num_states))
        gallery.show(np.array([0]), np.array([state + space.num_states * draw]))
        picture = gallery.pixels[gallery.rows[0]]
        return to_layout(convert(picture, self.dtype), self.layout).copy()  # the picture will be shown again

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        indices = random.integers(self.space.size or _LAST, size=count)
        return to_layout(self.space.images(indices), self.layout)

    def __eq__(self, other: object) -> bool:
        """Compare kind and parameters."""
        return type(other) is type(self) and other.parameters() == self.parameters()

    __hash__ = None  # type: ignore[assignment]  # like Gymnasium's spaces, which can change

    def __repr__(self) -> str:
        """Give an expression that makes an equal space."""
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.parameters().items())
        return f"{type(self).__name__}({arguments})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy as the recipe, with the state of the random stream."""
        return _restore, (type(self), self.parameters(), self._np_random)


def _restore(kind: type[StateImages], parameters: dict[str, Any], random: np.random.Generator | None) -> StateImages:
    return kind(**parameters, seed=random)
