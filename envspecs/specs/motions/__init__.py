"""Models of motions. One kind, one file; the registry finds them."""

__all__: list[str] = []
