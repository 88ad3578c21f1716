from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import ImageSpace, Interval, Polygons
from imagespaces.factors import ExplicitSplit
from imagespaces.factors.stepped import Stepped
from imagespaces.factors.weighted import Weighted
from imagespaces.generated.scene import Scene, SceneObject
from imagespaces.testing import BrokenLawError
from imagespaces.testing.laws.draws import draws_are_spread, factors_draw_apart, transforms_draw_apart
from imagespaces.transforms import Brightness, Flip, Rotate, Scale, Shift, Transform
from tests.imagespaces.testing.faults import Fault, each, expect_caught
from tests.imagespaces.toys import Shades

Units = Mapping[str, NDArray[np.float64]]


class Twins(ImageSpace):
    """Two factors, and no end."""

    def __init__(
        self, *, transforms: Sequence[Transform] = (), dtype: str = "float32", stream: int = 0, seed: Any = None
    ) -> None:
        super().__init__(
            2,
            2,
            1,
            dtype=dtype,
            stream=stream,
            seed=seed,
            transforms=transforms,
            factors=(Interval("left", 0, 1), Interval("right", 1, 100, "log")),
        )

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.broadcast_to(values["left"][:, None, None, None], (len(values["left"]), 2, 2, 1)).astype(np.float32)


class Tied(Twins):
    """Draws both factors from the numbers of one."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        return super()._interval_values(indices, {**units, "right": units["left"]})


class Opposed(Twins):
    """Draws one factor from what is left of the other."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        return super()._interval_values(indices, {**units, "right": 1 - units["left"]})


class Counting(Twins):
    """Draws all factors from one stream, in the order in which they are listed."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        shifted = {name: (unit + 0.1 * len(units)) % 1 for name, unit in units.items()}
        return super()._interval_values(indices, shifted)


class Crowded(Shades):
    """Draws from the lower half of each range alone."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        return super()._interval_values(indices, {name: unit / 2 for name, unit in units.items()})


def test_crowded_draws_are_caught() -> None:
    expect_caught(Fault(draws_are_spread, Crowded(), "the quarters of factor 'shade' have the shares [0."))


class Drawn(ImageSpace):
    """One factor, that shows."""

    def __init__(self, *, factor: Interval, to: float = 1, stream: int = 0, seed: Any = None) -> None:
        self.factor, self.to = factor, to
        super().__init__(2, 2, 1, stream=stream, seed=seed, factors=[factor])

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        shades = self.factor.to_unit(values[self.factor.name]).astype(np.float32)
        return np.broadcast_to(shades[:, None, None, None], (len(shades), 2, 2, 1)).copy()

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        return {name: self.factor.from_unit(unit * self.to) for name, unit in units.items()}


FACTORS = {
    "linear": Interval("k", -1, 1),
    "log": Interval("k", 1, 1000, "log"),
    "circular": Interval("k", 0, 360, "circular"),
    "thousand": Interval("k", 0, 1000, "integer"),
    **{f"{count}": Interval("k", 3, 3 + count, "integer") for count in (2, 3, 4, 5, 7, 11)},
    "steps": Stepped("k", 0, 360, "circular", step=90),
    "weighted": Weighted("k", ("often", "seldom", "never"), (9, 1, 0)),
}


@pytest.mark.parametrize("factor", FACTORS.values(), ids=FACTORS)
def test_factors_of_every_kind_are_spread_out(factor: Interval) -> None:
    for seed in range(20):
        draws_are_spread(Drawn(factor=factor), seed=seed)


@pytest.mark.parametrize("to", [0.01, 0.5])
@pytest.mark.parametrize("name", sorted(FACTORS.keys() - {"weighted"}))  # of which what is drawn seldom is not missed
def test_draws_of_a_part_are_caught(name: str, to: float) -> None:
    for seed in range(5):
        with pytest.raises(BrokenLawError, match=r"^draws_are_spread: the quarters of factor 'k' have the shares \[\d"):
            draws_are_spread(Drawn(factor=FACTORS[name], to=to), seed=seed)


class Tens(Twins):
    """Has a few steps beside what is continuous."""

    def __init__(self, *, stream: int = 0, seed: Any = None) -> None:
        factors = (Interval("left", 0, 1), Interval("right", 0, 10, "integer"), Interval("side", 0, 2, "integer"))
        ImageSpace.__init__(self, 2, 2, 1, stream=stream, seed=seed, factors=factors)


class TiedTens(Tens):
    """Draws steps from the numbers of what is continuous."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        return super()._interval_values(indices, {**units, "right": units["left"]})


class OpposedSides(Tens):
    """Draws one of two sides from what is left of the other numbers."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        return super()._interval_values(indices, {**units, "side": 1 - units["left"]})


def test_steps_that_are_drawn_from_the_same_numbers_are_caught() -> None:
    for seed in range(20):
        factors_draw_apart(Tens(), seed=seed)
    for space, names in ((TiedTens(), "'left' and 'right'"), (OpposedSides(), "'left' and 'side'")):
        with pytest.raises(
            BrokenLawError, match=f"^factors_draw_apart: factors {names} of state 0 are drawn from the same"
        ):
            factors_draw_apart(space)


class TiedSides(Tens):
    """Draws two sides from the same numbers."""

    def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
        values = super()._interval_values(indices, units)
        return values | {"right": values["side"]}


def test_few_values_may_be_alike_by_chance() -> None:
    factors_draw_apart(TiedSides())


@each(
    Fault(factors_draw_apart, Tied(), "factors 'left' and 'right' of state 0 are drawn from the same numbers"),
    Fault(factors_draw_apart, Opposed(), "factors 'left' and 'right' of state 0 are drawn from the same numbers"),
    Fault(transforms_draw_apart, Counting(), "factor 'left' is drawn otherwise with Brightness() as well, first at"),
)
def test_caught(fault: Fault) -> None:
    fault.law(Twins())
    with pytest.raises(BrokenLawError) as caught:
        fault.law(fault.space)
    assert caught.value.reason.startswith(fault.reason)


@pytest.mark.parametrize(
    "space",
    [
        Polygons(
            states=3, height=40, width=40, radius=8, transforms=[Rotate(quantum=90), Flip(), Scale(), Shift(quantum=2)]
        ),
        Scene(
            height=20,
            width=20,
            objects={"a": SceneObject(size=0.5), "b": SceneObject(size=0.5)},
            overlap=True,
            transforms=[Scale((0.8, 1.2)), Rotate()],
        ),
        Twins(transforms=(Brightness(), Rotate())),
        Polygons(states=3, radius=8, partition=ExplicitSplit({"some": {"sides": 4}}, rest="rest")),
    ],
    ids=["posed", "less room", "warped", "divided"],
)
@pytest.mark.parametrize("seed", range(3))
def test_transforms_may_change(space: ImageSpace, seed: int) -> None:
    transforms_draw_apart(space, seed=seed)


def test_all_orders_of_transforms_are_tried() -> None:
    class Ordered(Twins):
        """Draws what the first transform says."""

        def _interval_values(self, indices: NDArray[np.int64], units: Units) -> dict[str, NDArray[Any]]:
            turned = bool(self.transforms) and isinstance(self.transforms[0], Rotate) and len(self.transforms) > 1
            return super()._interval_values(
                indices, {name: unit * (0.5 if turned else 1) for name, unit in units.items()}
            )

    with pytest.raises(BrokenLawError, match="is drawn otherwise with the transforms in reverse order"):
        transforms_draw_apart(Ordered(transforms=(Brightness(), Rotate())))
    with pytest.raises(BrokenLawError, match=r"is drawn otherwise without Rotate\(.*\), first at"):
        transforms_draw_apart(Ordered(transforms=(Rotate(), Brightness())))
