"""Environments as they must be: slow and obviously right models in plain Python, which others are compared with.

:class:`Lane` is one environment, lived anew from its seed; :class:`Reference` is several side by side, each an object
of its own; :class:`Twin` is a vector of them of which no more is known than that a seed decides; :class:`PlainTask`
works out what the commonest tasks show and reward, one pixel and one number at a time.
"""

from envspecs.testing.reference.definition import Definition
from envspecs.testing.reference.lanes import Handed, Judge, Lane, Played
from envspecs.testing.reference.plain_task import PlainTask, Shown
from envspecs.testing.reference.side_by_side import Reference
from envspecs.testing.reference.twin import Twin

__all__ = ["Definition", "Handed", "Judge", "Lane", "PlainTask", "Played", "Reference", "Shown", "Twin"]
