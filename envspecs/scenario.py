"""The arguments of ``reset``: which environments begin anew, with which seeds, and what is given rather than drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["check_options", "checked_seed", "given", "reset_lanes", "seeds"]


def reset_lanes(options: Mapping[str, Any] | None, count: int) -> NDArray[np.intp]:
    """Give the environments that ``options["reset_mask"]`` names; all, where there is none.

    Raises:
        TypeError: If the mask is no array of booleans.
        ValueError: If it has another length than there are environments, or names none.
    """
    mask = (options or {}).get("reset_mask")
    if mask is None:
        return np.arange(count)
    if not isinstance(mask, np.ndarray) or mask.dtype != np.bool_:
        found = mask.dtype if isinstance(mask, np.ndarray) else type(mask).__name__
        raise TypeError(f"options['reset_mask'] must be a NumPy array of bool, got {found}")
    if mask.shape != (count,):
        raise ValueError(f"options['reset_mask'] must have shape ({count},), got {mask.shape}")
    if not mask.any():
        raise ValueError(f"options['reset_mask'] must name at least one environment, got {mask.tolist()}")
    return np.flatnonzero(mask)


def seeds(seed: object, count: int) -> Sequence[int | None]:
    """Give each environment's seed, None where it goes on unseeded.

    Args:
        seed: That of the first environment, the next integers being the others'; or one per environment; or None.
        count: How many environments there are.

    Raises:
        ValueError: If a seed is negative or no integer, or there are more or fewer than environments.

    >>> list(seeds(5, 3)), list(seeds([5, None], 2))
    ([5, 6, 7], [5, None])
    """
    if seed is None:
        return [None] * count
    if isinstance(seed, int | np.integer):
        every: Sequence[Any] = range(int(seed), int(seed) + count)
    else:
        every = list(seed) if isinstance(seed, Iterable) else []
    if len(every) != count or not all(map(_is_seed, every)):
        raise ValueError(f"seed must be an integer from 0 on, or a list of {count} of these or None, got {seed!r}")
    return [None if one is None else int(one) for one in every]


def checked_seed(seed: object) -> int | None:
    """Give the seed of a single environment as Python's integer, NumPy's being integers too; None where there is none.

    Raises:
        ValueError: If it is negative or no integer.
    """
    if not _is_seed(seed):
        raise ValueError(f"seed must be an integer from 0 on, or None, got {seed!r}")
    return None if seed is None else int(seed)  # type: ignore[call-overload]  # checked


def _is_seed(value: object) -> bool:
    return value is None or (isinstance(value, int | np.integer) and int(value) >= 0)


def check_options(options: Mapping[str, Any] | None, known: Mapping[str, int], *, vector: bool) -> None:
    """Refuse options that mean nothing, rather than ignore them.

    Raises:
        ValueError: If an option is not known.
    """
    allowed = [*known, "reset_mask"] if vector else [*known]
    unknown = [key for key in options or {} if key not in allowed]
    if unknown:
        raise ValueError(f"options of reset must be among {', '.join(map(repr, sorted(allowed)))}, got {unknown[0]!r}")


def given(
    options: Mapping[str, Any] | None, known: Mapping[str, int], lanes: NDArray[np.intp], count: int, *, vector: bool
) -> dict[str, NDArray[Any]]:
    """Give the options as one value per lane that begins.

    Args:
        options: As passed to ``reset``: of each one value or, in a vector environment, one per environment. None counts
            as left out.
        known: The options there are, and the number of axes of one value of each.
        lanes: Those that begin, ``[b]``.
        count: How many lanes there are.
        vector: Whether one value per environment may be given.

    Returns:
        ``[b, …]`` for each option that was given.

    Raises:
        ValueError: If an option is neither one value nor one per environment.
    """
    values = {}
    for name, axes in known.items():
        option = (options or {}).get(name)
        if option is None:
            continue
        value = np.asarray(option)
        if value.ndim == axes:
            values[name] = np.broadcast_to(value, (len(lanes), *value.shape))
        elif vector and value.ndim == axes + 1 and len(value) == count:
            values[name] = value[lanes]
        else:
            wanted = f"one value or {count} values" if vector else "one value"
            raise ValueError(f"options[{name!r}] must be {wanted} of {axes} axes, got shape {value.shape}: {option!r}")
    return values
