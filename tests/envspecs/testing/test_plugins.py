"""Plugins' kinds take part in strategies: by the strategy that they name, and by their fields."""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from pydantic import Field, Strict

from envspecs import registry
from envspecs.registry import PluginError
from envspecs.sensors import Full
from envspecs.specs.base import Kind, LossKind, MotionKind, SensorKind, SpaceKind, TaskKind, TransformKind
from envspecs.specs.fields import Distinct, Flag, Side
from envspecs.specs.ranges import Range, Within
from envspecs.tasks import NoPrediction
from envspecs.testing.building import builders
from envspecs.testing.deriving import derive
from envspecs.testing.space_building import known_spaces
from envspecs.testing.strategies import Options, overlays, task_specs
from imagespaces import CircleSquare
from imagespaces.testing import strategies as images
from imagespaces.transforms import Brightness
from tests.envspecs.testing.faults import SPEC

FOUND = settings(max_examples=2000, phases=[Phase.generate])


class Squares(CircleSquare):
    """A space of a plugin."""

    def __init__(self, *, height: int, width: int, bright: bool = False, **others: Any) -> None:
        super().__init__(height=height + 2, width=width + 2, extent=2, gradient=bright, **others)
        self.height, self.width = height + 2, width + 2
        self.bright = bright


class SquaresSpec(SpaceKind):
    """Names no strategy: its fields tell enough."""

    runtime: ClassVar[str] = f"{__name__}:Squares"
    kind: Literal["squares"] = Field(description="Squares.")
    height: Side = Field(description="Rows.")
    width: Side = Field(description="Columns.")
    bright: Flag = Field(default=False, description="Whether it is bright.")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return self.height, self.width, 1


class Look(Full):
    """A sensor of a plugin."""

    def __init__(self, gallery: Any, *, level: float, depth: int = 1) -> None:
        super().__init__(gallery)
        assert 0 < level <= 1
        assert 1 <= depth <= 3


class LookSpec(SensorKind):
    """Names no strategy, and refuses some of what its fields allow."""

    runtime: ClassVar[str] = f"{__name__}:Look"
    kind: Literal["look"] = Field(description="Looks.")
    level: Annotated[float, Strict(), Field(gt=0, le=1)] = Field(description="How bright.")
    depth: Annotated[int, Strict(), Field(ge=1, le=3)] = Field(1, description="How deep.")

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        return "too deep" if self.depth > min(image_shape[:2]) else None


class Idle(NoPrediction):
    """A task of a plugin."""

    def __init__(self, stage: Any, *, note: Literal["a", "b"]) -> None:
        super().__init__(stage)
        assert note in {"a", "b"}


class IdleSpec(TaskKind):
    """Names its strategy, for free text could be anything."""

    runtime: ClassVar[str] = f"{__name__}:Idle"
    strategy: ClassVar[str | None] = f"{__name__}:idle"
    kind: Literal["idle"] = Field(description="Waits.")
    note: str = Field(description="Free text.")


def idle(options: Options) -> st.SearchStrategy[dict[str, Any]]:
    assert min(options.image_size) > 0
    return st.sampled_from([{"kind": "idle", "note": "a"}, {"kind": "idle", "note": "b"}])


class TalkSpec(TaskKind):
    """Says too little: it takes no part."""

    runtime: ClassVar[str] = f"{__name__}:Idle"
    kind: Literal["talk"] = Field(description="Talks.")
    note: str = Field(description="Free text.")


class PickySpec(TaskKind):
    """Can be done with a glimpse alone."""

    runtime: ClassVar[str] = "envspecs.tasks:NoPrediction"
    kind: Literal["picky"] = Field(description="Picks.")

    def sensor_misfit(self, sensor: SensorKind, image_shape: tuple[int, int, int]) -> str | None:
        return None if sensor.kind == "glimpse" else f"needs a glimpse of {image_shape}"


class ColourSpec(TaskKind):
    """Is about images in colour."""

    runtime: ClassVar[str] = "envspecs.tasks:NoPrediction"
    strategy: ClassVar[str | None] = f"{__name__}:colour"
    kind: Literal["colour"] = Field(description="Colours.")


def colour(options: Options) -> st.SearchStrategy[dict[str, Any]]:
    return st.just({"kind": "colour"}) if options.channels == 3 else st.nothing()


class StubbornSpec(LookSpec):
    """Suits no images."""

    kind: Literal["stubborn"] = Field(description="Looks.")  # type: ignore[assignment]

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        return f"no images, not even {image_shape}"


class WideSpec(SquaresSpec):
    """Has nothing but wide images."""

    kind: Literal["wide"] = Field(description="Wide.")  # type: ignore[assignment]
    radius: Annotated[float, Strict(), Field(gt=8, le=100, json_schema_extra={"unit": "pixels"})] = Field(
        description="A radius."
    )


class Huge(CircleSquare):
    """A space of a plugin."""


class HugeSpec(SpaceKind):
    """Has images of one size."""

    runtime: ClassVar[str] = f"{__name__}:Huge"
    kind: Literal["huge"] = Field(description="Huge.")
    gradient: Flag = Field(default=False, description="Whether it is bright.")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return 28, 28, 1


class DimSpec(TransformKind):
    """Names no strategy."""

    runtime: ClassVar[str] = f"{__name__}:Dim"
    kind: Literal["dim"] = Field(description="Dims.")
    change: Annotated[float, Strict(), Field(ge=-0.5, le=0.5)] = Field(description="How much.")


class Dim(Brightness):
    """A transform of a plugin."""


class JumpSpec(MotionKind):
    runtime: ClassVar[str] = "envspecs.motions:Absolute"
    kind: Literal["jump"] = Field(description="Jumps.")


class BrierSpec(LossKind):
    runtime: ClassVar[str] = "envspecs.losses:CrossEntropy"
    scores: ClassVar[str] = "logits"
    kind: Literal["brier"] = Field(description="Squared.")


class StrayedSpec(IdleSpec):
    strategy: ClassVar[str | None] = f"{__name__}:nowhere"
    kind: Literal["strayed"] = Field(description="Strays.")  # type: ignore[assignment]


Install = Callable[..., None]


class Point:
    """An entry point."""

    dist = None

    def __init__(self, model: type[Kind]) -> None:
        self.model, self.name, self.value = model, model.__name__, model.__qualname__

    def load(self) -> type[Kind]:
        return self.model


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Have kinds installed for the time of a test, by group."""

    def installed(**groups: type[Kind]) -> None:
        points = {name.replace("__", "."): (Point(model),) for name, model in groups.items()}
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda **wanted: points.get(wanted["group"], ()))
        registry.forget()

    yield installed
    monkeypatch.undo()
    registry.forget()


def test_a_space_takes_part_by_its_fields(install: Install) -> None:
    install(imagespaces__spaces=SquaresSpec)
    spec: Any = find(task_specs(spaces=["squares"]), lambda spec: spec.space.bright, settings=FOUND)
    assert spec.space.kind == "squares"
    assert spec.space.height * spec.space.width <= 256
    assert "squares" in known_spaces(100)


def test_a_space_takes_part_by_the_strategy_that_it_names(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SquaresSpec, "strategy", f"{__name__}:SQUARES")
    install(imagespaces__spaces=type("NamedSpec", (SquaresSpec,), {"__module__": __name__}))
    specs = task_specs(spaces=["squares"])
    find(specs, lambda spec: spec.space.kind == "squares", settings=FOUND)


SQUARES = images.Kind(9, lambda options: st.builds(Squares, height=st.just(3), width=st.just(3), dtype=options.dtypes))


def test_a_sensor_takes_part_by_its_fields_as_far_as_it_fits(install: Install) -> None:
    install(envspecs__sensors=LookSpec)

    @settings(max_examples=30)
    @given(task_specs(sensors=["look"], max_pixels=50))
    def check(spec: Any) -> None:
        assert spec.sensor.depth <= min(spec.space.image_shape[:2])
        env = spec.make()
        env.reset(seed=0)
        env.step(env.action_space.sample())

    check()


def test_a_task_takes_part_by_the_strategy_that_it_names(install: Install) -> None:
    install(envspecs__tasks=IdleSpec)
    spec: Any = find(task_specs(tasks=["idle"]), lambda spec: spec.task.note == "b", settings=FOUND)
    spec.make().reset(seed=0)


def test_forms_of_actions_that_nothing_is_known_of_are_left_alone(install: Install) -> None:
    install(envspecs__tasks=IdleSpec)

    @settings(max_examples=20)
    @given(task_specs(tasks=["idle"], interfaces=True))
    def check(spec: Any) -> None:
        assert (spec.interface.actions, spec.interface.observations) == ("dict", "dict")

    check()


@pytest.mark.parametrize("group", ["envspecs.motions", "envspecs.losses"])
def test_motions_and_losses_take_part(install: Install, group: str) -> None:
    model = JumpSpec if group == "envspecs.motions" else BrierSpec
    before = len(builders(group))
    install(**{group.replace(".", "__"): model})
    assert len(builders(group)) == before + 1
    name = "jump" if group == "envspecs.motions" else "brier"
    specs = task_specs(spaces=["circle_square"], sensors=["glimpse"], tasks=["classification"])
    find(specs, lambda spec: name in repr(spec), settings=FOUND)


def test_what_says_too_little_takes_no_part(install: Install) -> None:
    install(envspecs__tasks=TalkSpec)
    with pytest.raises(ValueError, match=r"^tasks must be one or more of .*, got \['talk'\]$"):
        task_specs(tasks=["talk"])


def test_a_strategy_that_is_not_there_is_told(install: Install) -> None:
    install(envspecs__tasks=StrayedSpec)
    message = rf"^a strategy must be importable, {__name__}.StrayedSpec names '{__name__}:nowhere': AttributeError: "
    with pytest.raises(PluginError, match=message):
        task_specs(tasks=["strayed"])


@pytest.mark.parametrize(
    ("group", "of", "allowed"),
    [
        ("envspecs__tasks", IdleSpec, "a function of Options"),
        ("imagespaces__spaces", SquaresSpec, "an imagespaces.testing.strategies.Kind"),
    ],
)
def test_a_strategy_that_is_none_is_told(
    install: Install, monkeypatch: pytest.MonkeyPatch, group: str, of: type[Kind], allowed: str
) -> None:
    monkeypatch.setattr(of, "strategy", "math:pi")
    install(**{group: of})
    found = f"{__name__}.{of.__qualname__} names 'math:pi', which is {math.pi}"
    with pytest.raises(PluginError, match=f"^a strategy must be {allowed}, {found}$"):
        task_specs()


def test_a_task_has_a_sensor_that_it_can_be_done_with(install: Install) -> None:
    install(envspecs__tasks=PickySpec)

    @settings(max_examples=30)
    @given(task_specs(tasks=["picky"]))
    def check(spec: Any) -> None:
        assert spec.sensor.kind == "glimpse"

    check()
    spec = find(task_specs(), lambda spec: spec.task.kind == "picky", settings=FOUND)
    assert spec.sensor.kind == "glimpse"


def test_a_task_is_changed_for_one_that_can_be_done_with_the_sensor(install: Install) -> None:
    install(envspecs__tasks=PickySpec)
    spec = SPEC.override({"sensor": {"kind": "full"}})

    @settings(max_examples=300, phases=[Phase.generate])
    @given(overlays(spec))
    def check(overlay: dict[str, Any]) -> None:
        spec.override(overlay)

    check()
    glimpses = overlays(SPEC)
    assert find(glimpses, lambda overlay: overlay.get("task", {}).get("kind") == "picky", settings=FOUND)


def test_a_task_has_a_space_that_it_suits(install: Install) -> None:
    install(envspecs__tasks=ColourSpec)

    @settings(max_examples=30)
    @given(task_specs(tasks=["colour"]))
    def check(spec: Any) -> None:
        assert spec.space.image_shape[2] == 3

    check()
    specs = task_specs(tasks=["none", "colour"], spaces=["circle_square", "photos"])
    assert find(specs, lambda spec: spec.task.kind == "colour", settings=FOUND).space.kind == "photos"


@pytest.mark.parametrize(("group", "model"), [("envspecs__sensors", StubbornSpec), ("imagespaces__spaces", HugeSpec)])
def test_what_never_fits_takes_no_part(install: Install, group: str, model: type[Kind]) -> None:
    install(**{group: model})

    @settings(max_examples=60)
    @given(task_specs())
    def check(spec: Any) -> None:
        assert {"stubborn", "huge"}.isdisjoint({spec.sensor.kind, spec.space.kind})

    check()
    wanted: dict[str, Any] = {"sensors": ["stubborn"]} if model is StubbornSpec else {"spaces": ["huge"]}
    with pytest.raises(
        ValueError, match=r"^(a sensor must suit|fields must make a HugeSpec with images of up to 256 )"
    ):
        find(task_specs(**wanted), lambda _: True, settings=FOUND)


def test_a_space_takes_part_where_images_may_be_as_large_as_its_fields_need(install: Install) -> None:
    install(imagespaces__spaces=WideSpec)
    assert "wide" not in known_spaces(255)
    assert "wide" in known_spaces(256)


def test_a_transform_takes_part_by_its_fields(install: Install) -> None:
    install(imagespaces__transforms=DimSpec)

    def is_dim(spec: Any) -> bool:
        return "dim" in [transform.kind for transform in getattr(spec.space, "transforms", ())]

    spec = find(task_specs(), is_dim, settings=FOUND)
    spec.make().reset(seed=0)


# ----------------------------------------------------------------------------------------------------------------------
# Values by types and bounds
# ----------------------------------------------------------------------------------------------------------------------


class Forms(SpaceKind):
    """All forms of fields."""

    runtime: ClassVar[str] = "nowhere:Nothing"
    kind: Literal["forms"] = Field(description="All.")
    flag: Flag = Field(description="A flag.")
    side: Side = Field(description="A side.")
    share: Annotated[float, Strict(), Field(ge=0, lt=1)] = Field(description="A share.")
    word: Literal["a", "b"] = Field(description="A word.")
    pair: tuple[Side, Side] = Field(description="Two sides.")
    reach: Annotated[Range, Within(1, 2, "units")] = Field(description="A number or a range.")
    some: tuple[Literal["x", "y"], ...] = Field((), description="A list.")
    maybe: Side | None = Field(None, description="A side, or none.")
    text: str = Field("free", description="Free text.")
    boundless: float = Field(0.0, description="Any number.")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return 1, 1, 1


def nothing(_group: str) -> st.SearchStrategy[Any]:
    return st.nothing()


def forms() -> st.SearchStrategy[Any]:
    built = derive(Forms, nothing, most_pixels=9)
    assert built is not None
    return built


@settings(max_examples=60)
@given(st.deferred(forms))
def test_fields_are_of_their_types_and_within_their_bounds(fields: dict[str, Any]) -> None:
    model = Forms.model_validate(fields)
    assert max(model.side, *model.pair) <= 9
    assert fields.keys() <= Forms.model_fields.keys() - {"text", "boundless"}


def test_every_form_is_drawn() -> None:
    fields = forms()
    for wanted in (
        lambda found: isinstance(found["reach"], list),
        lambda found: isinstance(found["reach"], float),
        lambda found: len(found.get("some", ())) > 1,
        lambda found: found.get("maybe", 0) is None,
        lambda found: found["side"] == 9 and found["word"] == "b",
    ):
        assert wanted(find(fields, wanted, settings=FOUND))


def test_a_field_without_bounds_and_default_is_not_guessed() -> None:
    class Boundless(MotionKind):
        runtime: ClassVar[str] = "nowhere:Nothing"
        kind: Literal["boundless"] = Field(description="Any.")
        number: float = Field(description="Any number.")

    assert derive(Boundless, nothing, most_pixels=9) is None


class Tree(MotionKind):
    """May hold one of its kind."""

    runtime: ClassVar[str] = "nowhere:Nothing"
    kind: Literal["tree"] = Field(description="A tree.")
    left: Tree | None = Field(None, description="A branch, or none.")


class Endless(MotionKind):
    """Must hold one of its kind."""

    runtime: ClassVar[str] = "nowhere:Nothing"
    kind: Literal["endless"] = Field(description="Endless.")
    rest: Endless = Field(description="The rest.")


class Crowded(MotionKind):
    """Must hold more different words than there are."""

    runtime: ClassVar[str] = "nowhere:Nothing"
    kind: Literal["crowded"] = Field(description="Crowded.")
    words: Annotated[tuple[Literal["a", "b"], ...], Field(min_length=3), Distinct()] = Field(description="Words.")


def test_what_may_be_within_itself_is_left_out_there() -> None:
    trees = derive(Tree, nothing, most_pixels=9)
    assert trees is not None
    assert find(trees, lambda fields: "left" in fields, settings=FOUND)["left"] is None


@pytest.mark.parametrize("model", [Endless, Crowded])
def test_what_can_t_be_takes_no_part(model: type[Kind]) -> None:
    assert derive(model, nothing, most_pixels=9) is None


@pytest.mark.parametrize(("most_pixels", "is_empty"), [(8, True), (9, False)])
def test_there_is_nothing_in_an_empty_range(most_pixels: int, is_empty: bool) -> None:
    built = derive(WideSpec, nothing, most_pixels=most_pixels)
    assert built is not None
    assert built.is_empty is is_empty
