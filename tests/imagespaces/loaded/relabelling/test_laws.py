"""What holds for every relabelling."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.relabelling import Binarize, Classed, FirstClasses, Merge, OnlyClasses, Relabelling
from tests.imagespaces.loaded.relabelling.cases import farms, relabellings, some


@given(farms(), st.data())
def test_every_picture_keeps_its_new_class_whatever_others_are_there(farm: Classed, data: st.DataObject) -> None:
    relabelling = data.draw(relabellings(farm.names))
    chosen = data.draw(st.lists(st.integers(0, len(farm.labels) - 1), min_size=1, unique=True))
    whole, part = relabelling(farm), relabelling(some(farm, chosen))
    assert part.labels.tolist() == whole.labels[chosen].tolist()
    assert part.names == whole.names


@given(farms(), st.data())
def test_new_classes_have_names_and_pictures_stay_what_they_are(farm: Classed, data: st.DataObject) -> None:
    before = farm.labels.copy()
    new = data.draw(relabellings(farm.names))(farm)
    assert new.labels.dtype == np.int64
    assert new.labels.shape == farm.labels.shape
    assert set(new.labels.tolist()) <= set(range(-1, len(new.names)))
    assert (new.labels[farm.labels < 0] == -1).all()
    assert new.pictures is farm.pictures
    assert np.array_equal(farm.labels, before)


@given(farms(), st.data())
def test_the_same_comes_of_the_same(farm: Classed, data: st.DataObject) -> None:
    relabelling = data.draw(relabellings(farm.names))
    first, again = relabelling(farm), pickle.loads(pickle.dumps(relabelling))(farm)  # noqa: S301 - its own
    assert first.labels.tolist() == again.labels.tolist()
    assert first.names == again.names


@given(farms(), st.data())
def test_a_relabelling_is_written_as_it_is_made(farm: Classed, data: st.DataObject) -> None:
    relabelling = data.draw(relabellings(farm.names))
    names: dict[str, type[Relabelling]] = {kind.__name__: kind for kind in (Binarize, FirstClasses, Merge, OnlyClasses)}
    assert eval(repr(relabelling), names) == relabelling  # noqa: S307 - its own


@given(farms(), st.data())
def test_what_was_chosen_by_name_once_can_be_chosen_again(farm: Classed, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(farm.names), min_size=1, unique=True))
    for relabelling in (OnlyClasses(chosen), FirstClasses(len(chosen)), Merge({name: [name] for name in chosen})):
        once = relabelling(farm)
        twice = relabelling(once)
        assert twice.labels.tolist() == once.labels.tolist()
        assert twice.names == once.names


@given(farms(), st.integers(0, 9))
def test_random_classes_depend_on_nothing_but_names_and_stream(farm: Classed, stream: int) -> None:
    once = Binarize("random", stream=stream)(farm)
    assert Binarize("random", stream=stream)(once).labels.tolist() == once.labels.tolist()
