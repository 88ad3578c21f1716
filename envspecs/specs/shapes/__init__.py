"""Models of shapes of the objects of scenes. One kind, one file; the registry finds them."""

__all__: list[str] = []
