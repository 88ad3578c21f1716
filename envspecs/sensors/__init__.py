"""What of an image is observed. One sensor, one file."""

from envspecs.sensors.glimpse import Glimpse
from envspecs.sensors.zoom import Zoom

__all__ = ["Glimpse", "Zoom"]
