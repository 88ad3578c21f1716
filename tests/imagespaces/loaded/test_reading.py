"""Many pictures at once: each once, in order, whatever the threads do."""

from __future__ import annotations

import threading
import time
import warnings
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from imagespaces.loaded import reading
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.reading import read_pictures, strict
from imagespaces.loaded.records import Decoded, Result
from tests.imagespaces.loaded.cases import LOSSLESS, encoded, noise

FORM = Form(4, 4, 3, "crop")


@dataclass
class Slow:
    """A picture that takes its time, or none."""

    number: int
    delay: float = 0.0
    read_by: list[str] | None = None

    @property
    def name(self) -> str:
        return str(self.number)

    def decode(self, form: Form) -> Decoded:
        time.sleep(self.delay)
        if self.read_by is not None:
            self.read_by.append(threading.current_thread().name)
        if self.number % 5 == 4:
            raise PictureError(f"is number {self.number}")
        return Decoded(np.full(form.shape, self.number % 256, np.uint8))


def taken(sources: list[Slow]) -> list[tuple[int, str | int]]:
    found: list[tuple[int, str | int]] = []

    def take(place: int, result: Result) -> None:
        found.append((place, str(result) if isinstance(result, PictureError) else int(result.pixels[0, 0, 0])))

    read_pictures(sources, FORM, take)
    return found


@given(st.lists(st.sampled_from([0.0, 0.0, 0.001, 0.003]), max_size=40))
def test_pictures_are_handed_on_in_order_whatever_the_threads_do(delays: list[float]) -> None:
    expected = [(place, f"is number {place}" if place % 5 == 4 else place) for place in range(len(delays))]
    assert taken([Slow(number, delay) for number, delay in enumerate(delays)]) == expected


def test_each_is_read_once() -> None:
    threads: list[str] = []
    taken([Slow(number, 0.0, threads) for number in range(100)])
    assert len(threads) == 100
    assert all(name.startswith("imagespaces-reading") for name in threads)


def test_several_are_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_WORKERS", 2)
    together = threading.Barrier(2, timeout=20)

    class Waiting:
        name = "waiting"

        def decode(self, form: Form) -> Decoded:
            together.wait()  # for the other one
            return Decoded(np.zeros(form.shape, np.uint8))

    results: list[Result] = []
    read_pictures([Waiting(), Waiting()], FORM, lambda _, result: results.append(result))
    assert [type(result) for result in results] == [Decoded, Decoded]


def test_results_are_taken_in_the_calling_thread() -> None:
    threads = []
    read_pictures([Slow(1)], FORM, lambda *_: threads.append(threading.current_thread()))
    assert threads == [threading.current_thread()]


def test_few_results_wait_to_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BATCH", 4)
    threads: list[str] = []
    waiting = []
    read_pictures(
        [Slow(number, 0.0, threads) for number in range(40)],
        FORM,
        lambda place, _: waiting.append(len(threads) - place),
    )
    assert max(waiting) <= 4


def test_no_thread_is_left() -> None:
    taken([Slow(number) for number in range(10)])
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("imagespaces-reading")]


def test_an_error_of_the_taker_ends_it() -> None:
    places = []

    def take(place: int, _: Result) -> None:
        places.append(place)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_pictures([Slow(number) for number in range(10)], FORM, take)
    assert places == [0]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("imagespaces-reading")]
    assert taken([Slow(0)]) == [(0, 0)]  # nothing stays locked


# ----------------------------------------------------------------------------------------------------------------------
# Settings of the whole process
# ----------------------------------------------------------------------------------------------------------------------


def test_what_is_cut_short_is_refused_whatever_pillow_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = encoded(noise(8, 8))[:-60]
    Image.open(BytesIO(content)).load()  # Pillow would take it
    with strict(), pytest.raises(PictureError):
        decode(content, FORM)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize("limit", [None, 0, 1, 10**9])
@pytest.mark.parametrize("name", LOSSLESS)
def test_what_is_large_does_not_depend_on_what_pillow_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: int | None
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
    pixels = noise(4, 4)
    with strict():
        assert np.array_equal(decode(encoded(pixels, **LOSSLESS[name]), FORM), pixels)
        assert Image.MAX_IMAGE_PIXELS is None or Image.MAX_IMAGE_PIXELS >= 2**26
    assert limit == Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("before", [True, False])
def test_settings_are_put_back_also_after_an_error(monkeypatch: pytest.MonkeyPatch, *, before: bool) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", before)
    filters = list(warnings.filters)

    def inside() -> None:
        with strict():
            assert ImageFile.LOAD_TRUNCATED_IMAGES is False
            with strict():
                pass
            assert ImageFile.LOAD_TRUNCATED_IMAGES is False
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inside()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is before
    assert list(warnings.filters) == filters


def test_one_thread_at_a_time_changes_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    inside = threading.Event()
    seen = []

    def other() -> None:
        inside.set()
        with strict():
            seen.append("other")

    with strict():
        thread = threading.Thread(target=other)
        thread.start()
        inside.wait()
        seen.append("first")
    thread.join()
    assert seen == ["first", "other"]
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_warnings_about_odd_pictures_change_nothing() -> None:
    content = encoded(noise(4, 4), format="TIFF")
    odd = content.replace(bytes([0x15, 0x01, 3, 0, 1, 0, 0, 0]), bytes([0x15, 0x01, 3, 0, 2, 0, 0, 0]))  # two values
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Image.open(BytesIO(odd)).size  # noqa: B018 - Pillow warns while it reads the header
        assert caught
    with strict():  # where warnings are errors, as they are in tests
        assert decode(odd, FORM).shape == FORM.shape


def test_warnings_of_others_are_heard() -> None:
    with strict(), pytest.raises(UserWarning, match=r"^mine$"):  # where warnings are errors, as they are in tests
        warnings.warn("mine", UserWarning, stacklevel=1)
