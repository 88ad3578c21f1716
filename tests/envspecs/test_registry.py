"""Kinds: the library's own are found, plugins' are loaded, and what is wrong with a plugin is said."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import importlib.metadata
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field, StringConstraints, ValidationError, field_validator
from pydantic_core import PydanticCustomError

import envspecs
from envspecs import registry
from envspecs.problems import either
from envspecs.registry import GROUPS, PluginError, all_kinds, kinds
from envspecs.specs.base import Kind, MotionKind, SpaceKind, SpecPart
from envspecs.specs.choices import AnyMotion, AnySpace
from envspecs.specs.fields import NamedMap, Side

OWN_SPACES = [
    "ade20k",
    "arrays",
    "cifar",
    "circle_square",
    "coco",
    "concat",
    "digits",
    "double_circle_square",
    "grid",
    "huggingface",
    "idx",
    "image_folder",
    "imagenet",
    "mixture",
    "overlay",
    "photos",
    "points",
    "polygons",
    "scene",
    "subset",
    "sun360",
    "svhn",
    "tiny_imagenet",
    "webdataset",
]


class Plain(SpaceKind):
    """Images of one brightness."""

    runtime: ClassVar[str] = "plugin:Plain"
    kind: Literal["plain"] = Field(description="One brightness all over.")
    side: Side = Field(8, description="Rows and columns.")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return self.side, self.side, 1


class Framed(Plain):
    """A space made of a space, with a kind of another group in a list."""

    kind: Literal["framed"] = Field(description="Another space in a frame.")  # type: ignore[assignment]
    inside: AnySpace = Field(description="What is framed.")
    shakes: tuple[AnyMotion, ...] = Field((), description="How it shakes.")


class Mask(SpecPart):
    """A part that is no kind."""

    width: Side = Field(description="Columns.")


class Tricky(Plain):
    """A space with all forms of fields, and with validators of its own."""

    kind: Literal["tricky"] = Field(description="All forms.")  # type: ignore[assignment]
    within: AnySpace | None = Field(None, description="Another space, or none.")
    mask: Mask | Side = Field(1, description="A part, or a number.")
    named: Annotated[dict[Annotated[str, StringConstraints(pattern="^[a-z]+$")], Side], NamedMap()] = Field(
        {}, description="Numbers by name."
    )
    even: int = Field(2, description="An even number.")

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int) -> int:
        if value == 1:
            raise ValueError("found 1, allowed is 2")
        if value == 3:
            raise PydanticCustomError("odd", "found {found}, allowed is 4", {"found": 3})
        if value == 5:
            raise AssertionError("found 5, allowed is 6")
        return value


class Jump(MotionKind):
    """A motion of a plugin."""

    runtime: ClassVar[str] = "plugin:Jump"
    kind: Literal["jump"] = Field(description="Jumps.")


class Impostor(SpaceKind):
    """The kind of another model."""

    runtime: ClassVar[str] = "plugin:Impostor"
    kind: Literal["circle_square"] = Field(description="Not what it says.")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return 1, 1, 1


class WithoutKind(Plain):
    kind: str = Field("x", description="Any.")  # type: ignore[assignment]


class WithDefault(Plain):
    kind: Literal["plain"] = Field("plain", description="Given.")


class WithoutRuntime(SpaceKind):
    kind: Literal["none"] = Field(description="None.")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return 1, 1, 1


class Abstract(SpaceKind):
    runtime: ClassVar[str] = "plugin:Abstract"
    kind: Literal["abstract"] = Field(description="Lacks what the group asks for.")


def broken() -> None:
    raise RuntimeError("no licence")


class Point:
    """An entry point of an installed package, as importlib.metadata gives them."""

    def __init__(self, name: str, found: object, package: str | None = "some-plugin") -> None:
        self.name, self.found, self.value = name, found, f"plugin:{name}"
        self.dist = type("Distribution", (), {"name": package})() if package else None

    def load(self) -> object:
        return self.found() if self.found is broken else self.found


Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Have packages with entry points installed for the time of a test."""

    def installed(group: str, *points: Point) -> None:
        monkeypatch.setattr(
            importlib.metadata, "entry_points", lambda **wanted: points if wanted["group"] == group else ()
        )
        registry.forget()

    yield installed
    monkeypatch.undo()
    registry.forget()


def spec(**parts: object) -> dict[str, Any]:
    return envspecs.load("CircleSquare-v0").model_dump() | {"variants": []} | parts


# ----------------------------------------------------------------------------------------------------------------------
# The library's own kinds
# ----------------------------------------------------------------------------------------------------------------------


def test_the_librarys_own_kinds_are_found_by_their_files() -> None:
    assert {group: list(kinds(group)) for group in GROUPS} == {
        "imagespaces.spaces": OWN_SPACES,
        "imagespaces.transforms": [
            "brightness",
            "contrast",
            "flip",
            "gamma",
            "gaussian_blur",
            "gaussian_noise",
            "gradient_background",
            "hue",
            "invert",
            "motion_blur",
            "noise_background",
            "occlude",
            "photograph_background",
            "poisson_noise",
            "rotate",
            "salt_and_pepper_noise",
            "saturation",
            "scale",
            "shear",
            "shift",
            "solid_background",
            "speckle_noise",
            "texture_background",
        ],
        "imagespaces.shapes": ["circle", "cross", "ellipse", "glyph", "line", "regular_polygon", "ring", "star"],
        "imagespaces.relations": ["above", "count", "left_of", "odd_one_out", "same"],
        "imagespaces.relabellings": ["binarize", "first_classes", "merge", "only_classes"],
        "imagespaces.partitions": [
            "composition",
            "explicit",
            "extrapolation",
            "interpolation",
            "random",
            "random_composition",
        ],
        "envspecs.sensors": ["foveated", "full", "glimpse", "zoom"],
        "envspecs.motions": ["absolute", "absolute_zoom", "discrete", "relative", "relative_zoom", "velocity"],
        "envspecs.tasks": [
            "classification",
            "find",
            "hide_and_seek",
            "inverted_classification",
            "localization",
            "none",
            "reconstruction",
            "regression",
            "segmentation",
        ],
        "envspecs.losses": [
            "cross_entropy",
            "error_probability",
            "pixel_cross_entropy",
            "root_mean_squared_error",
            "squared_error",
        ],
    }


@pytest.mark.parametrize("model", all_kinds(), ids=lambda model: model.__name__)
def test_a_kind_has_the_name_of_its_file_and_no_default(model: type[Kind]) -> None:
    field = model.model_fields["kind"]
    assert model.__module__.rsplit(".", 1)[1] == field.annotation.__args__[0]  # type: ignore[union-attr]
    assert field.is_required()


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(KeyError, match="envspecs\\.spaces"):
        kinds("envspecs.spaces")


# ----------------------------------------------------------------------------------------------------------------------
# Plugins
# ----------------------------------------------------------------------------------------------------------------------


def test_a_plugins_kinds_are_kinds_like_others(install: Install) -> None:
    install("imagespaces.spaces", Point("plain", Plain))
    assert list(kinds("imagespaces.spaces")) == [*OWN_SPACES, "plain"]
    loaded = envspecs.load(spec(space={"kind": "plain", "side": 9}))
    assert loaded.space == Plain(kind="plain", side=9)
    assert pickle.loads(pickle.dumps(loaded)) == loaded  # noqa: S301 - our own
    with pytest.raises(envspecs.SpecError) as caught:
        envspecs.load(spec(space={"kind": "plain", "sides": 9}))
    assert str(caught.value) == "space.sides: unknown key, allowed are kind, side (did you mean 'side'?)"


def test_kinds_may_hold_kinds_of_any_group(install: Install) -> None:
    install("imagespaces.spaces", Point("framed", Framed), Point("plain", Plain))
    nested = {
        "kind": "framed",
        "inside": {"kind": "framed", "inside": {"kind": "plain"}},
        "shakes": [{"kind": "relative"}],
    }
    loaded = envspecs.load(spec(space=nested))
    assert envspecs.load(loaded.model_dump(mode="json")) == loaded
    with pytest.raises(envspecs.SpecError) as caught:
        loaded.override({"space.inside.inside.side": 0, "space.shakes.0.max_step": 9})
    side, length = "an integer from 1 to 4096 (pixels)", "a number above 0 to 2 (normalised position)"
    assert str(caught.value).splitlines() == [
        f"override['space.inside.inside.side']: space.inside.inside.side: out of range: found 0, allowed is {side}",
        (
            "override['space.shakes.0.max_step']: space.shakes[0].max_step: not allowed: found 9, "
            f"allowed is {length}, or a list of 2, each {length}"
        ),
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"within": {"kind": "plain", "side": 0}},
            "within.side: out of range: found 0, allowed is an integer from 1 to 4096 (pixels)",
        ),
        (
            {"within": {"kind": "plane"}},
            "within.kind: unknown kind: found 'plane', allowed is {KINDS} (did you mean 'plain'?)",
        ),
        ({"within": {}}, "within.kind: missing, allowed is {KINDS}"),
        ({"within": 5}, "within: wrong type: found 5, allowed is a map whose 'kind' is {KINDS}"),
        (
            {"mask": {"widht": 5}},
            "mask: not allowed: found a map, allowed is a map of width, or an integer from 1 to 4096 (pixels)",
        ),
        ({"mask": 0}, "mask: not allowed: found 0, allowed is a map of width, or an integer from 1 to 4096 (pixels)"),
        ({"named": {"a": 0}}, "named.a: out of range: found 0, allowed is an integer from 1 to 4096 (pixels)"),
        ({"named": {"A": 1}}, "named.A: not a name, allowed is text matching ^[a-z]+$"),
        ({"even": 1}, "even: found 1, allowed is 2"),
        ({"even": 3}, "even: found 3, allowed is 4"),
        ({"even": 5}, "even: found 5, allowed is 6"),
    ],
)
def test_whatever_a_plugins_models_are_like_errors_are_one_line(
    install: Install, fields: dict[str, Any], line: str
) -> None:
    install("imagespaces.spaces", Point("plain", Plain), Point("tricky", Tricky))
    right = {"kind": "tricky", "within": None, "mask": {"width": 3}, "named": {"a": 1}}
    assert envspecs.load(spec(space=right)).model_dump()["space"]["mask"] == {"width": 3}
    with pytest.raises(envspecs.SpecError) as caught:
        envspecs.load(spec(space={"kind": "tricky"} | fields))
    kinds_of_spaces = either([*OWN_SPACES, "plain", "tricky"])
    assert str(caught.value) == "space." + line.format(KINDS=kinds_of_spaces)


def test_plugins_are_sorted_by_name(install: Install) -> None:
    install("imagespaces.spaces", Point("z", Plain), Point("a", Framed))
    assert list(kinds("imagespaces.spaces")) == [*OWN_SPACES, "framed", "plain"]


def test_the_schema_and_the_errors_know_them(install: Install) -> None:
    install("envspecs.motions", Point("jump", Jump))
    motion = envspecs.json_schema()["$defs"]["GlimpseSpec"]["properties"]["motion"]
    assert {"$ref": "#/$defs/RelativeSpec"} in motion["oneOf"]
    assert motion["oneOf"][-1] == {"$ref": "#/$defs/Jump"}
    mapping = motion["discriminator"]["mapping"]
    assert mapping["relative"] == "#/$defs/RelativeSpec"
    assert mapping["jump"] == "#/$defs/Jump"
    assert "Jump" in repr(envspecs.load("CircleSquare-v0").override({"sensor.motion": {"kind": "jump"}}).sensor)
    with pytest.raises(envspecs.SpecError, match=r"'velocity' or 'jump'$"):
        envspecs.load(spec(sensor={"kind": "glimpse", "motion": {"kind": "walk"}}))


def test_forgotten_plugins_are_gone(install: Install) -> None:
    install("envspecs.motions", Point("jump", Jump))
    assert "jump" in kinds("envspecs.motions")
    install("envspecs.motions")
    assert "jump" not in kinds("envspecs.motions")
    with pytest.raises(envspecs.SpecError, match=r"'relative_zoom' or 'velocity'$"):
        envspecs.load(spec(sensor={"kind": "glimpse", "motion": {"kind": "jump"}}))


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (
            [Point("stripes", broken)],
            "the plugin 'stripes' of imagespaces.spaces from some-plugin (plugin:stripes) can't be imported: RuntimeError: no licence",
        ),
        (
            [Point("circles", Impostor, "a-plugin")],
            (
                "the kind 'circle_square' of imagespaces.spaces exists twice: "
                "from envspecs (envspecs.specs.spaces.circle_square) and from a-plugin (plugin:circles)"
            ),
        ),
        (
            [Point("b", Plain, "b-plugin"), Point("a", Plain, None)],
            "the kind 'plain' of imagespaces.spaces exists twice: from an unnamed package (plugin:a) and from b-plugin (plugin:b)",
        ),
        (
            [Point("jump", Jump)],
            f"a plugin must offer a subclass of SpaceKind, some-plugin (plugin:jump) offers {Jump!r}",
        ),
        ([Point("five", 5)], "a plugin must offer a subclass of SpaceKind, some-plugin (plugin:five) offers 5"),
        (
            [Point("any", Abstract)],
            "a plugin must define all that SpaceKind asks for, some-plugin (plugin:any) lacks image_shape",
        ),
        (
            [Point("any", WithoutKind)],
            "a plugin must define 'kind: Literal[name]' without a default, some-plugin (plugin:any) has \"kind: str = 'x'\"",
        ),
        (
            [Point("any", WithDefault)],
            (
                "a plugin must define 'kind: Literal[name]' without a default, "
                "some-plugin (plugin:any) has \"kind: Literal['plain'] = 'plain'\""
            ),
        ),
        (
            [Point("any", WithoutRuntime)],
            "a plugin must define 'runtime: ClassVar[str]', some-plugin (plugin:any) has None",
        ),
    ],
)
def test_what_is_wrong_with_a_plugin_is_said(install: Install, points: list[Point], message: str) -> None:
    install("imagespaces.spaces", *points)
    with pytest.raises(PluginError) as caught:
        envspecs.load(spec())
    assert str(caught.value) == message


def test_a_model_is_taken_as_it_is_only_where_its_group_is_asked_for() -> None:
    loaded = envspecs.load("CircleSquare-v0")
    data = dict(loaded) | {"sensor": loaded.sensor}
    assert envspecs.TaskSpec.model_validate(data) == loaded
    with pytest.raises(ValidationError, match="dict_type"):
        envspecs.TaskSpec.model_validate(data | {"sensor": loaded.space})


def test_an_installed_plugin_is_found(plugin_path: str) -> None:
    code = "import envspecs; from envspecs.registry import kinds; print(list(kinds('imagespaces.spaces'))[-1])"
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": plugin_path}, capture_output=True, text=True, check=True
    )
    assert run.stdout == "stripes\n"
