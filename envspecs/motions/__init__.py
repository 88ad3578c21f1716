"""How actions move a sensor. One motion, one file."""

from envspecs.motions.absolute import Absolute
from envspecs.motions.absolute_zoom import AbsoluteZoom
from envspecs.motions.discrete import Discrete
from envspecs.motions.memoryless import Memoryless
from envspecs.motions.relative import Relative
from envspecs.motions.relative_zoom import RelativeZoom
from envspecs.motions.velocity import Velocity

__all__ = ["Absolute", "AbsoluteZoom", "Discrete", "Memoryless", "Relative", "RelativeZoom", "Velocity"]
