"""What any sensor can have, whatever its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from envspecs.parts import Sensor
from envspecs.sensors.action_aware import ActionAware
from envspecs.sensors.canvas import Canvas
from envspecs.sensors.dropout import Dropout
from envspecs.sensors.history import History
from envspecs.sensors.noisy import Noisy
from envspecs.sensors.peripheral import Peripheral
from imagespaces.bank import Gallery

__all__ = ["Memory", "with_options"]

Memory = Literal["canvas", "history"]
"""What is remembered for the agent: what has been seen, in its place, or all glimpses."""


def with_options(
    sensor: Sensor,
    gallery: Gallery,
    *,
    max_steps: int,
    noise: float = 0.0,
    dropout: float = 0.0,
    periphery: tuple[int, int] | None = None,
    memory: Memory | None = None,
    observe: Sequence[Literal["last_action"]] = (),
) -> Sensor:
    """Give a sensor with what it is to have besides; itself, where that is nothing, so that it costs nothing.

    What is remembered is what was observed: with noise, and with holes after that.

    Args:
        sensor: What all this is added to.
        gallery: The pictures on show.
        max_steps: The most steps of an episode.
        noise: The standard deviation of noise, of values from 0 to 1: :class:`~envspecs.sensors.noisy.Noisy`.
        dropout: How often a pixel of a glimpse is 0: :class:`~envspecs.sensors.dropout.Dropout`.
        periphery: (height, width) of the whole image seen coarsely: :class:`~envspecs.sensors.peripheral.Peripheral`.
        memory: :class:`~envspecs.sensors.canvas.Canvas` or :class:`~envspecs.sensors.history.History`.
        observe: What else is observed: :class:`~envspecs.sensors.action_aware.ActionAware`.

    Raises:
        ValueError: If something does not fit the sensor or the images.
    """
    if noise:
        sensor = Noisy(sensor, gallery, noise)
    if dropout:
        sensor = Dropout(sensor, gallery, dropout)
    if memory == "canvas":
        sensor = Canvas(sensor, gallery)
    elif memory == "history":
        sensor = History(sensor, gallery, max_steps)
    if periphery is not None:
        sensor = Peripheral(sensor, gallery, periphery)
    if "last_action" in observe:
        sensor = ActionAware(sensor, gallery)
    return sensor
