"""Spaces made of spaces, against what their parts give alone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imagespaces import CircleSquare, DoubleCircleSquare, ImageFolder, ImageSpace
from imagespaces.bank import Bank
from imagespaces.combined import Concat, Grid, Mixture, Overlay, Subset
from imagespaces.factors import CompositionSplit, RandomSplit
from imagespaces.factors.domain import MAX_CELLS
from imagespaces.generated.polygons import Polygons
from imagespaces.pixels import from_bytes
from imagespaces.testing import check_space
from imagespaces.transforms import Rotate
from tests.imagespaces.toys import Glyphs, Regions

SMALL = CircleSquare(height=9, width=9, extent=4)
PLAIN = CircleSquare(height=9, width=9, extent=2, gradient=False)
REGIONS = Regions(height=9, width=9, channels=1)
TURNING = Polygons(states=3, height=24, width=24, radius=8, transforms=(Rotate(),), label="sides")
PLAIN_SMALL = CircleSquare(height=3, width=3, extent=2, gradient=False)
DIVIDED = Polygons(states=3, height=24, width=24, radius=8, partition=RandomSplit({"train": 0.6, "test": 0.4}))
EXAMPLES: dict[str, Callable[[], ImageSpace]] = {
    "side-by-side": lambda: Concat(spaces={"a": SMALL, "b": PLAIN}, label_from="a"),
    "stacked": lambda: Concat(spaces={"a": SMALL, "b": PLAIN}, axis="vertical", dtype="uint8"),
    "channels": lambda: Concat(spaces={"a": SMALL, "b": PLAIN}, axis="channels", label_from="b"),
    "drawn": lambda: Concat(spaces={"a": TURNING, "b": TURNING}, label_from="a", stream=3),
    "nested": lambda: Concat(
        spaces={"m": Mixture(spaces={"a": SMALL, "b": PLAIN}), "s": Subset(space=SMALL, only_labels=[1])}
    ),
    "grid": lambda: Grid(spaces=dict.fromkeys("abc", PLAIN), columns=2, label_from="c"),
    "mixture": lambda: Mixture(spaces={"a": SMALL, "b": PLAIN}, label_from="spaces"),
    "mixture-weighted": lambda: Mixture(
        spaces={"a": SMALL, "b": PLAIN}, weights={"a": 3, "b": 1}, label_from="component"
    ),
    "mixture-weighted-small": lambda: Mixture(
        spaces={"a": CircleSquare(height=3, width=3, extent=2), "b": PLAIN_SMALL}, weights={"a": 1, "b": 2.5}
    ),
    "each-divided": lambda: Concat(spaces={"a": DIVIDED, "b": DIVIDED}),
    "mixture-drawn": lambda: Mixture(
        spaces={"a": TURNING, "b": CircleSquare(height=24, width=24)}, weights={"a": 0.7, "b": 0.3}
    ),
    "overlay": lambda: Overlay(front=PLAIN, back=SMALL, label_from="front"),
    "overlay-drawn": lambda: Overlay(front=TURNING, back=CircleSquare(height=24, width=24), label_from="back"),
    "subset-labels": lambda: Subset(space=SMALL, only_labels=["circle"]),
    "subset-values": lambda: Subset(space=SMALL, only_values={"x": [1, 2, 3], "shape": "square"}),
    "subset-of-everything": lambda: Subset(space=SMALL, only_values={"shape": ["circle", "square"]}),
    "subset-states": lambda: Subset(space=SMALL, only_states=[5, 3, 7]),
    "subset-drawn": lambda: Subset(space=TURNING, only_labels=["4", 0]),
    "regions-side-by-side": lambda: Concat(spaces={"a": REGIONS, "b": REGIONS}),
    "regions-as-channels": lambda: Concat(spaces={"a": REGIONS, "b": REGIONS}, axis="channels"),
    "regions-beside-objects": lambda: Concat(spaces={"a": REGIONS, "b": SMALL}),
    "regions-in-a-grid": lambda: Grid(spaces=dict.fromkeys("abc", REGIONS), columns=2),
    "regions-mixed": lambda: Mixture(spaces={"a": REGIONS, "b": REGIONS}),
    "regions-or-objects": lambda: Mixture(spaces={"a": REGIONS, "b": SMALL}),
    "regions-behind": lambda: Overlay(front=SMALL, back=REGIONS),
    "regions-chosen": lambda: Subset(space=REGIONS, only_states=[3, 1]),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_laws_hold(name: str) -> None:
    check_space(EXAMPLES[name]())


@given(left=st.integers(0, SMALL.num_states - 1), right=st.integers(0, PLAIN.num_states - 1))
def test_a_concatenation_shows_one_image_of_each(left: int, right: int) -> None:
    space = Concat(spaces={"left": SMALL, "right": PLAIN}, label_from="right")
    one = space.at(left + SMALL.num_states * right)
    a, b = SMALL.at(left), PLAIN.at(right)
    assert np.array_equal(one.image, np.concatenate((a.image, b.image), axis=1))
    assert a.mask is not None
    assert b.mask is not None
    assert one.mask is not None
    assert np.array_equal(one.mask, np.concatenate((a.mask, b.mask), axis=1))
    assert one.label == b.label
    assert one.factors == {f"left.{key}": value for key, value in a.factors.items()} | {
        f"right.{key}": value for key, value in b.factors.items()
    }


def test_a_grid_fills_rows_and_leaves_the_rest_black() -> None:
    space = Grid(spaces={"a": SMALL, "b": PLAIN, "c": SMALL}, columns=2)
    image = space.at(7 + SMALL.num_states * (11 + PLAIN.num_states * 23)).image
    assert np.array_equal(image[:9, :9], SMALL.at(7).image)
    assert np.array_equal(image[:9, 9:], PLAIN.at(11).image)
    assert np.array_equal(image[9:, :9], SMALL.at(23).image)
    assert not image[9:, 9:].any()


def test_equal_spaces_draw_different_values() -> None:
    values = Concat(spaces={"a": TURNING, "b": TURNING}).instances(np.arange(50)).factors
    assert not np.isin(values["a.rotate"], values["b.rotate"]).any()


def test_one_more_space_leaves_the_draws_of_the_others_alone() -> None:
    two = Concat(spaces={"a": TURNING, "b": TURNING})
    three = Concat(spaces={"a": TURNING, "b": TURNING, "c": TURNING})
    draws = np.arange(20)
    for name in ("a.rotate", "b.rotate"):
        few, many = (space.instances(space.num_states * draws).factors[name] for space in (two, three))
        # The same draws are at other indices, since there are more states: of draw 0, state 0, both are at index 0.
        assert few[0] == many[0]


@given(state=st.integers(0, SMALL.num_states + PLAIN.num_states - 1))
def test_a_mixture_shows_the_image_of_its_component(state: int) -> None:
    space = Mixture(spaces={"first": SMALL, "second": PLAIN}, label_from="spaces")
    second = state >= SMALL.num_states
    alone = PLAIN.at(state - SMALL.num_states) if second else SMALL.at(state)
    one = space.at(state)
    assert np.array_equal(one.image, alone.image)
    assert one.label == alone.label
    assert one.factors["component"] == second
    prefix = "second" if second else "first"
    assert {key: one.factors[f"{prefix}.{key}"] for key in alone.factors} == alone.factors


def test_weights_decide_how_often_a_component_is_drawn() -> None:
    space = Mixture(spaces={"a": SMALL, "b": PLAIN, "c": PLAIN}, weights={"a": 3, "b": 1, "c": 0})
    split = space.split("all")
    ranks = np.arange(4001) * (split.size // 4001)
    drawn = space.instances(split.indices(ranks)).factors["component"]
    assert np.bincount(drawn, minlength=3) / 4001 == pytest.approx([0.75, 0.25, 0], abs=0.001)


def test_within_a_component_weights_leave_instances_equally_likely() -> None:
    tiny = Subset(space=SMALL, only_states=range(5))
    other = Subset(space=PLAIN, only_states=range(7))
    split = Mixture(spaces={"a": tiny, "b": other}, weights={"a": 0.9, "b": 0.1}).split("all")
    generator = np.random.default_rng(0)
    counts = np.bincount(split.indices(generator.integers(split.size, size=20_000)), minlength=12) / 20_000
    assert counts == pytest.approx([0.18] * 5 + [0.1 / 7] * 7, abs=0.012)


def test_splits_of_the_parts_are_splits_of_the_whole() -> None:
    parts = {
        name: Subset(space=SMALL, only_labels=[0, 1], partition=RandomSplit({"train": 0.6, "test": 0.4}, stream=stream))
        for name, stream in (("a", 1), ("b", 2))
    }
    for space in (Concat(spaces=parts), Mixture(spaces=parts)):
        assert list(space.splits) == ["all", "test", "train"]
        train, test = space.split("train"), space.split("test")
        members = train.indices(np.arange(train.size))
        assert train.contains(members).all()
        assert not test.contains(members).any()
        assert len(np.unique(members)) == train.size
        everything = np.arange(space.num_states)
        assert train.contains(everything).sum() == train.num_states == train.measure * space.num_states


def test_a_product_is_in_a_split_where_each_part_is() -> None:
    divided = Subset(space=SMALL, only_labels=[0, 1], partition=RandomSplit({"train": 0.5, "test": 0.5}))
    space = Concat(spaces={"divided": divided, "whole": PLAIN})
    share = Fraction(divided.split("train").num_states, divided.num_states)
    assert space.split("train").measure == share
    indices = np.arange(0, space.num_states, 97)
    expected = divided.split("train").contains(indices % divided.num_states)
    assert np.array_equal(space.split("train").contains(indices), expected)


@given(front=st.integers(0, PLAIN.num_states - 1), back=st.integers(0, SMALL.num_states - 1))
def test_an_overlay_shows_the_back_where_there_is_no_object(front: int, back: int) -> None:
    one = Overlay(front=PLAIN, back=SMALL).at(front + PLAIN.num_states * back)
    a, b = PLAIN.at(front), SMALL.at(back)
    assert a.mask is not None
    assert np.array_equal(one.image, np.where(a.mask[..., None], a.image, b.image))


def test_edges_of_an_overlaid_object_are_mixed_in_their_share() -> None:
    ground = CircleSquare(height=24, width=24)
    space = Overlay(front=TURNING, back=ground)
    one = space.at(0)
    alone = space.front.render({name: np.array([one.factors[f"front.{name}"]]) for name in TURNING.factors})[0]
    share = alone if alone.dtype == np.float32 else from_bytes(alone)  # white on black: the image is the share
    assert np.allclose(one.image, share + ground.at(0).image * (1 - share), atol=1 / 255)
    assert ((share > 0) & (share < 1)).any()


@given(labels=st.permutations(range(3)), count=st.integers(1, 3))
@settings(max_examples=10)
def test_a_subset_numbers_its_labels_anew(labels: list[int], count: int) -> None:
    whole = DoubleCircleSquare(height=6, width=6, extent=2)
    space = Subset(space=whole, only_labels=labels[:count])
    assert whole.class_names is not None
    assert space.class_names == tuple(whole.class_names[label] for label in labels[:count])
    kept = np.flatnonzero(np.isin(whole.labels(np.arange(whole.num_states)), labels[:count]))
    assert space.size == len(kept)
    rows = np.arange(0, len(kept), 5)
    many, expected = space.instances(rows), whole.instances(kept[rows])
    assert np.array_equal(many.images, expected.images)
    assert many.labels is not None
    assert expected.labels is not None
    assert np.array_equal(np.array(labels)[many.labels], expected.labels)


def test_a_subset_of_states_keeps_their_order() -> None:
    space = Subset(space=SMALL, only_states=[40, 2, 17])
    assert np.array_equal(space.instances([0, 1, 2]).images, SMALL.instances([2, 17, 40]).images)


def test_a_bank_is_of_the_files_as_they_are(tmp_path: Path) -> None:
    def make() -> list[ImageSpace]:
        pictures = ImageFolder(root=tmp_path, height=4, width=4, channels=1)
        spaces = {"pictures": pictures}
        return [Concat(spaces=spaces), Mixture(spaces=spaces), Subset(space=pictures, only_states=[0])]

    Image.new("L", (4, 4), 10).save(tmp_path / "one.png")
    before = [Bank.of(space).pixels.copy() for space in make()]
    Image.new("L", (4, 4), 200).save(tmp_path / "one.png")
    os.utime(tmp_path / "one.png", ns=(0, 0))
    for old, space in zip(before, make(), strict=True):
        assert not np.array_equal(Bank.of(space).pixels, old)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Concat(spaces={}), "spaces must be a mapping of names to at least one image space, got {}"),
        (lambda: Concat(spaces={"a.b": SMALL}), "the name of a space must be a string without dots, got 'a.b'"),
        (
            lambda: Concat(spaces={"a": ImageSpace(2, 2, 1)}),
            (
                "a space of spaces is made of spaces of particular images, got ImageSpace(height=2, width=2, "
                "channels=1, dtype='float32') for 'a'"
            ),
        ),
        (
            lambda: Concat(spaces={"a": SMALL, "b": CircleSquare()}),
            "spaces side by side must have one height, got {'a': 9, 'b': 28}",
        ),
        (
            lambda: Concat(spaces={"a": SMALL}, axis="diagonal"),  # type: ignore[arg-type]
            "axis must be one of 'horizontal', 'vertical', 'channels', got 'diagonal'",
        ),
        (
            lambda: Concat(spaces={"a": SMALL}, label_from="b"),
            "label_from must be one of the spaces with labels ['a'], or None, got 'b'",
        ),
        (lambda: Grid(spaces={"a": SMALL}, columns=0), "columns must be an integer of at least 1, got 0"),
        (
            lambda: Mixture(spaces={"a": SMALL}, weights={"b": 1}),
            "weights must be a mapping of the names ['a'] to numbers, got {'b': 1}",
        ),
        (
            lambda: Mixture(spaces={"a": SMALL}, weights={"a": 0}),
            "weights must be finite and not negative, with one above 0, got {'a': 0}",
        ),
        (
            lambda: Mixture(spaces={"a": SMALL}, label_from="a"),  # type: ignore[arg-type]
            "label_from must be 'component', 'spaces' or None, got 'a'",
        ),
        (
            lambda: Mixture(
                spaces={"a": SMALL, "b": DoubleCircleSquare(height=9, width=9, extent=4)}, label_from="spaces"
            ),
            (
                "label_from 'spaces' takes spaces with the same classes, got {'a': ('square', 'circle'), 'b': "
                "('two squares', 'two circles', 'one of each')}"
            ),
        ),
        (
            lambda: Subset(space=SMALL),
            (
                "exactly one of only_labels, only_values, only_states must be given, got {'only_labels': None, "
                "'only_values': None, 'only_states': None}"
            ),
        ),
        (
            lambda: Subset(space=SMALL, only_labels=["cirle"]),
            "only_labels must be among square, circle, or 0 to 1, got 'cirle'",
        ),
        (lambda: Subset(space=SMALL, only_labels=[1, 1]), "only_labels must be different, got [1, 1]"),
        (lambda: Subset(space=SMALL, only_states=[162]), "only_states must be from 0 to 161, got 162"),
        (lambda: Subset(space=SMALL, only_states=[]), "only_states must list different states, at least one, got []"),
    ],
)
def test_what_does_not_fit_is_refused(make: Callable[[], ImageSpace], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()


def test_classes_of_pixels_are_joined_where_they_have_the_same_names() -> None:
    a, b = REGIONS.at(1).mask, REGIONS.at(2).mask
    pair = Concat(spaces={"a": REGIONS, "b": REGIONS})
    assert pair.mask_names == REGIONS.names
    np.testing.assert_array_equal(pair.at(1 + 4 * 2).mask, np.hstack([np.asarray(a), np.asarray(b)]))
    cells = Grid(spaces=dict.fromkeys("abc", REGIONS), columns=2).at(0).mask
    assert cells is not None
    assert set(cells[9:, 9:].ravel().tolist()) == {-1}  # the cell that is left over
    mixture = Mixture(spaces={"a": REGIONS, "b": REGIONS})
    assert mixture.mask_names == REGIONS.names
    np.testing.assert_array_equal(mixture.at(4 + 2).mask, b)


OTHER = Regions(height=9, width=9, channels=1, names=("sky", "sea", "rock"))
WITHOUT: dict[str, Callable[[], ImageSpace]] = {
    "one-has-none": lambda: Concat(spaces={"a": Glyphs(), "b": Regions(height=2, width=2, channels=1)}),
    "another-kind": lambda: Concat(spaces={"a": REGIONS, "b": SMALL}),
    "other-names": lambda: Mixture(spaces={"a": REGIONS, "b": OTHER}),
    "the-same-pixels": lambda: Concat(spaces={"a": REGIONS, "b": REGIONS}, axis="channels"),
    "objects-or-classes": lambda: Mixture(spaces={"a": SMALL, "b": REGIONS}),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_masks_of_different_kinds_make_none(name: str) -> None:
    space = WITHOUT[name]()
    assert (space.has_masks, space.mask_names) == (False, None)
    assert space.instances([0, space.num_states - 1]).masks is None
    assert space.at(0).mask is None


def test_objects_before_classes_of_pixels_are_objects() -> None:
    space = Overlay(front=SMALL, back=REGIONS)
    assert (space.has_masks, space.mask_names) == (True, None)
    np.testing.assert_array_equal(space.at(5).mask, SMALL.at(5).mask)


def test_an_overlay_takes_a_front_that_knows_its_objects() -> None:
    class Photos(CircleSquare):
        has_masks = False

    for front in (Photos(), Regions(height=28, width=28, channels=1)):
        message = f"front must be a space that knows where its objects are, got {front!r}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            Overlay(front=front, back=CircleSquare())


def test_full_products_are_divided_without_a_list_of_their_states() -> None:
    small = CircleSquare(height=9, width=10, extent=4)
    held_out = CompositionSplit([{"a.shape": "circle", "b.shape": "circle"}])
    space = Concat(spaces={"a": small, "b": small, "c": small, "d": small}, partition=held_out)
    assert space.num_states > MAX_CELLS  # so that a list would be refused
    assert space.splits["test"].measure == Fraction(1, 4)
    states = np.array([0, 1, 7, space.num_states // 3, space.num_states - 1])
    codes = space.domain.codes(states)
    for name in "abcd":
        states, own = np.divmod(states, small.num_states)
        for factor, expected in small.domain.codes(own).items():
            np.testing.assert_array_equal(codes[f"{name}.{factor}"], expected)
