"""Spaces of other libraries, with their names and arguments, drawn by this one."""

__all__: list[str] = []
