"""How actions move a sensor. One motion, one file."""

from envspecs.motions.absolute import Absolute
from envspecs.motions.discrete import Discrete
from envspecs.motions.memoryless import Memoryless
from envspecs.motions.relative import Relative
from envspecs.motions.velocity import Velocity

__all__ = ["Absolute", "Discrete", "Memoryless", "Relative", "Velocity"]
