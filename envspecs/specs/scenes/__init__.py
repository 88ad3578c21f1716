"""What scenes are described with in task files, but for shapes and relations."""

__all__: list[str] = []
