"""Learn where to zoom by soft actor-critic, through the adapter of TorchRL.

A handwritten digit of 16 × 16 pixels is looked at five times through a window of any place and size, which always has
4 × 4 samples; what they show is painted on a canvas. One network names the digit from the canvas, and is taught by the
task's loss; another, the actor, chooses the next window, and is rewarded with how much that loss falls. This is how
AdaGlimpse divides the labour (Pardyl et al., ECCV 2024), in small.

    pip install "imagespaces[examples]"
    python examples/sac_zoom.py

With the options as they are it named 96 % of digits that it had not seen; 86 % where the looks were drawn at random
instead, without training anew. Chance is 10 %. It took 56 seconds of one core (AMD EPYC).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
import numpy as np
import torch
from matplotlib.figure import Figure
from tensordict import TensorDictBase
from tensordict.nn import TensorDictModule, TensorDictSequential
from torch import nn
from torchrl.data import LazyTensorStorage, TensorDictReplayBuffer
from torchrl.envs.utils import ExplorationType, set_exploration_type, step_mdp
from torchrl.modules import MLP, NormalParamExtractor, ProbabilisticActor, TanhNormal, ValueOperator
from torchrl.objectives import SACLoss, SoftUpdate

import envspecs
from envspecs.adapters.torchrl import TorchRLEnv

CLASSES = 10
LOOKS = 5  # the first at a place that is drawn
NUM_ENVS = 64
HELD_OUT = 1_000  # episodes that tell how well it does
STEPS_PER_POINT = 100 * NUM_ENVS
CHANGES = {
    "space.height": 16,
    "space.width": 16,
    "sensor.patch": 2,
    "sensor.start": "random",
    "sensor.start_scale": 0.0,
    "sensor.memory": "canvas",
    "task.loss": {"kind": "cross_entropy"},
    "episode.max_steps": LOOKS,
    "interface.observations": "flat",
}
network = partial(MLP, num_cells=[128, 128], activation_class=nn.ReLU)


def make_env(count: int, split: str, seed: int) -> TorchRLEnv:
    """Make environments that show the digits of a split."""
    spec = envspecs.load("DigitsClassification-v0").override(CHANGES | {"split": split})
    env = TorchRLEnv(spec.make_vec(count, autoreset_mode="Disabled"))
    env.set_seed(seed)
    return env


class Learner:
    """The networks, and what teaches them; ``agent`` writes ``prediction`` and ``action`` beside an ``observation``."""

    def __init__(self, env: TorchRLEnv) -> None:
        seen = env.observation_spec["observation"].shape[-1]
        self._predictor = TensorDictModule(network(seen, CLASSES), ["observation"], ["prediction"])
        chooser = nn.Sequential(network(seen, 2 * 3), NormalParamExtractor())
        actor = ProbabilisticActor(
            TensorDictModule(chooser, ["observation"], ["loc", "scale"]),
            in_keys=["loc", "scale"],
            distribution_class=TanhNormal,
            distribution_kwargs={"low": 0.0, "high": 1.0},  # an action is (y, x, s), each from 0 to 1
        )
        critic = ValueOperator(network(seen + 3, 1), in_keys=["observation", "action"])
        self.agent = TensorDictSequential(self._predictor, actor)
        self._sac = SACLoss(actor, critic, target_entropy=-3.0, alpha_init=0.1)
        self._sac.make_value_estimator(gamma=0.95)
        self._targets = SoftUpdate(self._sac, tau=0.01)
        self._loss_fn = env.envs.loss_fn
        self._optimizer = torch.optim.Adam([*self._predictor.parameters(), *self._sac.parameters()], lr=1e-3)

    def update(self, batch: TensorDictBase) -> None:
        """Learn from some steps ``[B]``."""
        losses = self._sac(batch)
        naming = self._loss_fn(self._predictor(batch)["prediction"], batch["class"]).mean()
        self._optimizer.zero_grad()
        (naming + losses["loss_actor"] + losses["loss_qvalue"] + losses["loss_alpha"]).backward()
        self._optimizer.step()
        self._targets.step()


def accuracy(agent: TensorDictSequential, env: TorchRLEnv, *, at_random: bool) -> float:
    """Give the portion of right answers after the last look, at places that the agent chooses or at random ones."""
    env.set_seed(0)  # the same digits each time
    now = env.reset()
    with torch.no_grad(), set_exploration_type(ExplorationType.DETERMINISTIC):
        for _ in range(LOOKS):
            step = agent(now)
            if at_random:
                step["action"] = torch.rand_like(step["action"])
            now = step_mdp(env.step(step))
    right = step["prediction"].argmax(-1).numpy() == env.infos["prediction"]["target"]
    return float(right.mean())


def learn(learner: Learner, env: TorchRLEnv, steps: int) -> Iterator[tuple[int, float, float]]:
    """Learn from that many steps; tell now and then how many were taken, and how accurate it is with both looks."""
    held_out = make_env(HELD_OUT, "test", seed=0)
    memory = TensorDictReplayBuffer(storage=LazyTensorStorage(100_000), batch_size=256)
    now = env.reset()
    for taken in itertools.count(0, NUM_ENVS):
        if taken % STEPS_PER_POINT == 0 or taken >= steps:
            chosen, at_random = (accuracy(learner.agent, held_out, at_random=how) for how in (False, True))
            yield taken, chosen, at_random
        if taken >= steps:
            return
        with torch.no_grad():
            step = env.step(learner.agent(now))
        memory.extend(step.set("class", torch.from_numpy(env.infos["prediction"]["target"])))
        learner.update(memory.sample())
        now = env.maybe_reset(step_mdp(step))


def draw(curve: list[tuple[int, float, float]], path: Path) -> None:
    """Draw how accurate it was after how many steps."""
    steps, *accuracies = zip(*curve, strict=True)
    figure = Figure(figsize=(6, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.plot(np.array(steps) / 1e3, np.array(accuracies).T, label=["looks chosen", "looks at random"])
    axes.axhline(1 / CLASSES, color="gray", linestyle=":", label="chance")
    axes.set(xlabel="thousand environment steps", ylabel="unseen digits named", ylim=(0, 1))
    axes.legend(loc="lower right")
    figure.savefig(path)


@click.command(context_settings={"show_default": True})
@click.option("--steps", default=160_000, type=click.IntRange(1), help="Environment steps to learn from.")
@click.option("--seed", default=0, type=click.IntRange(0), help="Of the digits, the networks and what they try.")
@click.option("--output", default=Path("sac_zoom.png"), type=Path, help="Where the learning curve goes.")
@click.option("--save", type=Path, help="Where what was learnt goes.")
def main(steps: int, seed: int, output: Path, save: Path | None) -> None:
    """Train, print and draw the learning curve; Ctrl-C ends the training and keeps what was learnt so far."""
    torch.set_num_threads(1)  # networks this small are slower on several
    torch.manual_seed(seed)
    env = make_env(NUM_ENVS, "train", seed)
    learner, curve = Learner(env), []
    with suppress(KeyboardInterrupt):
        for point in learn(learner, env, steps):
            curve.append(point)
            click.echo(f"{point[0]:>7,} steps: {point[1]:.1%} of unseen digits named, {point[2]:.1%} by random looks")
    draw(curve, output)
    if save:
        torch.save(learner.agent.state_dict(), save)


if __name__ == "__main__":
    main()
