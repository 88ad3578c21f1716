"""Models of tasks, what is to be predicted. One kind, one file; the registry finds them."""

__all__: list[str] = []
