"""Each kind of mistake in a spec gives one line, with the place to mend, the value found and what is allowed."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import envspecs
from envspecs.problems import Problem, SpecError, either
from envspecs.registry import kinds
from envspecs.tree import Place

FILE = """\
envspec: 1
space:
  kind: circle_square
  height: 28
sensor:
  kind: glimpse
  motion: {kind: relative}
task:
  kind: classification
  loss: {kind: cross_entropy}
"""
TOP = "description, envspec, episode, extends, id, interface, reward, sensor, space, split, task, variants"  # keys of a task spec
SPACES = either(kinds("imagespaces.spaces"))
SENSORS, MOTIONS = either(kinds("envspecs.sensors")), either(kinds("envspecs.motions"))
SIDE = "an integer from 1 to 4096 (pixels)"
LENGTH = "a number above 0 to 2 (normalised position)"

Refuse = Callable[..., list[str]]


@pytest.fixture
def refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Write files, load the first and give the lines of the error."""
    monkeypatch.chdir(tmp_path)

    def lines(text: str | bytes, name: str = "task.yaml", others: Mapping[str, str] | None = None) -> list[str]:
        Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
        for other, content in (others or {}).items():
            Path(other).parent.mkdir(exist_ok=True)
            Path(other).write_text(content, encoding="utf-8")
        with pytest.raises(SpecError) as caught:
            envspecs.load(name)
        return str(caught.value).splitlines()

    return lines


def replaced(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # Unknown keys.
        (
            replaced("height:", "hieght:"),
            "4:3: space.hieght: unknown key, allowed are extent, gradient, height, kind, width (did you mean 'height'?)",
        ),
        (FILE + "sensr: 1\n", f"11:1: sensr: unknown key, allowed are {TOP} (did you mean 'sensor'?)"),
        (FILE + "<<: {id: a}\n", f"11:1: <<: unknown key, allowed are {TOP}"),
        (
            replaced("{kind: relative}", "{kind: relative, zzz: 1}"),
            "7:28: sensor.motion.zzz: unknown key, allowed are kind, max_step",
        ),
        # Wrong types.
        (replaced("28", "tall"), f"4:11: space.height: wrong type: found 'tall', allowed is {SIDE}"),
        (replaced("28", "'28'"), f"4:11: space.height: wrong type: found '28', allowed is {SIDE}"),
        (replaced("28", "28.0"), f"4:11: space.height: wrong type: found 28.0, allowed is {SIDE}"),
        (replaced("28", "true"), f"4:11: space.height: wrong type: found true, allowed is {SIDE}"),
        (replaced("28", "[1, {a: 2}]"), f"4:11: space.height: wrong type: found [1, a map], allowed is {SIDE}"),
        (replaced("height: 28", "gradient: 1"), "4:13: space.gradient: wrong type: found 1, allowed is true or false"),
        (
            replaced("{kind: relative}", "{kind: relative, max_step: fast}"),
            f"7:38: sensor.motion.max_step: not allowed: found 'fast', allowed is {LENGTH}, or a list of 2, each {LENGTH}",
        ),
        (
            FILE + "reward: 1\n",
            "11:9: reward: wrong type: found 1, allowed is a map of action_cost, timing, size_penalty, time_penalty",
        ),
        (
            FILE + "id: 7\n",
            r"11:5: id: wrong type: found 7, allowed is text matching ^[A-Za-z0-9][A-Za-z0-9_.-]*$ of up to 100 characters",
        ),
        # Out of bounds.
        (replaced("28", "0"), f"4:11: space.height: out of range: found 0, allowed is {SIDE}"),
        (replaced("28", "100000"), f"4:11: space.height: out of range: found 100000, allowed is {SIDE}"),
        (
            FILE + "reward: {action_cost: .nan}\n",
            "11:23: reward.action_cost: out of range: found nan, allowed is a number from 0 to 1000000 (reward per unit of action)",
        ),
        (
            FILE + "episode: {max_steps: 0x" + "f" * 5000 + "}\n",
            (
                "11:22: episode.max_steps: out of range: found a number of about 6020 digits, "
                "allowed is an integer from 1 to 1000000 (steps)"
            ),
        ),
        (
            replaced("  motion", "  size: [5, 5, 5]\n  motion"),
            "7:9: sensor.size: wrong length: found [5, 5, 5], allowed is a list of 2, each an integer from 1 to 4096 (sensor pixels)",
        ),
        (
            replaced("  motion", "  size: [5, 0]\n  motion"),
            "7:13: sensor.size[1]: out of range: found 0, allowed is an integer from 1 to 4096 (sensor pixels)",
        ),
        # Values that are listed.
        (
            FILE + "reward: {timing: last_step}\n",
            "11:18: reward.timing: unknown value: found 'last_step', allowed is 'every_step', 'final_step' or 'improvement' (did you mean 'final_step'?)",
        ),
        (
            replaced("  motion", "  start: centre\n  motion"),
            (
                "7:10: sensor.start: not allowed: found 'centre', allowed is 'random' or 'center', or a list of 2, "
                "each a number from -1 to 1 (normalised position) (did you mean 'center'?)"
            ),
        ),
        (FILE + "split: al\n", "11:8: split: unknown split: found 'al', allowed is 'all' (did you mean 'all'?)"),
        # Kinds.
        (
            replaced("circle_square", "circle_sqare"),
            f"3:9: space.kind: unknown kind: found 'circle_sqare', allowed is {SPACES} (did you mean 'circle_square'?)",
        ),
        (replaced("circle_square", "[a]"), f"3:9: space.kind: unknown kind: found ['a'], allowed is {SPACES}"),
        (replaced("  kind: circle_square\n", ""), f"3:3: space.kind: missing, allowed is {SPACES}"),
        # What is missing.
        (
            replaced("  motion: {kind: relative}\n", ""),
            f"6:3: sensor.motion: missing, allowed is a map whose 'kind' is {MOTIONS}",
        ),
        (replaced("envspec: 1\n", ""), "1:1: envspec: missing, allowed is 1"),
        (
            replaced("  kind: circle_square\n  height: 28\n", ""),
            f"3:1: space: wrong type: found null, allowed is a map whose 'kind' is {SPACES}",
        ),
        # Versions.
        (
            replaced("envspec: 1", "envspec: 2\nfrom_the_future: 1"),
            "1:10: envspec: too new: found version 2 of the format, allowed is 1, or a newer release of imagespaces",
        ),
        (replaced("envspec: 1", "envspec: 0"), "1:10: envspec: unknown value: found 0, allowed is 1"),
        (replaced("envspec: 1", "envspec: true"), "1:10: envspec: wrong type: found true, allowed is 1"),
        # Parts that do not fit each other.
        (
            replaced("  motion", "  size: [29, 5]\n  motion"),
            (
                "6:3: sensor: larger than the image: found 29 × 5 at scale 1, which covers 29 × 5 image pixels, "
                "allowed is up to 28 × 28"
            ),
        ),
        (
            replaced("  motion", "  scale: 5.7\n  motion"),
            (
                "6:3: sensor: larger than the image: found 5 × 5 at scale 5.7, which covers 28.5 × 28.5 image pixels, "
                "allowed is up to 28 × 28"
            ),
        ),
        (
            replaced("height: 28", "extent: 28"),
            "4:11: space.extent: larger than the image: found 28, a shape 29 pixels across, allowed is what fits 28 × 28",
        ),
        (
            replaced("28", "8"),
            "3:3: space.extent: larger than the image: found 8, a shape 9 pixels across, allowed is what fits 8 × 28",
        ),
        # Absurd sizes.
        (
            replaced("circle_square\n  height: 28", "double_circle_square\n  height: 4096\n  width: 4096"),
            "3:3: space: images too large: found 4096 × 4096 × 1, which takes 1088 MiB, allowed is up to 256 MiB",
        ),
        # Files that are named.
        (
            FILE + "extends: none.yaml\n",
            "11:10: extends: no such file: found 'none.yaml', allowed is a file that exists, from the folder of this one",
        ),
        (
            FILE + "extends: CircleSqare-v0\n",
            (
                "11:10: extends: no such task: found 'CircleSqare-v0', allowed is a catalog id, or a file that ends in "
                ".yaml, .yml, .json or .toml (did you mean 'CircleSquare-v0'?)"
            ),
        ),
        (FILE + "extends: 5\n", "11:10: extends: wrong type: found 5, allowed is the name of a file, or a catalog id"),
        # Variants.
        (
            FILE + "variants: {a: {}}\n",
            "11:11: variants: wrong type: found a map, allowed is a list of up to 16, each a map",
        ),
        (
            FILE + "variants:\n  - {a-b: {}}\n",
            "12:6: variants[0].a-b: not a name, allowed is text matching ^[A-Za-z][A-Za-z0-9_]*$ of up to 40 characters",
        ),
        (
            FILE + "variants: [{a: {'space..x': 1}}]\n",
            r"11:17: variants[0].a.space..x: not a name, allowed is text matching ^[^.]+(\.[^.]+)*$ of up to 200 characters",
        ),
        (
            FILE + "variants: [{a: {}}, {a: {}}]\n",
            "11:11: variants: a name twice: found a in several groups, allowed is each name once",
        ),
        (
            FILE + "variants: [{v1: {}}]\n",
            "11:11: variants: not a name: found v1, which would be a version, allowed are other names",
        ),
        (
            FILE + "variants: [{a: {id: b}}]\n",
            "11:11: variants: a variant's id is the task's with its name: found 'id' in a, allowed are other keys",
        ),
        (
            FILE + f"variants: [{', '.join(f'{{{name}: {{}}, {name * 2}: {{}}}}' for name in 'abcdefgh')}]\n",
            "11:11: variants: too many: found groups that give 6561 ids, allowed is up to 4096",
        ),
        (
            FILE + "variants: [{a: {extends: b}}]\n",
            "11:17: extends: not part of the task: found 'extends', which is the file's, allowed are other keys",
        ),
        (
            FILE + "variants: [{a: {space.height: no}}]\n",
            f"11:31: space.height: wrong type: found 'no', allowed is {SIDE}",
        ),
        (
            FILE + "variants: [{a: {space.hieght: 1}}]\n",
            "11:17: space.hieght: unknown key, allowed are extent, gradient, height, kind, width (did you mean 'height'?)",
        ),
        (
            FILE + "variants: [{a: {space.height.x: 1}}]\n",
            "11:17: space.height.x: leads nowhere: found 28, which has no key 'x', allowed is a path through maps and lists",
        ),
        (
            FILE + "variants: [{a: {space.height: 4}}]\n",
            "3:3: space.extent: larger than the image: found 8, a shape 9 pixels across, allowed is what fits 4 × 28 (in variant a)",
        ),
    ],
)
def test_one_mistake_is_one_line(refuse: Refuse, text: str, line: str) -> None:
    assert refuse(text) == [f"task.yaml:{line}"]


def test_several_mistakes_are_told_together_in_the_order_of_the_file(refuse: Refuse) -> None:
    text = replaced("28", "0") + "reward: {timing: never, action_cost: -1}\nepisode: {steps: 5}\nnote: a\n"
    assert refuse(text) == [
        f"task.yaml:4:11: space.height: out of range: found 0, allowed is {SIDE}",
        "task.yaml:11:18: reward.timing: unknown value: found 'never', allowed is 'every_step', 'final_step' or 'improvement'",
        (
            "task.yaml:11:38: reward.action_cost: out of range: found -1, allowed is a number from 0 to 1000000 "
            "(reward per unit of action)"
        ),
        "task.yaml:12:11: episode.steps: unknown key, allowed are at_limit, confidence, max_steps, stop (did you mean 'max_steps'?)",
        f"task.yaml:13:1: note: unknown key, allowed are {TOP}",
    ]


def test_all_variants_are_checked(refuse: Refuse) -> None:
    text = FILE + "variants:\n  - {a: {space.height: 0}, b: {space.width: 5000}}\n  - {c: {split: none}}\n"
    assert refuse(text) == [
        f"task.yaml:12:24: space.height: out of range: found 0, allowed is {SIDE}",
        f"task.yaml:12:45: space.width: out of range: found 5000, allowed is {SIDE}",
        "task.yaml:13:17: split: unknown split: found 'none', allowed is 'all'",
    ]


def test_all_that_is_missing_is_told(refuse: Refuse) -> None:
    assert refuse("envspec: 1\nspace: {kind: image_folder}\n") == [
        f"task.yaml:1:1: sensor: missing, allowed is a map whose 'kind' is {SENSORS}",
        f"task.yaml:1:1: task: missing, allowed is a map whose 'kind' is {either(kinds('envspecs.tasks'))}",
        f"task.yaml:2:8: space.height: missing, allowed is {SIDE}",
        f"task.yaml:2:8: space.width: missing, allowed is {SIDE}",
    ]


# ----------------------------------------------------------------------------------------------------------------------
# Where an error points
# ----------------------------------------------------------------------------------------------------------------------


def test_a_mistake_in_the_parent_points_at_the_parent(refuse: Refuse) -> None:
    child = "envspec: 1\nextends: base/parent.yaml\nspace: {width: 0}\n"
    assert refuse(child, others={"base/parent.yaml": replaced("28", "tall")}) == [
        f"base/parent.yaml:4:11: space.height: wrong type: found 'tall', allowed is {SIDE}",
        f"task.yaml:3:16: space.width: out of range: found 0, allowed is {SIDE}",
    ]


def test_a_mistake_in_the_parents_syntax_points_at_the_parent(refuse: Refuse) -> None:
    assert refuse("envspec: 1\nextends: parent.yaml\n", others={"parent.yaml": "a: [\n"}) == [
        "parent.yaml:2:1: not YAML: while parsing a flow node expected the node content, but found '<stream end>', allowed is a file that goes on"
    ]


def test_each_file_says_its_version(refuse: Refuse) -> None:
    assert refuse("extends: parent.yaml\n", others={"parent.yaml": FILE}) == [
        "task.yaml:1:1: envspec: missing, allowed is 1"
    ]
    assert refuse(
        "envspec: 1\nextends: parent.yaml\n", others={"parent.yaml": replaced("envspec: 1", "envspec: 3")}
    ) == [
        "parent.yaml:1:10: envspec: too new: found version 3 of the format, allowed is 1, or a newer release of imagespaces"
    ]


def test_files_that_extend_in_a_circle_are_refused(refuse: Refuse) -> None:
    others = {"b.yaml": "envspec: 1\nextends: c.yaml\n", "c.yaml": "envspec: 1\nextends: task.yaml\n"}
    assert refuse("envspec: 1\nextends: b.yaml\n", others=others) == [
        (
            "c.yaml:2:10: extends: a circle: found 'task.yaml', which leads back: task.yaml → b.yaml → c.yaml → task.yaml, "
            "allowed is a file that does not"
        )
    ]
    assert refuse("envspec: 1\nextends: task.yaml\n") == [
        (
            "task.yaml:2:10: extends: a circle: found 'task.yaml', which leads back: task.yaml → task.yaml, "
            "allowed is a file that does not"
        )
    ]


def test_a_missing_directory_is_told_at_its_key(refuse: Refuse, tmp_path: Path) -> None:
    text = replaced("circle_square\n", "image_folder\n  root: photos\n  width: 8\n")
    assert refuse(text) == [
        (
            f"task.yaml:4:9: space.root: no such directory: found 'photos', which is {str(tmp_path / 'photos')!r}, "
            "allowed is a directory that exists"
        )
    ]


@pytest.mark.parametrize("root", ["''", "7", '"a\\0b"', "task.yaml"])
def test_what_is_no_directory_is_refused(refuse: Refuse, root: str) -> None:
    (line,) = refuse(replaced("circle_square\n", f"image_folder\n  root: {root}\n  width: 8\n"))
    assert line.startswith("task.yaml:4:9: space.root: ")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"space.height": "tall"},
            f"override['space.height']: space.height: wrong type: found 'tall', allowed is {SIDE}",
        ),
        (
            {"space": {"kind": "circle_square", "hight": 5}},
            "override['space']: space.hight: unknown key, allowed are extent, gradient, height, kind, width (did you mean 'height'?)",
        ),
        (
            {"sensr.size": [5, 5]},
            f"override['sensr.size']: sensr: unknown key, allowed are {TOP} (did you mean 'sensor'?)",
        ),
        (
            {"space.height": 8, "episode.max_steps": 3},
            (
                "space.extent: larger than the image: found 8, a shape 9 pixels across, allowed is what fits 8 × 28 "
                "(with override['space.height'], override['episode.max_steps'])"
            ),
        ),
        ({"": 1}, "override['']: not a path: found '', allowed are keys with dots between, as 'space.height'"),
        (
            {"space.": 1},
            "override['space.']: space.: not a path: found 'space.', allowed are keys with dots between, as 'space.height'",
        ),
        ({5: 1}, "override[5]: 5: not a path: found 5, allowed are keys with dots between, as 'space.height'"),
        (
            {"envspec": 2},
            "override['envspec']: envspec: not part of the task: found 'envspec', which is the file's, allowed are other keys",
        ),
        (
            {"sensor.size.2": 1},
            "override['sensor.size.2']: sensor.size.2: leads nowhere: found a list of 2, which has no item '2', allowed is a number below its length",
        ),
        ([], "override: wrong type: found [], allowed is a map of values by dotted path"),
    ],
)
def test_a_mistake_in_an_override_points_at_it(changes: dict[str, object], line: str) -> None:
    spec = envspecs.TaskSpec.model_validate(envspecs.load("CircleSquare-v0").model_dump())
    with pytest.raises(SpecError) as caught:
        spec.override(changes)
    assert str(caught.value) == line


def test_a_misfit_that_an_override_brought_points_at_the_file_and_names_the_override() -> None:
    spec = envspecs.load("CircleSquare-v0")
    with pytest.raises(SpecError) as caught:
        spec.override({"sensor.size": [30, 5]})
    place, _, text = str(caught.value).partition(": ")
    assert Path(place.rsplit(":", 2)[0]).name == "CircleSquare-v0.yaml"
    assert text == (
        "sensor: larger than the image: found 30 × 5 at scale 1, which covers 30 × 5 image pixels, "
        "allowed is up to 28 × 28 (with override['sensor.size'])"
    )


def test_data_without_a_file_has_paths_alone() -> None:
    with pytest.raises(SpecError) as caught:
        envspecs.load({"envspec": 1, "extends": "CircleSquare-v0", "space": {"height": "tall"}, 7: 8})  # type: ignore[dict-item]
    assert str(caught.value).splitlines() == [
        f"space.height: wrong type: found 'tall', allowed is {SIDE}",
        f"7: unknown key, allowed are {TOP}",
    ]


# ----------------------------------------------------------------------------------------------------------------------
# Names that can't be loaded
# ----------------------------------------------------------------------------------------------------------------------

IDS = "allowed is a catalog id, or a file that ends in .yaml, .yml, .json or .toml"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "CircleSquare-s16-v0",
            f"no such task: found 'CircleSquare-s16-v0', {IDS} (did you mean 'CircleSquare-s15-v0'?)",
        ),
        ("envspecs/circlesquare-v0", f"no such task: found 'circlesquare-v0', {IDS} (did you mean 'CircleSquare-v0'?)"),
        (
            "CircleSquare-sparse-nograd-v0",
            f"no such task: found 'CircleSquare-sparse-nograd-v0', {IDS} (did you mean 'CircleSquare-nograd-sparse-v0'?)",
        ),
        ("task.txt", f"no such task: found 'task.txt', {IDS}"),
        ("", f"no such task: found '', {IDS}"),
        ("/dev/null", f"no such task: found '/dev/null', {IDS}"),
    ],
)
def test_an_unknown_id_gives_a_near_one(name: str, line: str) -> None:
    with pytest.raises(SpecError) as caught:
        envspecs.load(name)
    assert str(caught.value) == line


def test_an_unknown_variant_gives_a_near_one() -> None:
    spec = envspecs.TaskSpec.model_validate(envspecs.load("CircleSquare-v0").model_dump())
    with pytest.raises(SpecError) as caught:
        spec.variant("s16")
    names = "'s15', 's20', 's28', 't32', 't64', 'nograd' or 'sparse'"
    assert str(caught.value) == f"variants: unknown variant: found 's16', allowed is {names} (did you mean 's15'?)"
    with pytest.raises(SpecError) as caught:
        spec.variant("s20", "s15")
    assert (
        str(caught.value)
        == "variants: two of one group: found s15 and s20, allowed is 's15', 's20', 's28', 't32' or 't64'"
    )


# ----------------------------------------------------------------------------------------------------------------------
# The error itself
# ----------------------------------------------------------------------------------------------------------------------


def test_an_error_survives_pickling() -> None:
    error = SpecError([Problem("found 2, allowed is 1", "a.b", Place("task.yaml", 3, 4))])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert copy.problems == error.problems
    assert str(copy) == "task.yaml:3:4: a.b: found 2, allowed is 1"


def test_an_error_is_a_value_error_that_holds_its_problems_in_order() -> None:
    later, earlier = Problem("x", "b", Place("f", 10, 1)), Problem("y", "a", Place("f", 9, 1))
    assert SpecError([later, earlier]).problems == (earlier, later)
    assert issubclass(SpecError, ValueError)
