"""What of an image is observed. One sensor, one file."""

from envspecs.sensors.foveated import Foveated
from envspecs.sensors.full import Full
from envspecs.sensors.glimpse import Glimpse
from envspecs.sensors.zoom import Zoom

__all__ = ["Foveated", "Full", "Glimpse", "Zoom"]
