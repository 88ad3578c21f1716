"""What a person answers. One kind of answer, one file; which suits a task, :mod:`.choosing` tells by its spaces."""

from envspecs.playing.answers.answer import Answer, Option, percent
from envspecs.playing.answers.choosing import answer_for

__all__ = ["Answer", "Option", "answer_for", "percent"]
