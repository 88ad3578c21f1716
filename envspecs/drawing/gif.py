"""Films of episodes as GIFs, small enough to be put into a page."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from envspecs.drawing.colours import EDGE, FAINT, GROUND, TEXT, TROUGH, WHITE, ramp
from envspecs.drawing.frames import WORDS_HEIGHT

__all__ = ["encode_gif", "timings"]

_COLOURS = 255
"""All that a GIF can have but one, which then stands for "as before"."""

_OWN = np.concatenate([ramp(np.linspace(0, 1, 21)), np.array([GROUND, TROUGH, TEXT, FAINT, WHITE, EDGE], np.uint8)])
"""Colours that tell something, and are too few pixels to be found: ``[n, 3]``."""

_FIRST, _LAST, _STILL = 800, 1800, 120  # milliseconds
_SLOWEST, _FASTEST, _WHOLE = 320, 80, 6000


def encode_gif(clips: Sequence[Sequence[NDArray[np.uint8]]]) -> bytes:
    """Encode clips, one after the other, as a GIF that loops.

    Each clip has a palette of its own, the same for all its frames, so that only what changes is stored. There is no
    dithering, which would flicker.

    Args:
        clips: At least one of at least one frame, uint8 ``[height, width, 3]``, all of one size.
    """
    frames = [frame for clip in clips for frame in _with_palette(clip)]
    durations = [duration for clip in clips for duration in timings(clip)]
    file = io.BytesIO()
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True, disposal=1
    )
    return file.getvalue()


def timings(clip: Sequence[NDArray[np.uint8]]) -> list[int]:
    """Give how long the frames of an episode are shown, in milliseconds.

    A clip takes about six seconds, unless it has very few or very many frames. The first frame and the last stay
    longer; those in which only the words change go by faster.
    """
    usual = min(_SLOWEST, max(_FASTEST, _WHOLE // len(clip) // 10 * 10))
    still = [
        np.array_equal(one[:-WORDS_HEIGHT], next_one[:-WORDS_HEIGHT]) for one, next_one in itertools.pairwise(clip)
    ]
    durations = [min(_STILL, usual) if same else usual for same in [False, *still]]
    durations[0] = _FIRST
    durations[-1] = _LAST
    return durations


def _with_palette(clip: Sequence[NDArray[np.uint8]]) -> list[Image.Image]:
    """Reduce the frames of a clip to the colours of one palette."""
    packed = [_packed(frame) for frame in clip]
    palette = _palette(np.concatenate([clip[0], clip[len(clip) // 2], clip[-1]]))
    table = _nearest(palette, packed)
    images = [Image.fromarray(table[frame]) for frame in packed]
    for image in images:
        image.putpalette(palette.tobytes())
    return images


def _packed(frame: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Give the colours of a frame as numbers of 24 bits, ``[height, width]``."""
    red, green, blue = (frame[..., channel].astype(np.int32) for channel in range(3))
    return red << 16 | green << 8 | blue


def _palette(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the colours to make do with, ``[n, 3]``: our own and, by median cut, those of some pixels."""
    count = _COLOURS - len(_OWN)
    reduced = Image.fromarray(pixels).quantize(count, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    found = np.array(reduced.getpalette(), np.uint8).reshape(-1, 3)[:count]
    return np.concatenate((_OWN, found))


def _nearest(palette: NDArray[np.uint8], packed: Sequence[NDArray[np.int32]]) -> NDArray[np.uint8]:
    """Give for each colour of some frames the place of the nearest in a palette, as a table ``[2²⁴]``.

    Pillow's own search is coarse, and turns white into what is nearly white.
    """
    is_used = np.zeros(1 << 24, np.bool_)
    for frame in packed:
        is_used[frame] = True
    used = np.flatnonzero(is_used)
    table = np.zeros(1 << 24, np.uint8)
    for part in np.array_split(used, 1 + len(used) // _AT_ONCE):
        colours = np.stack((part >> 16, part >> 8 & 255, part & 255), axis=1).astype(np.float32)
        # |a − b|² = |a|² − 2 a·b + |b|², of which the first is the same for all b.
        table[part] = (np.square(palette, dtype=np.float32).sum(axis=1) - 2 * colours @ palette.T).argmin(axis=1)
    return table


_AT_ONCE = 1 << 14
