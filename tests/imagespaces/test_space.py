from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import CircleSquare, Finite, ImageSpace, Interval
from imagespaces.draws import Draws, derive_key
from imagespaces.factors import Factor, RandomSplit, SparseDomain
from imagespaces.pixels import from_bytes
from imagespaces.testing import LAWS, broken_laws
from imagespaces.testing.strategies import factor_values, index_lists, indices
from tests.imagespaces.toys import Glyphs, Lone, Shades

Values = Mapping[str, NDArray[Any]]


class Plain(ImageSpace):
    """What a space needs to be one: factors, and a hook."""

    def __init__(
        self, *, factors: Sequence[Factor], label: str | None = None, stream: int = 0, seed: Any = None
    ) -> None:
        super().__init__(2, 3, 1, stream=stream, seed=seed, factors=factors, label=label)
        self.given = factors

    def _images(self, values: Values) -> NDArray[np.float32]:
        (column, *_) = values.values()
        return np.full((len(column), *self.shape), 0.5, np.float32)

    def parameters(self) -> dict[str, Any]:
        return {"factors": self.given, "label": self.label, "stream": self.stream}


SIDES, HUES = Finite("sides", (3, 4, 5)), Finite("hue", ("red", "blue"))
ANGLE, COUNT = Interval("angle", 0, 360, "circular"), Interval("count", 1, 7, "integer")


# ----------------------------------------------------------------------------------------------------------------------
# All images of a shape
# ----------------------------------------------------------------------------------------------------------------------


def test_the_space_of_all_images_has_no_instances() -> None:
    space = ImageSpace(2, 3, 4)
    assert (space.shape, space.size, space.class_names, space.num_classes) == ((2, 3, 4), None, None, None)
    assert dict(space.factors) == {}
    message = f"{space!r} is the space of all images of its shape; only its subclasses have instances"
    for call in (lambda: space.at(0), lambda: space.instances([]), lambda: space.check_indices([0])):
        with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
            call()


def test_it_samples_noise() -> None:
    sample = ImageSpace(30, 30, 3, seed=0).sample()
    assert 0.45 < sample.mean() < 0.55
    assert sample in ImageSpace(30, 30, 3)


def test_its_repr() -> None:
    assert repr(ImageSpace(2, 3, 4, dtype=np.uint8)) == "ImageSpace(height=2, width=3, channels=4, dtype='uint8')"


def test_a_name_of_ones_own_needs_no_constructor() -> None:
    class Observations(ImageSpace):
        """Images as some task shows them."""

    space = Observations(2, 3, 4)
    assert repr(space) == "Observations(height=2, width=3, channels=4, dtype='float32')"
    assert space == Observations(2, 3, 4) != ImageSpace(2, 3, 4)
    assert (
        broken_laws(space, laws=[law for law in LAWS if "pickling" not in law.name]) == []
    )  # it is local to this test


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 1, 1), "height must be an integer of at least 1, got 0"),
        ((1, -1, 1), "width must be an integer of at least 1, got -1"),
        ((1, 1, 1.0), "channels must be an integer of at least 1, got 1.0"),
        ((1, True, 1), "width must be an integer of at least 1, got True"),
        (("1", 1, 1), "height must be an integer of at least 1, got '1'"),
    ],
)
def test_sizes_that_are_none(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        ImageSpace(*arguments)


@pytest.mark.parametrize("stream", [1.0, "0", None, True, [0]])
def test_streams_that_are_none(stream: Any) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(f"stream must be an integer, got {stream!r}") + "$"):
        ImageSpace(1, 1, 1, stream=stream)


# ----------------------------------------------------------------------------------------------------------------------
# Factors, labels and sizes
# ----------------------------------------------------------------------------------------------------------------------


def test_finite_factors_make_a_finite_space() -> None:
    space = Plain(factors=[SIDES, HUES])
    assert (space.num_states, space.size) == (6, 6)
    assert space.at(5).factors == {"sides": 5, "hue": 1}
    assert space.instances(range(6)).factors["hue"].tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("interval", [ANGLE, COUNT])
def test_an_interval_leaves_no_end(interval: Interval) -> None:
    space = Plain(factors=[SIDES, interval, HUES])
    assert (space.num_states, space.size) == (6, None)
    assert space.at(2**63 - 1).index == 2**63 - 1


def test_intervals_alone_have_one_state() -> None:
    space = Plain(factors=[ANGLE])
    assert (space.num_states, space.size) == (1, None)
    assert space.at(3).factors != space.at(4).factors


@given(st.integers(0, 2**63 - 1))
def test_an_index_is_a_state_and_a_draw(index: int) -> None:
    found = Plain(factors=[SIDES, ANGLE, HUES]).at(index).factors
    assert (found["sides"], found["hue"]) == (3 + index % 3, index // 3 % 2)


@pytest.mark.parametrize(
    ("label", "names"), [("sides", ("3", "4", "5")), ("hue", ("red", "blue")), (None, None)], ids=str
)
def test_the_label_is_a_finite_factor(label: str | None, names: tuple[str, ...] | None) -> None:
    space = Plain(factors=[SIDES, ANGLE, HUES], label=label)
    assert space.class_names == names
    assert space.num_classes == (None if names is None else len(names))
    labels = space.instances(range(6)).labels
    assert (None if labels is None else labels.tolist()) == {
        "sides": [0, 1, 2, 0, 1, 2],
        "hue": [0, 0, 0, 1, 1, 1],
        None: None,
    }[label]


@pytest.mark.parametrize("label", ["angle", "side", ""])
def test_labels_that_are_no_finite_factor(label: str) -> None:
    message = f"label must be one of the finite factors ['sides', 'hue'], got {label!r}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Plain(factors=[SIDES, ANGLE, HUES], label=label)


def test_labels_of_a_space_without() -> None:
    space = Glyphs()
    message = f"labels are known where class_names is not None; {space!r} has none"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        space.labels([0])


class Blind(CircleSquare):
    """Cannot render."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        raise AssertionError(f"rendered {values}")


def test_labels_and_factor_values_are_told_without_rendering() -> None:
    assert Blind().labels([3, 4]).tolist() == [1, 0]
    told = Blind().factor_values([1 + 2 * (5 + 28 * 9), 2 * 27])
    assert {name: values.tolist() for name, values in told.items()} == {"shape": [1, 0], "x": [5, 27], "y": [9, 0]}


def test_factor_values_of_intervals_are_those_of_the_draw() -> None:
    space = Plain(factors=[SIDES, ANGLE, COUNT], stream=5)
    told, drawn = space.factor_values([7, 2**62]), space.instances([7, 2**62]).factors
    assert {name: values.tolist() for name, values in told.items()} == {
        name: values.tolist() for name, values in drawn.items()
    }
    with pytest.raises(ValueError, match=r"^an index must be from 0 to 9223372036854775807, got -1$"):
        space.factor_values([-1])


def test_factors_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^the factors of a domain must have different names, got 'sides' twice$"):
        Plain(factors=[SIDES, Finite("sides", (1, 2))])


def test_too_many_states_are_refused() -> None:
    many = [Finite(f"digit{number}", range(2**16)) for number in range(4)]
    with pytest.raises(
        ValueError, match=r"^finite factors must have at most 2\*\*62 combinations, got 18446744073709551616: "
    ):
        Plain(factors=many)
    assert Plain(factors=[*many[:3], Finite("rest", range(2**14))]).size == 2**62


def test_factors_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Glyphs().factors["more"] = SIDES  # type: ignore[index]


def test_states_may_be_some_of_the_combinations() -> None:
    first, second = Finite("first", range(4)), Finite("second", range(4))
    upper, lower = np.triu_indices(4, k=1)

    class Apart(ImageSpace):
        """Two things that are never in one place, and perhaps more."""

        def __init__(self, *more: Factor) -> None:
            factors = [first, second, *more]
            domain = SparseDomain(factors, 6, lambda states: {"first": upper[states], "second": lower[states]})
            super().__init__(1, 4, 1, factors=domain)

        def _images(self, values: Values) -> NDArray[np.float32]:
            places = np.arange(4) == np.stack((values["first"], values["second"]))[..., None]
            return np.asarray(places.any(axis=0), np.float32).reshape(-1, 1, 4, 1)

    space = Apart()
    assert space.size == 6
    assert space.at(5).factors == {"first": 2, "second": 3}
    assert space.images(range(6)).sum(axis=(1, 2, 3)).tolist() == [2.0] * 6

    endless = Apart(ANGLE)
    assert endless.size is None
    later = endless.instances(range(600, 606))
    assert np.array_equal(later.images, space.images(range(6)))
    assert np.array_equal(endless.images(range(600, 606)), later.images)
    assert np.array_equal(endless.pixels(np.arange(600, 606)), later.images)


# ----------------------------------------------------------------------------------------------------------------------
# Random values
# ----------------------------------------------------------------------------------------------------------------------


@given(st.data(), st.integers(-(2**70), 2**70))
def test_values_come_from_sub_streams_of_their_names(data: st.DataObject, stream: int) -> None:
    space = Plain(factors=[ANGLE, SIDES, COUNT], stream=stream)
    several = data.draw(index_lists(space))
    draws = Draws(derive_key("instance", stream), several)
    found = space.instances(several).factors
    for factor in (ANGLE, COUNT):
        expected = factor.from_unit(draws.uniform(f"factor/{factor.name}")[:, 0])
        assert found[factor.name].tolist() == expected.tolist()


def test_another_factor_leaves_the_others_alone() -> None:
    few, more = Plain(factors=[SIDES, ANGLE]), Plain(factors=[SIDES, COUNT, ANGLE])
    several = [0, 17, 2**63 - 1]
    assert few.instances(several).factors["angle"].tolist() == more.instances(several).factors["angle"].tolist()


def test_golden_values() -> None:
    found = Plain(factors=[SIDES, ANGLE, COUNT], stream=3).instances([0, 1, 2**40]).factors
    golden = [260.0282979891787, 301.30807586651827, 80.00763670607391]
    np.testing.assert_allclose(found["angle"], golden, rtol=0, atol=1e-9)
    assert found["count"].tolist() == [6, 4, 1]


def test_draws_are_uniform() -> None:
    values = Plain(factors=[ANGLE, COUNT]).instances(range(6000)).factors
    for counts in (np.bincount((values["angle"] // 60).astype(int)), np.bincount(values["count"])[1:]):
        assert len(counts) == 6
        assert ((counts - 1000) ** 2 / 1000).sum() < 36  # five degrees of freedom: once in a million


def test_samples_are_uniform() -> None:
    space = Glyphs(dtype="uint8", seed=0)
    states = [space.state_of(space.sample()) for _ in range(3200)]
    counts = np.bincount(states, minlength=16)
    assert ((counts - 200) ** 2 / 200).sum() < 54  # fifteen degrees of freedom: once in a million


# ----------------------------------------------------------------------------------------------------------------------
# Indices and splits
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("space", "index", "message"),
    [
        (Glyphs(), 16, "an index must be from 0 to 15, got 16"),
        (Glyphs(), -1, "an index must be from 0 to 15, got -1"),
        (Glyphs(), 2**64, "an index must be from 0 to 15, got 18446744073709551616"),
        (Shades(), 2**63, "an index must be from 0 to 9223372036854775807, got 9223372036854775808"),
        (Shades(), np.int8(-5), "an index must be from 0 to 9223372036854775807, got -5"),
        (Lone(), 1, "an index must be from 0 to 0, got 1"),
    ],
    ids=repr,
)
def test_indices_out_of_range(space: ImageSpace, index: Any, message: str) -> None:
    for call in (space.at, lambda index: space.instances([0, index]), lambda index: space.images([0, index])):
        with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
            call(index)


@pytest.mark.parametrize("index", [1.0, "1", None, True, np.float32(1), np.True_, b"1"], ids=repr)
def test_indices_that_are_no_integers(index: Any) -> None:
    for given_index in (index, [index][0]):
        with pytest.raises(TypeError, match="^" + re.escape(f"indices must be integers, got {index!r}") + "$"):
            Glyphs().at(given_index)


@pytest.mark.parametrize(("several", "shape"), [(3, "[]"), ([[1, 2]], "[1, 2]"), (np.zeros((2, 0), int), "[2, 0]")])
def test_indices_that_are_no_list(several: Any, shape: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(f"indices must have shape [B], got shape {shape}") + "$"):
        Glyphs().instances(several)


@pytest.mark.parametrize("several", [[], (), range(0), np.zeros(0), np.zeros(0, np.uint8)])
def test_no_indices(several: Any) -> None:
    none = Glyphs().instances(several)
    assert none.images.shape == (0, 2, 2, 1)
    assert none.indices.dtype == np.int64


def test_the_whole_is_the_only_split_unless_divided() -> None:
    space = Glyphs()
    assert list(space.splits) == ["all"]
    assert space.at(3, split="all").index == 3
    assert space.split("all") is space.splits["all"]


def test_instances_of_a_split() -> None:
    space = Glyphs(partition=RandomSplit({"train": 0.5, "test": 0.5}))
    assert sorted(space.splits) == ["all", "test", "train"]
    train = space.split("train")
    members = train.indices(range(train.size)).tolist()
    assert space.instances(members, split="train").indices.tolist() == members
    stranger = min(set(range(16)) - set(members))
    for call in (lambda: space.at(stranger, "train"), lambda: space.instances([members[0], stranger], "train")):
        with pytest.raises(ValueError, match=f"^index {stranger} is not in split 'train'$"):
            call()


@pytest.mark.parametrize("name", ["training", "", 3, None])
def test_splits_that_are_none(name: Any) -> None:
    space = Glyphs(partition=RandomSplit({"train": 0.5, "test": 0.5}))
    message = f"split must be one of 'all', 'train', 'test', got {name!r}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        space.split(name)


# ----------------------------------------------------------------------------------------------------------------------
# Rendering
# ----------------------------------------------------------------------------------------------------------------------


def test_a_space_must_render() -> None:
    class Blank(ImageSpace):
        """Declares factors alone."""

        def __init__(self) -> None:
            super().__init__(1, 1, 1, factors=[SIDES, HUES])

    with pytest.raises(NotImplementedError, match=r"^Blank must define _images\(values\), got \['hue', 'sides'\]$"):
        Blank().at(0)


def test_hooks_get_codes_of_names_and_values_of_numbers() -> None:
    told: list[dict[str, list[Any]]] = []

    class Telling(Plain):
        """Tells what it is given."""

        def _images(self, values: Values) -> NDArray[np.float32]:
            told.append({name: column.tolist() for name, column in values.items()})
            return super()._images(values)

    Telling(factors=[SIDES, HUES]).instances([1, 5])
    assert told == [{"sides": [4, 5], "hue": [0, 1]}]


@pytest.mark.parametrize("dtype", [np.float64, np.int64, np.bool_])
def test_hooks_that_give_another_type(dtype: Any) -> None:
    class Imprecise(Plain):
        """Forgets to convert."""

        def _images(self, values: Values) -> Any:
            return super()._images(values).astype(dtype)

    message = f"pixels must be float32 in [0, 1] or uint8, got {np.dtype(dtype)}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Imprecise(factors=[SIDES]).at(0)


def test_bytes_are_stored_as_bytes() -> None:
    for space in (Glyphs(), Glyphs(dtype="uint8")):
        assert space.stored_dtype == np.uint8
        assert space.pixels(np.array([5])).reshape(-1).tolist() == [255, 0, 255, 0]
    assert np.array_equal(Glyphs(bright=51).at(15).image, from_bytes(np.full((2, 2, 1), 51, np.uint8)))


def test_floats_are_stored_as_what_the_space_gives() -> None:
    assert CircleSquare().stored_dtype == np.float32
    small = CircleSquare(dtype="uint8")
    assert small.stored_dtype == np.uint8
    assert np.array_equal(small.pixels(np.arange(5)), small.images(range(5)))


@pytest.mark.parametrize("space", [Shades(), Glyphs(), CircleSquare(height=5, width=6, extent=4)], ids=repr)
@given(data=st.data())
def test_any_values_of_the_factors_can_be_rendered(space: ImageSpace, data: st.DataObject) -> None:
    rows = data.draw(st.lists(factor_values(space), min_size=1, max_size=3))
    values = {name: np.array([row[name] for row in rows]) for name in space.factors}
    together = space.render(values)
    for place, row in enumerate(rows):
        alone = space.render({name: np.array([value]) for name, value in row.items()})
        assert alone[0].tobytes() == together[place].tobytes()


def test_masks_are_where_a_space_knows_them() -> None:
    assert Glyphs().instances([0]).masks is None
    assert Glyphs().at(0).mask is None
    assert Shades().instances([0]).masks is not None


@given(st.data())
def test_one_image_is_that_of_the_batch(data: st.DataObject) -> None:
    space = Shades()
    index = data.draw(indices(space))
    assert space.images([index])[0].tobytes() == space.at(index).image.tobytes()


# ----------------------------------------------------------------------------------------------------------------------
# What a space is
# ----------------------------------------------------------------------------------------------------------------------


def test_parameters_are_those_of_the_constructor() -> None:
    space = CircleSquare(height=9, gradient=False, seed=3)
    assert space.parameters() == {
        "height": 9,
        "width": 28,
        "extent": 8,
        "gradient": False,
        "dtype": "float32",
        "stream": 0,
    }


@pytest.mark.parametrize(
    "change", [{"height": 29}, {"width": 27}, {"extent": 6}, {"gradient": False}, {"dtype": "uint8"}, {"stream": 1}]
)
def test_every_parameter_counts(change: dict[str, Any]) -> None:
    assert CircleSquare(**change) != CircleSquare()
    assert CircleSquare(**change) == CircleSquare(**change)


def test_the_same_parameters_of_another_kind_are_not_equal() -> None:
    class Copied(Glyphs):
        """The same images under another name."""

    assert Copied() != Glyphs()
    assert Glyphs() != Copied()


def test_a_parameter_that_is_not_kept_is_missed() -> None:
    class Forgetful(ImageSpace):
        """Keeps no radius."""

        def __init__(self, *, radius: int = 3) -> None:
            super().__init__(radius, radius, 1, factors=[SIDES])

    with pytest.raises(AttributeError, match=r"^Forgetful must keep its parameter 'radius' as an "):
        repr(Forgetful())
