"""Environments over pictures of a directory."""

from __future__ import annotations

import copy
import os
import pickle
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, VectorEnv
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import ImageFile

import envspecs
from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.losses import CrossEntropy
from envspecs.motions import Relative
from envspecs.rules import Rules
from envspecs.sensors import Glimpse
from envspecs.stage import Stage
from envspecs.tasks import Classification
from imagespaces import ImageFolder
from imagespaces.bank import Slots, SlotsAhead, Wall, gallery
from imagespaces.loaded.pictures import decode
from tests.imagespaces.loaded.cases import encoded, noise, write

SIZE: dict[str, Any] = {"height": 9, "width": 11}


class LooseFolder(ImageFolder):
    """A directory of which nothing is kept."""

    bank_limit = 0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Bright cats and dark dogs."""
    pictures = {f"cats/{number}.png": noise(9, 11, seed=number) // 2 + 128 for number in range(4)}
    pictures |= {f"dogs/{number}.webp": noise(12, 14, seed=number) // 2 for number in range(3)}
    kinds: dict[str, dict[str, Any]] = {".png": {}, ".webp": {"format": "WEBP", "lossless": True}}
    return write(tmp_path, {name: encoded(pixels, **kinds[Path(name).suffix]) for name, pixels in pictures.items()})


def core(space: ImageFolder, lanes: int) -> Core:
    pictures: Any = gallery(space, lanes)
    motion: Any = Relative()
    sensor = Glimpse(pictures, size=(3, 3), motion=motion)
    task: Any = Classification(Stage(pictures, sensor), loss=CrossEntropy())
    return Core(pictures, sensor, task, split="all", rules=Rules(0.001, "every_step", 4, "terminate"))


def flat(value: Any) -> list[NDArray[Any]]:
    if isinstance(value, Mapping):
        return [array for key in sorted(value) for array in flat(value[key])]
    return [array for item in value for array in flat(item)] if isinstance(value, tuple) else [np.asarray(value)]


def same(one: Any, other: Any) -> bool:
    pairs = list(zip(flat(one), flat(other), strict=True))
    return all(np.array_equal(*pair) for pair in pairs)


def histories(*environments: VectorEnv[Any, Any, Any]) -> list[list[Any]]:
    """What the same actions lead to in each environment."""
    found: list[list[Any]] = [[environment.reset(seed=5)] for environment in environments]
    environments[0].action_space.seed(1)
    for _ in range(12):
        actions = environments[0].action_space.sample()
        for history, environment in zip(found, environments, strict=True):
            history.append(environment.step(actions))
    return found


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize(("kind", "shown"), [(ImageFolder, Wall), (LooseFolder, SlotsAhead)])
def test_a_directory_serves_an_environment(root: Path, kind: type[ImageFolder], shown: type, dtype: str) -> None:
    space = kind(root=root, **SIZE, dtype=dtype)
    env = ActiveVectorEnv(core(space, 6), "SameStep")
    assert isinstance(env.core.gallery, shown)
    observation, info = env.reset(seed=3, options={"position": [0.0, 0.0]})
    centres = space.instances(info["index"]).images[:, 3:6, 4:7]
    assert np.allclose(observation["glimpse"], centres, rtol=0, atol=1e-6)
    assert observation in env.observation_space
    assert np.array_equal(env.core.task.targets(), space.labels(info["index"]))
    for _ in range(12):
        actions = env.action_space.sample()
        actions["prediction"] = env.core.task.oracle()
        observation, rewards, _, _, info = env.step(actions)
        assert observation in env.observation_space
        assert (rewards > -0.01).all()
    env.close()


@pytest.mark.filterwarnings("ignore:.*we recommend using a symmetric and normalized space:UserWarning")  # for logits
def test_gymnasium_finds_no_fault(root: Path) -> None:
    check_env(ActiveEnv(core(ImageFolder(root=root, **SIZE), 1)), skip_render_check=True)


def test_a_spec_makes_the_same_environment(root: Path) -> None:
    spec = envspecs.load(
        {
            "envspec": 1,
            "id": "Pets-v0",
            "description": "Tell cats from dogs.",
            "space": {"kind": "image_folder", "root": str(root), **SIZE},
            "sensor": {"kind": "glimpse", "size": [3, 3], "motion": {"kind": "relative", "max_step": 0.2}},
            "task": {"kind": "classification", "loss": {"kind": "cross_entropy", "normalized": True}},
            "reward": {"action_cost": 0.001, "timing": "every_step"},
            "episode": {"max_steps": 4, "at_limit": "terminate"},
        }
    )
    made, put_together = histories(
        spec.make_vec(5), ActiveVectorEnv(core(ImageFolder(root=root, **SIZE), 5), "NextStep")
    )
    assert all(same(*steps) for steps in zip(made, put_together, strict=True))


def test_pictures_that_are_kept_and_not_kept_look_alike(root: Path) -> None:
    spaces = [kind(root=root, **SIZE) for kind in (ImageFolder, LooseFolder)]
    kept, loose = histories(*(ActiveVectorEnv(core(space, 5), "NextStep") for space in spaces))
    assert all(same(*steps) for steps in zip(kept, loose, strict=True))


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_pictures_are_decoded_before_they_are_shown(root: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    env = ActiveVectorEnv(core(LooseFolder(root=root, **SIZE), 5), mode)
    assert isinstance(env.core.gallery, SlotsAhead)
    env.reset(seed=5)
    monkeypatch.setattr(Slots, "show", lambda _, lanes, __: None if not len(lanes) else pytest.fail("not foreseen"))
    for _ in range(20):
        env.step(env.action_space.sample())
    env.reset()
    env.close()


@given(st.lists(st.sampled_from(["reset", "seed", "index", "some", "step", "copy", "state"]), max_size=12))
def test_nothing_that_is_done_shows_other_pictures(tmp_path_factory: pytest.TempPathFactory, deeds: list[str]) -> None:
    files = {f"{'cats' if number % 2 else 'dogs'}/{number}.png": noise(9, 11, seed=number) for number in range(9)}
    root = write(tmp_path_factory.mktemp("pets"), {name: encoded(pixels) for name, pixels in files.items()})
    spaces = [kind(root=root, **SIZE) for kind in (ImageFolder, LooseFolder)]
    envs = [ActiveVectorEnv(core(space, 3), "Disabled") for space in spaces]
    done: dict[str, Callable[[Any], Any]] = {
        "reset": lambda env: env.reset(),
        "seed": lambda env: env.reset(seed=7),
        "index": lambda env: env.reset(options={"index": [8, 0, 8]}),
        "some": lambda env: env.reset(options={"reset_mask": np.array([True, False, True])}),
        "step": lambda env: env.step(actions) if not env.core.over.any() else env.reset(),
        "state": lambda env: env.set_state(env.get_state()),
    }
    envs[0].action_space.seed(1)
    assert same(*(env.reset(seed=3) for env in envs))
    for deed in deeds:
        actions = envs[0].action_space.sample()
        if deed == "copy":
            original = envs.pop()
            envs.append(copy.deepcopy(original))
            original.close()
        elif deed == "state":
            for env in envs:
                done[deed](env)
        else:
            assert same(*(done[deed](env) for env in envs))
        kept, loose = (env.core.gallery.pixels[env.core.gallery.rows] for env in envs)
        assert np.array_equal(kept, loose)
    for env in envs:
        env.close()


def test_no_thread_is_left_by_an_environment_that_is_closed(root: Path) -> None:
    for env in (
        ActiveEnv(core(LooseFolder(root=root, **SIZE), 1)),
        ActiveVectorEnv(core(LooseFolder(root=root, **SIZE), 5)),
    ):
        env.reset(seed=1)
        assert any(thread.name.startswith("imagespaces-ahead") for thread in threading.enumerate())
        env.close()
        assert not any(thread.name.startswith("imagespaces-") for thread in threading.enumerate())


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_environments_that_are_forked_or_pickled_go_on_alike(root: Path) -> None:
    env = ActiveVectorEnv(core(LooseFolder(root=root, **SIZE), 3), "SameStep")
    env.reset(seed=2)
    env.action_space.seed(4)
    other = pickle.loads(pickle.dumps(env))  # noqa: S301 - our own
    plan = [env.action_space.sample() for _ in range(9)]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        steps = [env.step(actions)[0] for actions in plan]
        os.write(writing, pickle.dumps(steps))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        there = pickle.loads(file.read())  # noqa: S301 - our own
    os.waitpid(child, 0)
    here = [env.step(actions)[0] for actions in plan]
    elsewhere = [other.step(actions)[0] for actions in plan]
    assert all(same(*steps) for steps in zip(there, here, strict=True))
    assert all(same(*steps) for steps in zip(elsewhere, here, strict=True))
    env.close()
    other.close()


def test_pictures_cut_short_are_refused_whatever_pillow_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = LooseFolder(root=root, **SIZE, verify=False)
    make = space.maker()
    assert make is not None
    assert np.array_equal(make(3), space.pixels(np.array([3]))[0])
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ValueError, match=r"^LOAD_TRUNCATED_IMAGES must be False, got True$"):
        make(3)
    assert ImageFolder(root=root, **SIZE).maker() is None


def test_copies_of_an_environment_share_the_pixels_and_go_on_alike(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = ActiveVectorEnv(core(ImageFolder(root=root, **SIZE), 5), "NextStep")
    env.reset(seed=0)
    env.step(env.action_space.sample())
    monkeypatch.setattr("imagespaces.loaded.files.decode", lambda *_: pytest.fail("nothing must be decoded"))
    copies = [copy.deepcopy(env), pickle.loads(pickle.dumps(env))]  # noqa: S301 - our own
    assert all(each.core.gallery.pixels is env.core.gallery.pixels for each in copies)
    for _ in range(9):
        actions = env.action_space.sample()
        step = env.step(actions)
        assert all(same(step, each.step(actions)) for each in copies)


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_workers_decode_nothing_again_and_see_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []

    def decode_once(data: bytes, form: Any) -> Any:
        assert data not in decoded, "each picture must be decoded once, in the parent"
        decoded.append(data)
        return decode(data, form)

    monkeypatch.setattr("imagespaces.loaded.files.decode", decode_once)
    makers = [lambda: ActiveEnv(core(ImageFolder(root=root, **SIZE), 1))] * 2
    workers = AsyncVectorEnv(makers, context="fork", autoreset_mode=AutoresetMode.NEXT_STEP)
    try:
        alone = ActiveVectorEnv(core(ImageFolder(root=root, **SIZE), 2), "NextStep")
        there, here = histories(workers, alone)
    finally:
        workers.close()
    assert all(same(*steps) for steps in zip(there, here, strict=True))
    assert len(decoded) == 7


def test_an_episode_whose_file_is_gone_says_so(root: Path) -> None:
    env = ActiveEnv(core(LooseFolder(root=root, **SIZE), 1))
    (root / "dogs/1.webp").unlink()
    message = f"'dogs/1.webp' in '{root}' cannot be read: No such file or directory"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        env.reset(options={"index": 5})
    observation, _ = env.reset(options={"index": 6})
    assert observation in env.observation_space


@pytest.mark.parametrize(("names", "found"), [(["1.png", "2.png"], "None"), (["cats/1.png"], "('cats',)")])
def test_classification_takes_at_least_two_classes(tmp_path: Path, names: list[str], found: str) -> None:
    space = ImageFolder(root=write(tmp_path, dict.fromkeys(names, encoded(noise(9, 11)))), **SIZE)
    message = f"classification takes a space of at least two classes, got {found} of {space!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        core(space, 2)
