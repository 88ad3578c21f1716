"""The few hot functions: plain arrays in, plain arrays out."""

__all__: list[str] = []
