"""What of an image is observed. One sensor, one file."""

from envspecs.sensors.glimpse import Glimpse

__all__ = ["Glimpse"]
