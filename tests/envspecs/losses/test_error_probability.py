from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import envspecs
from envspecs.losses import ErrorProbability

rows = st.lists(st.floats(-30, 30, width=32), min_size=2, max_size=6)


@given(rows, st.data())
def test_it_is_one_less_the_true_class_s_probability(row: list[float], data: st.DataObject) -> None:
    true = data.draw(st.integers(0, len(row) - 1))
    weights = [math.exp(logit - max(row)) for logit in row]
    wrong = math.fsum(weight for number, weight in enumerate(weights) if number != true) / math.fsum(weights)
    logits = np.array(row, np.float32)
    assert float(ErrorProbability()(logits, np.array(true))) == pytest.approx(wrong, abs=1e-12)
    even = 1 - 1 / len(row)
    normalized = ErrorProbability(normalized=True)(logits, np.array(true))
    assert float(normalized) == pytest.approx(wrong / even, abs=1e-12)


@given(st.integers(2, 100), st.booleans())
def test_guessing_evenly_loses_what_is_said(count: int, normalized: bool) -> None:
    loss = ErrorProbability(normalized=normalized)
    assert float(loss(np.zeros(count), np.array(0))) == pytest.approx(loss.blind(count))


def test_improvements_are_what_the_true_class_gained_in_probability() -> None:
    env: Any = envspecs.load("DigitsClassification-v0").make()
    env.reset(seed=0)
    label = env.unwrapped.core.task.targets()[0]
    probabilities = [0.1]
    for logit in (1.0, 3.0, -2.0):
        logits = np.zeros(10, np.float32)
        logits[label] = logit
        action = {"action": np.full(3, 0.5, np.float32), "prediction": logits}
        probabilities.append(math.exp(logit) / (math.exp(logit) + 9))
        assert env.step(action)[1] == pytest.approx(probabilities[-1] - probabilities[-2])
