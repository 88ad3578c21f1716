"""Models of other classes than those of a data set. One kind, one file; the registry finds them."""

__all__: list[str] = []
