"""Pictures for people: frames of episodes, sheets of images, films. Imported only when something is drawn."""

__all__: list[str] = []
