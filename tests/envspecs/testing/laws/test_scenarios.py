from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.sensors import Glimpse
from envspecs.testing.laws.scenarios import (
    one_value_or_one_each,
    options_are_left_alone,
    options_reach_whom_the_mask_names,
    refused_resets_change_nothing,
    scenarios_change_no_other_draw,
    scenarios_hold_for_one_reset,
    splits_may_be_given,
    wrong_masks_are_refused,
)
from imagespaces.draws import Draws
from tests.envspecs.testing.faults import SPEC, Fault, caught, spoilt

Options = Mapping[str, NDArray[Any]]


class Clinging(Core):
    """Keeps to what was given once."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        self._given = options or getattr(self, "_given", {})
        super().begin(lanes, self._given)


class Deaf(Glimpse):
    """Starts where it likes."""

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Options) -> None:
        super().reset(lanes, draws, {})


class Entangled(Core):
    """Draws another start where the instance is given."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        if options and "index" in options:
            self._key[lanes] += np.uint64(1)
        super().begin(lanes, options)


class FirstForAll(ActiveVectorEnv):
    """Takes the first of several values for all environments."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        firsts = {name: value[0] if np.ndim(value) else value for name, value in (options or {}).items()}
        return super().reset(seed=seed, options=options and firsts | {"position": options.get("position")})


class Careless(ActiveEnv):
    """Overlooks options that it does not know."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        known = {name: value for name, value in (options or {}).items() if name in self.core.options}
        return super().reset(seed=seed, options=known)


class Torn(ActiveEnv):
    """Is no longer where it was when a reset was refused."""

    @contextmanager
    def _or_as_before(self, scenario: Options) -> Iterator[None]:
        yield


class Maskless(ActiveVectorEnv):
    """Resets all environments, whatever the mask."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=seed, options={k: v for k, v in (options or {}).items() if k != "reset_mask"})


class Taking(ActiveVectorEnv):
    """Takes the mask out of the options, as Gymnasium's own do."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        result = super().reset(seed=seed, options=options)
        (options or {}).pop("reset_mask", None)
        return result


class Splitless(Core):
    """Draws from the usual split, whatever split is given."""

    def _choose(self, draws: Draws, options: Options) -> NDArray[np.int64]:
        return super()._choose(draws, {name: values for name, values in options.items() if name != "split"})


class Lenient(Core):
    """Takes an instance of another split than is given."""

    def _checked(self, given: NDArray[Any], splits: NDArray[np.str_] | None) -> NDArray[np.int64]:
        return super()._checked(given, None)


class Sticky(Core):
    """Goes on to draw from the split that was given once."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        if options and "split" in options:
            self.split = str(options["split"][0])
        super().begin(lanes, options)


class Shifted(ActiveVectorEnv):
    """Counts the values of options from the first environment that is reset."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        options = dict(options or {})
        if "reset_mask" in options and "index" in options:
            lanes = np.flatnonzero(options["reset_mask"])
            values = np.array(options["index"])
            values[lanes] = values[: len(lanes)]
            options["index"] = values
        return super().reset(seed=seed, options=options)


HALVES = {"kind": "explicit", "splits": {"test": [{"sides": [3, 5]}]}, "rest": "train"}
POLYGONS = {"kind": "polygons", "states": 4, "height": 16, "width": 16, "radius": 6, "partition": HALVES}
SPLIT = SPEC.override({"space": POLYGONS})
"""A task about images that are divided."""

test_caught = caught(
    Fault(splits_may_be_given, spoilt(core=Splitless, spec=SPLIT), "where split 'test' is given, which is not in"),
    Fault(splits_may_be_given, spoilt(core=Lenient, spec=SPLIT), "given with split 'test', must raise"),
    Fault(
        splits_may_be_given, spoilt(core=Sticky, spec=SPLIT.override({"split": "train"})), "after split 'all' was given"
    ),
    Fault(options_reach_whom_the_mask_names, spoilt(None, Shifted), "environment 2, mask [True, False, True]"),
    Fault(scenarios_hold_for_one_reset, spoilt(core=Clinging), "the episode after index was given['observation']"),
    Fault(scenarios_hold_for_one_reset, spoilt(sensor=Deaf), "position where position is given differs"),
    Fault(scenarios_change_no_other_draw, spoilt(core=Entangled), "position where index is given differs"),
    Fault(one_value_or_one_each, spoilt(None, FirstForAll), "given index"),
    Fault(refused_resets_change_nothing, spoilt(Careless), "with {'no such option': 1} must raise ValueError"),
    Fault(refused_resets_change_nothing, spoilt(Torn), "the single environment, after resets that were refused"),
    Fault(wrong_masks_are_refused, spoilt(None, Maskless), "the mask [True, False, False] must raise TypeError"),
    Fault(options_are_left_alone, spoilt(None, Taking), "options hold ['index', 'position'] after the reset"),
)
