"""Arrays of any library: losses are written once, over the array API, and have gradients where the library has them."""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import array_namespace, device, is_array_api_obj, is_numpy_array, to_device

__all__ = ["beside", "namespace_of", "numbers"]


def namespace_of(prediction: Any) -> Any:
    """Give the functions of the library that an array is of; those of NumPy for lists and numbers.

    >>> namespace_of([0.5, 0.5]).__name__
    'array_api_compat.numpy'
    """
    is_array = hasattr(prediction, "__array_namespace__") or hasattr(prediction, "__dlpack__")
    return array_namespace(prediction if is_array else np.zeros(1))


def numbers(xp: Any, prediction: Any) -> Any:
    """Give predictions as floats: of NumPy's in float64, of others in their own type, so that gradients flow.

    >>> numbers(namespace_of(1), [1, 2]).dtype
    dtype('float64')
    """
    array = prediction if is_array_api_obj(prediction) else xp.asarray(prediction)
    if is_numpy_array(array):
        return array.astype(np.float64)
    return array if xp.isdtype(array.dtype, "real floating") else xp.astype(array, xp.float32)


def beside(xp: Any, values: Any, target: Any) -> Any:
    """Give targets, which may be of NumPy, as an array of the library and on the device of predicted values."""
    if type(target) is type(values):  # as it is: PyTorch warns of a tensor made of a tensor
        return to_device(target, device(values))
    return xp.asarray(target, device=device(values))
