"""A task spec: everything about an environment, as one frozen model."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from gymnasium import Env
from gymnasium.vector import AutoresetMode, VectorEnv
from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, PrivateAttr, StringConstraints, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from envspecs.checking import check
from envspecs.ids import choices, variant_id
from envspecs.overlays import apply, written_by_call
from envspecs.problems import Problem, SpecError, either, near_miss, shown
from envspecs.registration import ENTRY_POINT, VECTOR_ENTRY_POINT
from envspecs.specs.base import SpecPart, refusals_at
from envspecs.specs.choices import AnySensor, AnySpace, AnyTask
from envspecs.specs.episode import EpisodeSpec
from envspecs.specs.fields import Name, exact_integer
from envspecs.specs.interface import InterfaceSpec
from envspecs.specs.reward import RewardSpec
from envspecs.specs.variants import Variants
from envspecs.tree import Node, Place, settle
from envspecs.yaml_writer import write_yaml
from imagespaces.discovery import offer

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["FORMAT", "TaskSpec"]

FORMAT = 1
"""The version of the format that this library reads and writes."""

_EPISODES = "envspecs.testing.strategies:episodes"
"""What builds episodes, by name: it needs Hypothesis, which is for testing alone."""


class TaskSpec(SpecPart):
    """What the images are, what an agent sees of them, what it has to find out, and what it is rewarded for.

    Got from :func:`envspecs.load`. Two specs are equal when their values are, wherever they were written.

    >>> import envspecs
    >>> spec = envspecs.load("CircleSquare-v0").override({"space.height": 20})
    >>> spec.space.height, spec.variant("sparse").id
    (20, 'CircleSquare-sparse-v0')
    """

    envspec: Annotated[Literal[1], BeforeValidator(exact_integer)] = Field(description="The version of this format.")
    id: Name = Field("task", description="What the task is called; left out, the name of its file.")
    description: Annotated[str, StringConstraints(max_length=2000)] = Field(
        "", description="What the task is, for readers."
    )
    space: AnySpace = Field(description="Where the images come from.")
    split: Name = Field("all", description="The part of the space that episodes draw their images from.")
    sensor: AnySensor = Field(description="What is seen of an image, and how an action changes that.")
    task: AnyTask = Field(description="What is to be predicted, and how a prediction is scored.")
    reward: RewardSpec = Field(RewardSpec(), description="What the agent is rewarded for.")
    episode: EpisodeSpec = Field(EpisodeSpec(), description="When an episode ends.")
    interface: InterfaceSpec = Field(InterfaceSpec(), description="The form of actions and observations.")
    variants: Variants = Field(
        (),
        description="Groups of named changes to this task, each a map of values by dotted path; an id takes at most "
        "one name of each group, in this order.",
    )

    _tree: Node | None = PrivateAttr(None)

    @classmethod
    def from_tree(cls, tree: Node) -> TaskSpec:
        """Give the spec of what was written, which remembers where.

        Raises:
            SpecError: If it is not a task spec.
        """
        spec = check(cls, tree)
        spec._tree = tree  # noqa: SLF001 - its own
        return spec

    @property
    def tree(self) -> Node:
        """All values, defaults included, with the places where they were written, or left out."""
        place = self._tree.place if self._tree is not None else Place()
        return settle(self.model_dump(mode="json"), self._tree, place)

    # ---------------------------------------------------------------------------------------- what fits what

    @model_validator(mode="after")
    def _parts_fit(self) -> TaskSpec:
        messages: dict[tuple[str, ...], str] = {}
        for part in ("sensor", "task"):
            misfit = getattr(self, part).misfit(self.space.image_shape)
            if misfit is not None:
                messages[part,] = misfit
        if not messages:
            sensor_misfit = self.task.sensor_misfit(self.sensor, self.space.image_shape)
            if (misfit := sensor_misfit or self.task.space_misfit(self.space)) is not None:
                messages["task",] = misfit
        extras = self.sensor.misfits(self.space.image_shape, self.episode.max_steps)
        messages |= {("sensor", name): message for name, message in extras.items()}
        if self.reward.size_penalty and not self.sensor.zooms:
            found = f"found {self.reward.size_penalty:g} with sensor {self.sensor.kind!r}"
            messages["reward", "size_penalty"] = f"looks of one size: {found}, allowed is 0, or a sensor that zooms"
        if self.episode.stop == "confidence" and not self.task.is_confident:
            found = f"found 'confidence' with task {self.task.kind!r}"
            messages["episode", "stop"] = f"never sure: {found}, allowed is 'never', 'action', or a task of classes"
        names = self.space.split_names
        if self.split not in names:
            hint = near_miss(self.split, names)
            messages["split",] = f"unknown split: found {self.split!r}, allowed is {either(names)}{hint}"
        if messages:
            raise refusals_at(self, messages)
        return self

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if isinstance(other, TaskSpec) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.model_dump_json())

    # ----------------------------------------------------------------------------------------- other specs of it

    def override(self, changes: Mapping[str, object]) -> TaskSpec:
        """Give a checked copy with some values changed.

        Setting a ``kind`` to another one starts that part afresh, whatever the order of the changes.

        Args:
            changes: Values by dotted path, as ``{"space.height": 20}``; a value replaces all that was there.

        Raises:
            SpecError: If a path leads nowhere, or the copy would not be a task spec.
        """
        nodes = written_by_call(changes)
        return self._changed(self.tree, nodes, f"with {', '.join(str(node.place) for node in nodes.values())}")

    def variant(self, *names: str) -> TaskSpec:
        """Give a variant; it has an id of its own, and no further variants.

        Args:
            names: Names of variants, at most one of each group.

        Raises:
            SpecError: If there is no such variant, two are of one group, or what comes out is not a task spec.
        """
        if not names:
            return self
        chosen = self._chosen(names)
        groups: tuple[Node, ...] = self.tree["variants"].value
        overlays = [node for group in groups for name, node in group.children() if name in names]
        nodes = {str(path): node for overlay in overlays for path, node in overlay.children()}
        place = overlays[0].where
        name = Node(variant_id(self.id, chosen), place)
        tree = self.tree.with_child("id", name).with_child("variants", Node((), place))
        return self._changed(tree, nodes, f"in variant {'-'.join(chosen)}")

    def _chosen(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Give names of variants in the order of their groups."""
        place = self.tree["variants"].place
        known = [name for group in self.variants for name in group]
        for name in names:
            if name not in known:
                message = f"unknown variant: found {shown(name)}, allowed is {either(known)}{near_miss(name, known)}"
                raise SpecError([Problem(message, "variants", place)])
        for group in self.variants:
            together = [name for name in group if name in names]
            if len(together) > 1:
                message = f"two of one group: found {' and '.join(together)}, allowed is {either(group)}"
                raise SpecError([Problem(message, "variants", place)])
        return tuple(name for name in known if name in names)

    @classmethod
    def _changed(cls, tree: Node, changes: Mapping[str, Node], note: str) -> TaskSpec:
        """Give the spec of a tree with changes; problems that show elsewhere name the changes that brought them."""
        try:
            return cls.from_tree(apply(tree, changes))
        except SpecError as error:
            own = {place for node in changes.values() for place in node.places()}
            raise SpecError(
                problem if problem.place in own else replace(problem, message=f"{problem.message} ({note})")
                for problem in error.problems
            ) from None

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """The ids of all variants, that of the spec itself first."""
        return tuple(variant_id(self.id, names) for names in choices(self.variants))

    def to_yaml(self) -> str:
        """Give the spec as the text of a file that is complete by itself: parents merged, defaults written out.

        Relative paths have become absolute. Loaded again it gives an equal spec.
        """
        data = self.model_dump(mode="json")
        return write_yaml({key: value for key, value in data.items() if key != "variants" or value})

    # --------------------------------------------------------------------------------------------- environments

    def make(self, *, render_mode: str | None = None, **options: Any) -> Env[Any, Any]:
        """Build one environment.

        Args:
            render_mode: ``"rgb_array"``, or None for no pictures.
            options: Further arguments of :func:`envspecs.build.make_env`.
        """
        env: Env[Any, Any] = pkgutil.resolve_name(ENTRY_POINT)(spec=self, render_mode=render_mode, **options)
        return env

    def make_vec(
        self,
        num_envs: int = 1,
        *,
        autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
        render_mode: str | None = None,
        max_episode_steps: int | None = None,
        **options: Any,
    ) -> VectorEnv[Any, Any, Any]:
        """Build many environments that step together.

        Args:
            num_envs: How many.
            autoreset_mode: What happens at the end of an episode: ``"NextStep"``, ``"SameStep"`` or ``"Disabled"``.
            render_mode: ``"rgb_array"``, or None for no pictures.
            max_episode_steps: After how many steps an episode is truncated; None for the spec's own end alone.
            options: Further arguments of :func:`envspecs.build.make_vec_env`.
        """
        envs: VectorEnv[Any, Any, Any] = pkgutil.resolve_name(VECTOR_ENTRY_POINT)(
            spec=self,
            num_envs=num_envs,
            autoreset_mode=autoreset_mode,
            render_mode=render_mode,
            max_episode_steps=max_episode_steps,
            **options,
        )
        return envs

    def strategy(self, **options: Any) -> SearchStrategy[Any]:
        """Give a Hypothesis strategy for episodes, each an :class:`~envspecs.testing.episode.Episode`.

        Args:
            options: Those of :func:`envspecs.testing.strategies.episodes`: ``max_steps`` and ``num_envs``.

        Raises:
            ModuleNotFoundError: If Hypothesis is not installed.

        >>> import envspecs
        >>> from hypothesis import find
        >>> spec = envspecs.load("CircleSquare-v0")
        >>> find(spec.strategy(max_steps=3), lambda episode: len(episode.play(spec.make())) > 2).actions
        [{'action': [0.0, 0.0], 'prediction': [0.0, 0.0]}, {'action': [0.0, 0.0], 'prediction': [0.0, 0.0]}]
        """
        built: SearchStrategy[Any] = pkgutil.resolve_name(_EPISODES)(self, **options)
        return built

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Add the key that loading resolves before a model is made."""
        described = handler(schema)
        handler.resolve_ref_schema(described)["properties"]["extends"] = {
            "type": "string",
            "title": "Extends",
            "description": "Another task file, relative to this one, or a catalog id: its keys hold where this file "
            "has none. Maps merge deeply; lists, and maps of another kind, are replaced.",
        }
        return described


offer(TaskSpec, "envspecs.testing.typed:specs_of")
