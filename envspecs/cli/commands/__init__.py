"""The commands, one per file, each imported when it is asked for."""

__all__: list[str] = []
