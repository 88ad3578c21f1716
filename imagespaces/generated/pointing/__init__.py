"""What pictures of continuous states are made of."""

__all__: list[str] = []
