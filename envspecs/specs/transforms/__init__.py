"""Models of transforms, seeded changes of images. One kind, one file; the registry finds them."""

__all__: list[str] = []
