from __future__ import annotations

from hashlib import blake2b

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.draws import Draws, derive_key
from imagespaces.factors import Finite
from imagespaces.factors.chance import chances

A, B = Finite("a", range(300)), Finite("b", [str(number) for number in range(300)])


def one(value_of_a: int, value_of_b: str, stream: int = 0) -> float:
    return float(chances([A, B], [A.encode([value_of_a]), B.encode([value_of_b])], stream)[0])


@given(st.integers(0, 299), st.integers(0, 299), st.integers(-3, 3))
def test_a_number_is_drawn_as_written_down(a: int, b: int, stream: int) -> None:
    texts = [f"a={float(a).hex()}", f"b={str(b)!r}"]
    digests = [blake2b(text.encode(), digest_size=8, person=b"value").digest() for text in texts]
    address = int.from_bytes(digests[0], "little") ^ int.from_bytes(digests[1], "little")
    assert one(a, str(b), stream) == Draws(derive_key("split", stream), [address]).uniform("split")[0, 0]


def test_many_are_drawn_as_each_alone() -> None:
    codes = np.divmod(np.arange(300**2), 300)
    together = chances([A, B], codes, 7)
    some = np.arange(0, 300**2, 999)  # also of the second lot: 2¹⁶ are drawn at once
    assert together[some].tolist() == [one(int(row // 300), str(row % 300), 7) for row in some]


def test_numbers_are_uniform_and_do_not_go_with_the_values() -> None:
    numbers = chances([A, B], np.divmod(np.arange(300**2), 300), 0).reshape(300, 300)
    counts = np.histogram(numbers, bins=20, range=(0, 1))[0]
    assert ((counts - 4500) ** 2 / 4500).sum() < 50  # chi-squared with 19 degrees of freedom: p = 0.0001
    for means in (numbers.mean(axis=0), numbers.mean(axis=1)):
        assert abs(means - 0.5).max() < 0.08  # the deviation of a mean of 300 is 0.0167
    assert len(np.unique(numbers)) == 300**2


def test_equal_numbers_are_one_value() -> None:
    whole, part = Finite("a", (1, 2)), Finite("a", (0.5, 1, 2))
    assert chances([whole], [np.array([0, 1])], 0).tolist() == chances([part], [np.array([1, 2])], 0).tolist()


def test_names_and_kinds_tell_values_apart() -> None:
    factors = [Finite("a", (1,)), Finite("b", (1,)), Finite("a", ("1",)), Finite("a", (True,)), Finite("a", ("True",))]
    assert len({chances([factor], [np.array([0])], 0)[0] for factor in factors}) == len(factors)


def test_another_stream_gives_other_numbers() -> None:
    assert len({one(1, "1", stream) for stream in range(-5, 5)}) == 10
