"""Films of episodes as MP4: H.264, which every browser, player and slide shows.

OpenCV's own writer has no H.264 in its wheels, so this takes the encoder that comes with imageio-ffmpeg. Frames go to
it as they come; none is kept.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Shoot", "encoder", "encoding_mp4"]

Shoot = Callable[[NDArray[np.uint8], int], None]
"""Adds a frame, uint8 ``[height, width, 3]``, shown for so many ticks."""

_BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
"""What the pixels' colours mean, so that players need not guess from the size."""

_OUTPUT = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv", *_BT709),
    *("-c:v", "libx264", "-crf", "16", "-preset", "medium", "-pix_fmt", "yuv420p"),
    *("-flags:v", "+bitexact", "-fflags", "+bitexact", "-map_metadata", "-1"),  # no date: the same film, the same bytes
    *("-movflags", "+faststart", "-f", "mp4"),  # a page can show it while it still comes
)


def encoder() -> str:
    """Give the name of the program that encodes.

    Raises:
        ModuleNotFoundError: If imageio-ffmpeg is not installed.
    """
    try:
        found: str = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()  # an extra, and without types
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "an MP4 film needs imageio-ffmpeg, got none: pip install 'imagespaces[video]'", name=error.name
        ) from error
    return found


@contextmanager
def encoding_mp4(path: str | os.PathLike[str], size: tuple[int, int], ticks: int) -> Iterator[Shoot]:
    """Write a film while the block gives its frames; it is whole when the block ends.

    Args:
        path: The file, which is overwritten; its name may end in anything.
        size: (height, width) of frames, both even.
        ticks: Ticks per second, the rate at which players count frames.

    Raises:
        ModuleNotFoundError: If imageio-ffmpeg is not installed.
        ValueError: If a length is odd, which the format has no room for, or a frame is of another size.
        OSError: If the film can't be encoded or written, with what the encoder said.
    """
    height, width = size
    if height % 2 or width % 2:
        raise ValueError(f"frames of a film must be of even height and width, got {height} × {width}")
    source = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(ticks), "-i", "-")
    words = [encoder(), "-v", "error", "-y", *source, *_OUTPUT, os.fspath(path)]
    with tempfile.TemporaryFile() as said, _running(words, said) as program:
        pipe: Any = program.stdin

        def shoot(frame: NDArray[np.uint8], shown: int) -> None:
            if frame.shape != (height, width, 3) or frame.dtype != np.uint8:
                raise ValueError(f"frames must be uint8 ({height}, {width}, 3), got {frame.dtype} {frame.shape}")
            data = np.ascontiguousarray(frame).data
            try:
                for _ in range(shown):
                    pipe.write(data)
            except BrokenPipeError:
                raise _failure(program, said) from None

        yield shoot
        with suppress(BrokenPipeError):  # then it tells why below
            pipe.close()
        if program.wait():
            raise _failure(program, said)


def _failure(program: subprocess.Popen[bytes], said: IO[bytes]) -> OSError:
    """Give what is wrong, as the program said it, which has ended or is about to."""
    status = program.wait()
    said.seek(0)
    return OSError(f"can't encode the film: {said.read().decode(errors='replace').strip() or f'exit status {status}'}")


@contextmanager
def _running(words: list[str], said: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that reads from a pipe, and leave nothing of it running.

    It has a process group of its own, so that Ctrl-C ends it by our hand alone.
    """
    apart: dict[str, Any] = {"creationflags": 0x200} if os.name == "nt" else {"process_group": 0}
    program = subprocess.Popen(  # noqa: S603 - the encoder, with arguments written above
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, **apart
    )
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        with suppress(BrokenPipeError):
            program.communicate()
