"""What every part of a task spec has in common, and what each group of kinds must tell of itself.

A kind is one model: a ``kind`` of its own, fields with description, unit and bounds, and ``runtime``, which names the
class that is built from it. The fields, less ``kind``, are the keyword arguments of that class.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from envspecs.specs.fields import Distinct, Pair, SensorPixels
from envspecs.specs.refusing import refusal, refusal_at, refusals, refusals_at

__all__ = [
    "MAX_BYTES",
    "WHOLE",
    "BuiltPart",
    "Kind",
    "LossKind",
    "MotionKind",
    "PartitionKind",
    "RelabellingKind",
    "RelationKind",
    "SensorKind",
    "ShapeKind",
    "SpaceKind",
    "SpecPart",
    "TaskKind",
    "TransformKind",
    "refusal",
    "refusal_at",
    "refusals",
    "refusals_at",
]

MAX_BYTES = 256 << 20
"""The memory that one image of a space, or one look of a sensor, may need; what needs more is refused while loading."""

WHOLE = "all"
"""What the part of a space is called that is the whole."""


class SpecPart(BaseModel):
    """A part of a task spec: frozen, and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show what differs from what it is where it is left out: that is what a reader looks for in an example."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if field.is_required() or value != field.get_default(call_default_factory=True, validated_data=vars(self)):
                yield name, value


class BuiltPart(SpecPart):
    """A part of a task spec that an object is built from.

    Attributes:
        runtime: The class to build, as ``"module:name"``; imported when it is built.
        apart: The fields that are no arguments of that class.
    """

    runtime: ClassVar[str]
    apart: ClassVar[frozenset[str]] = frozenset({"kind"})


class Kind(BuiltPart):
    """One of several things that a part of a task spec can be, told apart by ``kind``.

    Attributes:
        strategy: How Hypothesis builds it, as ``"module:name"``, imported when a strategy first asks: of a space an
            :class:`imagespaces.testing.strategies.Kind`, of a transform or a partition what ``TRANSFORMS`` or
            ``PARTINGS`` of that module hold, of other parts an :data:`envspecs.testing.strategies.Builder`. Where it
            is None, and nothing is entered among these or the ``KINDS`` of the two modules, strategies go by the types
            and bounds of its fields, if these say enough.
    """

    strategy: ClassVar[str | None] = None
    kind: str


class SpaceKind(Kind):
    """Where images come from.

    Attributes:
        files_field: The field that names the files that images come from; nothing where they come from none.
        is_bundled: Whether images are of pictures that come with the library.
    """

    files_field: ClassVar[str] = ""
    is_bundled: ClassVar[bool] = False

    @property
    @abstractmethod
    def image_shape(self) -> tuple[int, int, int]:
        """The height, width and channels of the images."""

    @property
    def split_names(self) -> tuple[str, ...]:
        """The parts that the space can be split into."""
        return (WHOLE,)

    @property
    def quick(self) -> bool:
        """Whether the space can be built in no time, reading no files, and so be tried while a spec is checked."""
        return False

    @property
    def bytes_needed(self) -> int:
        """The memory to build the space and render one image: by default a float32 image."""
        height, width, channels = self.image_shape
        return 4 * height * width * channels

    def look(self) -> tuple[str, ...] | None:
        """List the files that the images come from, and read none of them.

        Returns:
            The classes of the images; None where only building the space tells.

        Raises:
            ValueError: If the files make no space.
        """
        return None

    @property
    def labelling(self) -> str:
        """How a user gives the images classes, in a few words; nothing where it is not the user who does."""
        return ""

    @model_validator(mode="after")
    def _within_memory(self) -> SpaceKind:
        if self.bytes_needed > MAX_BYTES:
            height, width, channels = self.image_shape
            found = f"found {height} × {width} × {channels}, which takes {self.bytes_needed >> 20} MiB"
            raise refusal(f"images too large: {found}, allowed is up to {MAX_BYTES >> 20} MiB")
        return self


class TransformKind(Kind):
    """A seeded change of the images of a space."""


class ShapeKind(Kind):
    """The shape of an object of a scene, where its name does not say all."""


class RelationKind(Kind):
    """What of the objects of a scene is the class of the image."""


class RelabellingKind(Kind):
    """Other classes than those of a data set."""


class PartitionKind(Kind):
    """How a space is divided among named splits."""

    @property
    @abstractmethod
    def split_names(self) -> tuple[str, ...]:
        """What the splits are called."""

    @model_validator(mode="after")
    def _names_differ(self) -> PartitionKind:
        names = self.split_names
        if len({WHOLE, *names}) != 1 + len(names):
            raise refusal(
                f"names of splits: found {', '.join(names)}, allowed are different ones, none of them {WHOLE!r}"
            )
        return self


_EXTRAS = ("noise", "dropout", "periphery", "memory", "observe")


class SensorKind(Kind):
    """What of an image is observed, and what any sensor can have besides.

    Attributes:
        zooms: Whether its looks are of different sizes.
    """

    zooms: ClassVar[bool] = False
    apart: ClassVar[frozenset[str]] = frozenset({"kind", *_EXTRAS})

    noise: Annotated[float, Strict(), Field(ge=0, le=1, json_schema_extra={"unit": "share of the range"})] = Field(
        0.0, description="Standard deviation of the normal noise that is added to every value of a glimpse."
    )
    dropout: Annotated[float, Strict(), Field(ge=0, lt=1, json_schema_extra={"unit": "share"})] = Field(
        0.0, description="How often a pixel of a glimpse is 0."
    )
    periphery: Annotated[tuple[SensorPixels, SensorPixels], Pair()] | None = Field(
        None, description="Height and width in which the whole image is observed, too; left out, it is not."
    )
    memory: Literal["canvas", "history"] | None = Field(
        None, description="Whether what has been seen so far is observed, too: in its place, or glimpse by glimpse."
    )
    observe: Annotated[tuple[Literal["last_action"], ...], Distinct()] = Field(
        (), description="What else is observed: the action of the step before."
    )

    @property
    def extras(self) -> dict[str, Any]:
        """What it has besides, as :func:`envspecs.sensors.options.with_options` takes it."""
        return {name: getattr(self, name) for name in _EXTRAS}

    @abstractmethod
    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say why the sensor can't look at images of a shape (height, width, channels); None where it can."""

    def glimpse_shape(self, image_shape: tuple[int, int, int]) -> tuple[int, int, int] | None:
        """Give the height, width and channels of glimpses of images of a shape; None where the kind does not tell."""
        del image_shape
        return None

    def coverage(self, image_shape: tuple[int, int, int]) -> tuple[float, float] | None:
        """Give what a glimpse covers of images of a shape, along x and y, in units of positions.

        It is infinite along an axis that glimpses fill. None where the sensor sees only what is where it is, and can't
        tell what it would see elsewhere.
        """
        del image_shape
        return None

    def misfits(self, image_shape: tuple[int, int, int], max_steps: int) -> dict[str, str]:
        """Say what it can't have besides, by field, where it looks at images of a shape in episodes of so many steps.

        Args:
            image_shape: Height, width and channels.
            max_steps: The most steps of an episode.
        """
        found = {
            "periphery": self._periphery_misfit(image_shape),
            "memory": self._memory_misfit(image_shape, max_steps),
        }
        return {name: message for name, message in found.items() if message is not None}

    def _periphery_misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        height, width, _ = image_shape
        if self.periphery is None or (self.periphery[0] <= height and self.periphery[1] <= width):
            return None
        found = f"found {self.periphery[0]} × {self.periphery[1]}"
        return f"larger than the image: {found}, allowed is up to {height} × {width}"

    def _memory_misfit(self, image_shape: tuple[int, int, int], max_steps: int) -> str | None:
        shape = self.glimpse_shape(image_shape)
        if self.memory != "history" or shape is None:
            return None  # a canvas takes no more than an image
        needed = 4 * (max_steps + 1) * shape[0] * shape[1] * shape[2]
        if needed <= MAX_BYTES:
            return None
        found = f"found {max_steps + 1} glimpses of {shape[0]} × {shape[1]} × {shape[2]}, which take {needed >> 20} MiB"
        return f"too large: {found}, allowed is up to {MAX_BYTES >> 20} MiB"


class MotionKind(Kind):
    """How an action moves a sensor.

    Attributes:
        axes: How many axes the positions have that it moves: 2, or 3 where it also zooms.
    """

    axes: ClassVar[int] = 2


class TaskKind(Kind):
    """What is to be predicted.

    Attributes:
        least_classes: How many classes a space must have at least.
        is_confident: Whether it can tell how sure a prediction is.
    """

    least_classes: ClassVar[int] = 0
    is_confident: ClassVar[bool] = False

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say why the task can't be about images of a shape (height, width, channels); None where it can."""
        del image_shape  # a task that asks nothing of it suits any
        return None

    def space_misfit(self, space: SpaceKind) -> str | None:
        """Say what the task needs that a space does not have; None where it has all, or that shows when it is built."""
        del space
        return None

    def sensor_misfit(self, sensor: SensorKind, image_shape: tuple[int, int, int]) -> str | None:
        """Say why the task can't be done with a sensor, which looks at images of a shape; None where it can."""
        del sensor, image_shape
        return None


class LossKind(Kind):
    """How a prediction is scored.

    Attributes:
        scores: What predictions are that it scores: ``"logits"``, ``"numbers"``, ``"pixels"`` or
            ``"logits of pixels"``.
    """

    scores: ClassVar[str] = ""
