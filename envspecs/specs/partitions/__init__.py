"""Models of partitions, ways to divide a space among named splits. One kind, one file; the registry finds them."""

__all__: list[str] = []
