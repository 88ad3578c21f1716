"""Films as MP4, read back by another decoder than the one that belongs to the encoder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.drawing.colours import BAD, GOOD, GROUND, TEXT
from envspecs.drawing.mp4 import encoder, encoding_mp4

SIZE = (48, 64)


def frame(number: int) -> NDArray[np.uint8]:
    """Two flat halves, the left one brighter with each number."""
    picture = np.empty((*SIZE, 3), np.uint8)
    picture[:, :32], picture[:, 32:] = 20 * number, GROUND
    return picture


def decoded(path: Path) -> tuple[list[NDArray[np.uint8]], float]:
    """Frames in red, green and blue, and how many there are in a second."""
    film = cv2.VideoCapture(str(path))
    frames: list[NDArray[np.uint8]] = []
    while True:
        known, picture = film.read()
        if not known:
            return frames, film.get(cv2.CAP_PROP_FPS)
        frames.append(np.asarray(picture[..., ::-1], np.uint8))


def test_frames_come_back_as_often_as_they_were_shown(tmp_path: Path) -> None:
    shown = [3, 1, 2, 1, 5]
    with encoding_mp4(tmp_path / "film.part", SIZE, ticks=6) as shoot:
        for number, times in enumerate(shown):
            shoot(frame(number), times)
    frames, rate = decoded(tmp_path / "film.part")
    expected = np.repeat(np.stack([frame(number) for number in range(5)]), shown, axis=0)
    assert rate == 6
    assert np.shape(frames) == expected.shape
    assert np.abs(np.asarray(frames, int) - expected).max() <= 4


def test_colours_that_tell_something_stay_what_they_are(tmp_path: Path) -> None:
    colours = np.array([BAD, GOOD, TEXT, GROUND], np.uint8)
    with encoding_mp4(tmp_path / "film.mp4", SIZE, ticks=4) as shoot:
        shoot(np.repeat(np.repeat(colours[None], 48, axis=0), 16, axis=1), 2)
    # OpenCV before 5 takes the colours of every film for those of an older standard; FFmpeg heeds what the film says.
    to_bytes = ["-frames:v", "1", "-vf", "scale=in_color_matrix=bt709", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(
        [encoder(), "-loglevel", "error", "-i", tmp_path / "film.mp4", *to_bytes], capture_output=True, check=True
    ).stdout
    found = np.frombuffer(raw, np.uint8).reshape(48, 64, 3)[24, 8::16].astype(int)
    assert np.abs(found - colours).max() <= 4


def test_it_is_what_browsers_show(tmp_path: Path) -> None:
    with encoding_mp4(tmp_path / "film.mp4", SIZE, ticks=4) as shoot:
        shoot(frame(1), 4)
    found = subprocess.run([encoder(), "-i", tmp_path / "film.mp4"], capture_output=True, text=True, check=False)
    assert "h264" in found.stderr
    assert "yuv420p(tv, bt709" in found.stderr
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "it can be shown while it comes"


def test_the_same_frames_give_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with encoding_mp4(tmp_path / name, SIZE, ticks=4) as shoot:
            for number in range(9):
                shoot(frame(number), 1)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_frames_that_are_no_plain_block_of_memory_are_taken(tmp_path: Path) -> None:
    with encoding_mp4(tmp_path / "film.mp4", SIZE, ticks=4) as shoot:
        shoot(frame(9)[:, ::-1], 1)
    assert np.abs(decoded(tmp_path / "film.mp4")[0][0].astype(int) - frame(9)[:, ::-1]).max() <= 4


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_runs_on_after_a_block_that_fails(
    tmp_path: Path, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    make = subprocess.Popen

    def making(*words: object, **named: object) -> subprocess.Popen[bytes]:
        started.append(make(*words, **named))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", making)
    with pytest.raises(error), encoding_mp4(tmp_path / "film.mp4", SIZE, ticks=4):
        raise error
    (program,) = started
    assert program.returncode is not None


def test_what_can_not_be_written_is_told_as_the_encoder_says_it(tmp_path: Path) -> None:
    expected = pytest.raises(OSError, match=r"^can't encode the film: .*No such file or directory")
    with expected, encoding_mp4(tmp_path / "nowhere" / "film.mp4", SIZE, ticks=4) as shoot:
        shoot(frame(0), 10_000)


def test_a_fault_at_the_end_is_told_too() -> None:
    with pytest.raises(OSError, match=r"^can't encode the film: "), encoding_mp4("/dev/full", SIZE, ticks=4) as shoot:
        shoot(frame(0), 1)


@pytest.mark.parametrize("size", [(3, 4), (4, 3)])
def test_odd_sizes_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even") as caught, encoding_mp4(tmp_path / "film.mp4", size, ticks=4):
        pytest.fail("the block ran")
    assert str(caught.value) == f"frames of a film must be of even height and width, got {size[0]} × {size[1]}"


@pytest.mark.parametrize(
    ("picture", "found"),
    [(np.zeros((48, 60, 3), np.uint8), "uint8 (48, 60, 3)"), (np.zeros((48, 64, 3)), "float64 (48, 64, 3)")],
)
def test_other_frames_are_refused(tmp_path: Path, picture: NDArray[np.uint8], found: str) -> None:
    with (
        pytest.raises(ValueError, match="frames") as caught,
        encoding_mp4(tmp_path / "film.mp4", SIZE, ticks=4) as shoot,
    ):
        shoot(picture, 1)
    assert str(caught.value) == f"frames must be uint8 (48, 64, 3), got {found}"


def test_without_an_encoder_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        encoder()
    assert str(caught.value) == "an MP4 film needs imageio-ffmpeg, got none: pip install 'imagespaces[video]'"
    assert caught.value.name == "imageio_ffmpeg"
