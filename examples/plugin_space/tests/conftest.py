"""How much Hypothesis tries."""

from imagespaces.testing.profiles import register_profiles

register_profiles(load="fast")
