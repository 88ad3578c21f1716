"""Imports Hypothesis, which every strategy needs, and says once what to install where it is missing."""

try:
    import hypothesis
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "imagespaces.testing.strategies needs hypothesis, got none: pip install 'imagespaces[testing]'", name=error.name
    ) from error

__all__ = ["hypothesis"]
