"""How rewards and ends of episodes are built."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from envspecs.testing.describing import Fields

__all__ = ["episodes", "rewards"]

_COSTS = st.just(0.0) | st.floats(0, 1)


@lru_cache(maxsize=2)
def rewards(*, zooms: bool) -> st.SearchStrategy[Fields]:
    """Build rewards.

    Args:
        zooms: Whether looks are of different sizes, which may so cost something.
    """
    fields: dict[str, st.SearchStrategy[object]] = {
        "action_cost": st.floats(0, 1),
        "timing": st.sampled_from(["every_step", "final_step", "improvement"]),
        "time_penalty": _COSTS,
    }
    return st.fixed_dictionaries(fields | ({"size_penalty": _COSTS} if zooms else {}))


@lru_cache(maxsize=64)
def episodes(max_steps: int, *, is_confident: bool) -> st.SearchStrategy[Fields]:
    """Build when episodes end.

    Args:
        max_steps: The most steps.
        is_confident: Whether the task can tell how sure a prediction is, which may so end an episode.
    """
    stops = ["never", "action", *(["confidence"] if is_confident else [])]
    return st.fixed_dictionaries(
        {
            "max_steps": st.integers(1, max_steps),
            "at_limit": st.sampled_from(["terminate", "truncate"]),
            "stop": st.sampled_from(stops),
        },
        optional={"confidence": st.floats(0, 1)},
    )
