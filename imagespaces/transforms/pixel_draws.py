"""Random numbers for every pixel of an image, so that its noise is a pure function of the image and one integer.

The integer is a factor, the *key* of an instance's noise. It is the address in :mod:`imagespaces.draws`, under a key of
its own purpose; the sub-stream is that of the transform.

Axes: ``B`` images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imagespaces import pixel_draws
from imagespaces.draws import Draws, derive_key
from imagespaces.factors import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["key_of", "normals", "uniforms"]

_KEYS = 2**53


def key_of(name: str) -> Interval:
    """Give the factor that keys the noise of a transform."""
    return Interval(f"{name}_key", 0, _KEYS, "integer")


def uniforms(name: str, keys: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Draw uniformly from [0, 1), as :func:`imagespaces.pixel_draws.uniforms`.

    Args:
        name: The transform.
        keys: int64 ``[B]``.
        shape: What is drawn for each key.

    Returns:
        float32 ``[B, *shape]``.

    >>> import numpy as np
    >>> alone, both = uniforms("noise", np.array([7]), (2, 3)), uniforms("noise", np.array([5, 7]), (2, 3))
    >>> both.shape, bool((alone[0] == both[1]).all())
    ((2, 2, 3), True)
    """
    return pixel_draws.uniforms(Draws(derive_key("pixels", 0), keys), name, shape)


def normals(name: str, keys: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Draw from the standard normal distribution, as :func:`imagespaces.pixel_draws.normals`.

    Args:
        name: The transform.
        keys: int64 ``[B]``.
        shape: What is drawn for each key.

    Returns:
        float32 ``[B, *shape]``.
    """
    return pixel_draws.normals(Draws(derive_key("pixels", 0), keys), name, shape)
