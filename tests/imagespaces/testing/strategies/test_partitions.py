from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace, Interval
from imagespaces.combined import Concat, Subset
from imagespaces.factors import Domain, Factor, Finite, RandomSplit
from imagespaces.factors.stepped import Stepped
from imagespaces.factors.weighted import Weighted
from imagespaces.generated import Polygons
from imagespaces.testing.strategies import PARTINGS, splits
from imagespaces.transforms import Rotate
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest
from tests.imagespaces.toys import Glyphs, Lone, Shades

SMALL = CircleSquare(height=3, width=4, extent=2)
SPACES: dict[str, ImageSpace | Domain] = {
    "full": SMALL,
    "sparse": Subset(space=SMALL, only_states=[1, 5, 6]),
    "of-one-state": Lone(),
    "with-intervals": Shades(),
    "of-names": Glyphs(),
    "large": CircleSquare(height=99, width=99),
    "large-sparse": DoubleCircleSquare(),
    "joined": Concat(spaces={"a": SMALL, "b": Subset(space=SMALL, only_labels=[0])}),
    "turned": Polygons(states=3, radius=8, height=24, width=24, transforms=[Rotate()]),
    "intervals-alone": Domain([Interval("size", 1, 100, "log"), Interval("count", 0, 3, "integer")]),
    "of-steps": Domain([Stepped("turn", 0, 360, "circular", step=90), Finite("on", (False, True))]),
    "weighted": Domain([Weighted("flip", ("none", "left_right")), Finite("size", (0.5, 1.5, 2.5))]),
}


@pytest.mark.parametrize("name", SPACES)
@settings(max_examples=20)
@given(data=st.data())
def test_every_split_has_something(name: str, data: st.DataObject) -> None:
    space = SPACES[name]
    domain = space.domain if isinstance(space, ImageSpace) else space
    named = dict(data.draw(splits(space)).divide(domain).splits)
    assert named.pop("all").size == sum(split.size for split in named.values())
    assert all(split.size for split in named.values())


@pytest.mark.parametrize("kind", PARTINGS)
@settings(max_examples=20)
@given(data=st.data())
def test_each_kind_divides_a_space(kind: str, data: st.DataObject) -> None:
    partition = data.draw(splits(SMALL, kinds=[kind]))
    divided = partition.divide(SMALL.domain).splits
    assert type(partition).__name__.lower() == kind.replace("_", "") + "split"
    assert "train" in divided
    assert partition == eval(repr(partition), vars(__import__("imagespaces.factors", fromlist=["factors"])))  # noqa: S307


@settings(max_examples=20)
@given(splits())
def test_partitions_of_an_example(partition: Any) -> None:
    factors: list[Factor] = [
        Finite("shape", ("square", "circle")),
        Finite("size", range(1, 5)),
        Interval("angle", 0, 360),
    ]
    assert len(partition.divide(Domain(factors)).splits) > 1


def test_partitions_are_simple_at_first() -> None:
    assert smallest(splits(SMALL), anything) == RandomSplit({"train": 0.5, "test": 0.5})
    assert smallest(splits(Lone()), anything) == RandomSplit({"train": 1.0})


def test_what_is_built_is_various() -> None:
    assert reachable(splits(SMALL, kinds=["random"]), lambda one: len(one.fractions) == 3)
    assert reachable(splits(SMALL, kinds=["random"]), lambda one: one.of == ("x",))
    assert reachable(splits(SMALL, kinds=["explicit"]), lambda one: len(one.splits["test"]) == 2)
    assert reachable(splits(SMALL, kinds=["composition"]), lambda one: len(one.held_out) == 2)
    assert reachable(splits(SPACES["turned"], kinds=["extrapolation"]), lambda one: "sides" in one.held_out)
    assert reachable(splits(SPACES["turned"], kinds=["interpolation"]), lambda one: "rotate" in one.held_out)


def test_another_kind_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = RandomSplit({"everything": 1.0})
    monkeypatch.setitem(PARTINGS, "whole", lambda parts: st.just(whole) if parts.is_full else st.nothing())
    assert smallest(splits(SMALL, kinds=["whole"]), anything) == whole
    assert reachable(splits(SMALL), lambda one: one == whole)
    with pytest.raises(ValueError, match=r"^partitions whole need factors that they can divide, got none among \["):
        splits(SPACES["sparse"], kinds=["whole"])


@pytest.mark.parametrize(
    ("space", "kinds", "message"),
    [
        (SMALL, ["randomly"], f"kinds must be one or more of {', '.join(PARTINGS)}, got ['randomly']"),
        (SMALL, [], f"kinds must be one or more of {', '.join(PARTINGS)}, got []"),
        (Lone(), ["explicit"], "partitions explicit need factors that they can divide, got none among {names}"),
        (
            ImageSpace(2, 2, 1),
            None,
            f"partitions {', '.join(PARTINGS)} need factors that they can divide, got none among []",
        ),
    ],
)
def test_what_can_not_be_divided_is_refused(space: ImageSpace, kinds: list[str] | None, message: str) -> None:
    expected = message.replace("{names}", repr(list(space.factors)))
    with pytest.raises(ValueError, match="^" + re.escape(expected) + "$"):
        splits(space, kinds=kinds)
