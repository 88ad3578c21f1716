from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import draws as module
from imagespaces.draws import Draws, Plan, derive_key, philox, substream

words = st.integers(0, 2**32 - 1)
keys = st.integers(0, 2**64 - 1)
addresses = st.integers(0, 2**64 - 1)
names = st.text(max_size=8)


# ----------------------------------------------------------------------------------------------------------------------
# The generator
# ----------------------------------------------------------------------------------------------------------------------

CONSTANTS = {  # Salmon et al. 2011, section 3.3: multipliers and Weyl constants by word size
    32: ((0xD2511F53, 0xCD9E8D57), (0x9E3779B9, 0xBB67AE85)),
    64: ((0xD2E7470EE14C6C93, 0xCA5A826395121157), (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)),
}


def reference_philox(bits: int, counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 and Philox4x64-10, as the paper writes them, for any word size."""
    multipliers, weyl = CONSTANTS[bits]
    mask = 2**bits - 1
    right_0, left_0, right_1, left_1 = counter
    for turn in range(10):
        subkeys = [(part + turn * constant) & mask for part, constant in zip(key, weyl, strict=True)]
        product_0, product_1 = right_0 * multipliers[0], right_1 * multipliers[1]
        right_0, left_0, right_1, left_1 = (
            (product_1 >> bits) ^ left_0 ^ subkeys[0],
            product_1 & mask,
            (product_0 >> bits) ^ left_1 ^ subkeys[1],
            product_0 & mask,
        )
    return [right_0, left_0, right_1, left_1]


def block(counter: list[int], key: list[int]) -> list[int]:
    """One block of ours, by the array path."""
    (found,) = philox(np.array(counter, np.uint64)[:, None], np.array(key, np.uint64)[:, None]).tolist()
    return list(found)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [  # the known answers that Random123 publishes
        ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
        ),
    ],
)
def test_known_answers(counter: list[int], key: list[int], expected: list[int]) -> None:
    assert block(counter, key) == expected
    assert reference_philox(32, counter, key) == expected
    assert list(module._philox_plain(tuple(counter), key[0] | key[1] << 32)) == expected  # type: ignore[arg-type]


@given(st.lists(keys, min_size=4, max_size=4), st.lists(keys, min_size=2, max_size=2))
def test_reference_is_of_the_family_of_numpy(counter: list[int], key: list[int]) -> None:
    number = sum(word << 64 * place for place, word in enumerate(counter))
    before = (number - 1) % 2**256  # NumPy counts on before it gives its first block
    start = np.array([before >> 64 * place & (2**64 - 1) for place in range(4)], np.uint64)
    generator = np.random.Philox(counter=start, key=np.array(key, np.uint64))
    assert generator.random_raw(4).tolist() == reference_philox(64, counter, key)


@given(st.lists(st.tuples(*[words] * 6), min_size=1, max_size=40))
def test_blocks_equal_the_reference(blocks: list[tuple[int, ...]]) -> None:
    table = np.array(blocks, np.uint64).T
    expected = [reference_philox(32, list(each[:4]), list(each[4:])) for each in blocks]
    found = philox(table[:4], table[4:])
    assert found.dtype == np.uint32
    assert found.tolist() == expected


@given(st.lists(st.tuples(*[words] * 4), min_size=1, max_size=20), words, words)
def test_one_key_serves_many_counters(counters: list[tuple[int, ...]], low: int, high: int) -> None:
    found = philox(np.array(counters, np.uint64).T, np.array([[low], [high]], np.uint64))
    assert found.tolist() == [reference_philox(32, list(each), [low, high]) for each in counters]


# ----------------------------------------------------------------------------------------------------------------------
# Addresses
# ----------------------------------------------------------------------------------------------------------------------


def reference_words(key: int, address: int, name: str, count: int) -> list[int]:
    """Words of a sub-stream, written from the documented layout of the counter."""
    found: list[int] = []
    for number in range(-(-count // 4)):
        counter = [number, substream(name), address % 2**32, address // 2**32]
        found += reference_philox(32, counter, [key % 2**32, key // 2**32])
    return found[:count]


@given(st.lists(st.tuples(keys, addresses), min_size=1, max_size=20), names, st.integers(0, 20))
def test_words_equal_the_documented_layout(pairs: list[tuple[int, int]], name: str, count: int) -> None:
    draws = Draws([key for key, _ in pairs], [address for _, address in pairs])
    found = draws.words(name, count)
    assert len(draws) == len(pairs)
    assert found.shape == (len(pairs), count)
    assert found.dtype == np.uint32
    assert found.tolist() == [reference_words(key, address, name, count) for key, address in pairs]


@given(keys, addresses, names, st.integers(0, 5), st.integers(1, 9))
def test_words_from_the_middle(key: int, address: int, name: str, first: int, count: int) -> None:
    draws = Draws(key, address)
    assert (
        draws.words(name, count, first=4 * first).tolist()
        == draws.words(name, 4 * first + count)[:, 4 * first :].tolist()
    )


EVERYTHING = {
    "words": lambda draws: draws.words("a", 7),
    "uniform": lambda draws: draws.uniform("a", 3),
    "integers": lambda draws: draws.integers("a", 3 << 61),
    "normal": lambda draws: draws.normal("a", 3),
    "choice": lambda draws: draws.choice("a", [1, 0, 2]),
}


@pytest.mark.parametrize("draw", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("lanes", [0, 1, 2, 6, 7, 12, 13, 40])
def test_rows_equal_the_same_address_alone(draw: Any, lanes: int) -> None:
    keys_of, addresses_of = [derive_key("episode", lane) for lane in range(lanes)], [7 * lane for lane in range(lanes)]
    together = draw(Draws(np.array(keys_of, np.uint64), addresses_of))
    alone = [draw(Draws(key, address))[0] for key, address in zip(keys_of, addresses_of, strict=True)]
    assert together.shape[0] == lanes
    assert together.tolist() == [each.tolist() for each in alone]


@pytest.mark.parametrize("draw", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("lanes", [1, 20])
def test_plain_integers_and_arrays_draw_alike(draw: Any, lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for few in (0, 10**6):
        monkeypatch.setattr(module, "_FEW_BLOCKS", few)
        found.append(draw(Draws(5, range(lanes))))
    assert found[0].dtype == found[1].dtype
    assert found[0].tolist() == found[1].tolist()


@given(st.lists(addresses, min_size=1, max_size=20), st.integers(0, 12), st.integers(1, 12))
def test_planned_draws_equal_those_on_demand(numbers: list[int], planned: int, count: int) -> None:
    draws = Draws(3, numbers, Plan({"before": 3, "a": planned, "after": 1}))
    alone = Draws(3, numbers)
    for name in ("before", "a", "after", "unplanned"):
        assert draws.words(name, count).tolist() == alone.words(name, count).tolist()
    assert draws.words("a", 4, first=4).tolist() == alone.words("a", 4, first=4).tolist()


def test_one_key_or_one_address_serves_all() -> None:
    assert Draws(7, [1, 2]).words("a", 4).tolist() == Draws([7, 7], [1, 2]).words("a", 4).tolist()
    assert Draws([7, 8], 1).words("a", 4).tolist() == Draws([7, 8], [1, 1]).words("a", 4).tolist()
    assert Draws([7, 8], 1).integers("a", 9).shape == (2,)


@pytest.mark.parametrize("rows", [[2, 0], [], [False, True, False]])
def test_take_draws_for_some_of_the_addresses(rows: list[Any]) -> None:
    draws = Draws([1, 2, 3], [4, 5, 6], Plan({"a": 4}))
    picked = np.array(rows, np.bool_ if True in rows else np.intp)
    assert draws.take(picked).words("a", 4).tolist() == draws.words("a", 4)[picked].tolist()


@given(st.lists(names, unique=True, min_size=2, max_size=6), names.filter(bool))
def test_another_name_in_a_plan_leaves_the_others_alone(planned: list[str], added: str) -> None:
    before = Draws(1, [2, 3], Plan(dict.fromkeys(planned, 5)))
    after = Draws(1, [2, 3], Plan({added: 9} | dict.fromkeys(planned, 5)))
    for name in planned:
        assert before.words(name, 5).tolist() == after.words(name, 5).tolist()


def test_a_plan_counts_its_blocks() -> None:
    plan = Plan({"none": 0, "some": 4, "more": 5})
    assert plan.blocks == 3
    assert plan.columns == {"none": slice(0, 0), "some": slice(0, 4), "more": slice(4, 9)}
    assert Plan({}).blocks == 0
    assert Draws(0, [1], Plan({})).words("a", 4).shape == (1, 4)


def test_names_that_share_a_tag_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "substream", len)
    message = "sub-streams must have different tags, but ['one'] share those of others: rename them"
    with pytest.raises(ValueError, match=re.escape(message)):
        Plan({"one": 2, "three": 2, "two": 2})


# ----------------------------------------------------------------------------------------------------------------------
# Keys and names
# ----------------------------------------------------------------------------------------------------------------------


def test_keys_tell_purposes_and_seeds_apart() -> None:
    seeds = [0, 1, -1, 10, 2**64, 2**200]
    found = {derive_key(purpose, seed) for purpose in ("episode", "instance") for seed in seeds}
    assert len(found) == 2 * len(seeds)
    assert all(0 <= key < 2**64 for key in found)


def test_seeds_of_numpy_are_the_same_seeds() -> None:
    assert derive_key("episode", np.int64(7)) == derive_key("episode", 7)  # type: ignore[arg-type]


def test_the_version_is_part_of_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = derive_key("episode", 0)
    monkeypatch.setattr(module, "DERIVATION_VERSION", 2)
    assert derive_key("episode", 0) != before


def test_tags_have_32_bits() -> None:
    tags = {substream(f"name {number}") for number in range(1000)}
    assert len(tags) == 1000
    assert max(tags) < 2**32
    assert max(tags) > 2**31


# ----------------------------------------------------------------------------------------------------------------------
# Golden values: a change of these changes every experiment. The words were computed once from the published generator.
# ----------------------------------------------------------------------------------------------------------------------


GOLDEN_KEYS = (0x6B6D3D41F0140922, 0x96A41A448647E863)
GOLDEN_TAGS = (0x6ED03915, 0xCB7836D3)
GOLDEN_WORDS = [
    [336947396, 2445927842, 3812257544, 2132252598, 488391765],
    [1823136650, 1308026535, 3238543520, 1226452973, 1989521401],
]
GOLDEN_UNIFORMS = [[0.5947038766830897, 0.5790662188313271], [0.06957403113516614, 0.03161707692670568]]
GOLDEN_INTEGERS = [892, 477]
GOLDEN_CHOICES = [0, 2]
GOLDEN_NORMALS = [
    [-0.49360974061232743, 1.2630169900135129, -0.7250890237397426],
    [0.13741230548340605, 0.43431350654496914, 1.4884286412400278],
]


def golden() -> Draws:
    return Draws([derive_key("episode", 0), derive_key("instance", 7)], [0, 2**40 + 3])


def test_golden_keys() -> None:
    assert derive_key("episode", 0) == GOLDEN_KEYS[0]
    assert derive_key("instance", 7) == GOLDEN_KEYS[1]
    assert (substream("index"), substream("factor/angle")) == GOLDEN_TAGS


def test_golden_words() -> None:
    assert golden().words("index", 5).tolist() == GOLDEN_WORDS


def test_golden_uniforms() -> None:
    assert golden().uniform("start", 2).tolist() == GOLDEN_UNIFORMS


def test_golden_integers() -> None:
    assert golden().integers("index", 1568).tolist() == GOLDEN_INTEGERS


def test_golden_choices() -> None:
    assert golden().choice("mixture", [0.5, 0.25, 0.25]).tolist() == GOLDEN_CHOICES


def test_golden_normals() -> None:
    np.testing.assert_allclose(golden().normal("noise", 3), GOLDEN_NORMALS, rtol=0, atol=1e-6)


# ----------------------------------------------------------------------------------------------------------------------
# From words to draws
# ----------------------------------------------------------------------------------------------------------------------


def joined(draws: Draws, name: str, count: int) -> list[list[int]]:
    """Words two by two, the low one first, as 64-bit integers."""
    rows = draws.words(name, 2 * count).tolist()
    return [[low + (high << 32) for low, high in zip(row[::2], row[1::2], strict=True)] for row in rows]


@given(keys, st.lists(addresses, min_size=1, max_size=20), st.integers(1, 9))
def test_uniforms_are_53_bits_of_two_words(key: int, numbers: list[int], count: int) -> None:
    draws = Draws(key, numbers)
    found = draws.uniform("a", count)
    assert found.dtype == np.float64
    assert found.tolist() == [[(word >> 11) / 2**53 for word in row] for row in joined(draws, "a", count)]


@pytest.mark.parametrize("lanes", [1, 20])
def test_uniforms_reach_neither_end(lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for word, expected in ((0, 0.0), (0xFFFFFFFF, 1 - 2**-53)):
        monkeypatch.setattr(Draws, "words", lambda *_, word=word: np.full((lanes, 2), word, np.uint32))
        assert Draws(0, range(lanes)).uniform("a").tolist() == [[expected]] * lanes


def reference_integer(draws: Draws, name: str, row: int, bound: int) -> int:
    """Lemire's method in plain integers: redraw while the low half would favour a result."""
    attempt = 0
    while True:
        low, high = draws.words(name, 2, first=4 * attempt)[row].tolist()
        product = (low + (high << 32)) * bound
        if product % 2**64 >= 2**64 % bound:
            return int(product // 2**64)
        attempt += 1


BOUNDS = [1, 2, 3, 1568, 2**31, 2**32 + 1, 3 << 61, 2**62 + 1, 2**63 - 1]


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize("lanes", [1, 300])
def test_integers_equal_a_plain_reference(bound: int, lanes: int) -> None:
    draws = Draws(derive_key("episode", bound), range(lanes))
    found = draws.integers("a", bound)
    assert found.dtype == np.int64
    assert found.tolist() == [reference_integer(draws, "a", row, bound) for row in range(lanes)]


@given(st.lists(st.tuples(addresses, st.integers(1, 2**63 - 1)), min_size=1, max_size=20))
def test_each_address_may_have_its_own_bound(pairs: list[tuple[int, int]]) -> None:
    draws = Draws(9, [address for address, _ in pairs])
    found = draws.integers("a", [bound for _, bound in pairs])
    assert found.tolist() == [reference_integer(draws, "a", row, bound) for row, (_, bound) in enumerate(pairs)]


def test_some_integers_are_redrawn() -> None:
    draws, bound = Draws(9, range(300)), 3 << 61
    first = [word * bound >> 64 for (word,) in joined(draws, "a", 1)]
    redrawn = np.mean(draws.integers("a", bound) != first)
    assert 0.2 < redrawn < 0.3  # 2⁶⁴ mod 3·2⁶¹ is a quarter of 2⁶⁴, and of these some come out alike


def chi_square(observed: NDArray[Any], expected: NDArray[Any]) -> float:
    return float(np.sum((observed - expected) ** 2 / expected))


def most_chi_square(count: int) -> float:
    """What chi square of so many alternatives stays below but for one in a million (Wilson & Hilferty 1931)."""
    freedom = count - 1
    spread = 2 / (9 * freedom)
    return freedom * (1 - spread + 4.75 * math.sqrt(spread)) ** 3


@pytest.mark.parametrize("bound", [2, 3, 7, 100])
def test_integers_are_uniform(bound: int) -> None:
    counts = np.bincount(Draws(derive_key("episode", 1), range(20_000)).integers("a", bound), minlength=bound)
    assert counts.size == bound
    assert chi_square(counts, np.full(bound, 20_000 / bound)) < most_chi_square(bound)


def test_large_integers_have_no_modulo_bias() -> None:
    bound = 3 << 61  # remainders of 2⁶⁴ by it would come out below 2⁶² twice as often as elsewhere
    counts = np.bincount(Draws(derive_key("episode", 1), range(20_000)).integers("a", bound) >> 61, minlength=3)
    assert chi_square(counts, np.full(3, 20_000 / 3)) < most_chi_square(3)


@pytest.mark.parametrize("high", [0, -1, 2**63, 2**64 - 1, -(2**63), 2**64, 2.0, True, "3", [3, 0], [2, 2.5]])
@pytest.mark.parametrize("lanes", [1, 2])
def test_bounds_that_cannot_be_drawn_from(high: Any, lanes: int) -> None:
    shown = np.asarray(high).tolist()
    message = f"an integer is drawn from 0 to high - 1, with high from 1 to 2**63 - 1, got {shown}"
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        Draws(0, range(lanes)).integers("a", high)


def test_choices_follow_their_weights() -> None:
    weights = np.array([1, 0, 2, 5, 0])
    counts = np.bincount(Draws(derive_key("episode", 2), range(20_000)).choice("a", weights), minlength=5)
    assert counts[[1, 4]].tolist() == [0, 0]
    possible = weights > 0
    expected = 20_000 * weights[possible] / weights.sum()
    assert chi_square(counts[possible], expected) < most_chi_square(3)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6).filter(any), st.integers(1, 20))
def test_choices_search_the_running_sum(weights: list[int], lanes: int) -> None:
    draws = Draws(4, range(lanes))
    found = draws.choice("a", weights)
    assert found.dtype == np.int64
    for unit, choice in zip(draws.uniform("a")[:, 0].tolist(), found.tolist(), strict=True):
        assert sum(weights[:choice]) <= unit * sum(weights) < sum(weights[: choice + 1])


def test_choices_at_the_edges_of_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Draws, "uniform", lambda *_: np.array([[0.0], [0.25], [1 - 2**-53]]))
    assert Draws(0, range(3)).choice("a", [0, 1, 0, 3, 0]).tolist() == [1, 3, 3]


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1.0, 5e307])
def test_choices_know_no_scale(scale: float) -> None:
    draws = Draws(4, range(200))
    assert draws.choice("a", [scale, 3 * scale]).tolist() == draws.choice("a", [1, 3]).tolist()


@pytest.mark.parametrize("weights", [[], [0.0, 0.0], [1.0, -1.0], [float("nan"), 1.0], [float("inf")]])
def test_weights_that_cannot_be_chosen_by(weights: list[float]) -> None:
    message = f"weights must be finite and not negative, with one above 0, got {weights}"
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        Draws(0, 1).choice("a", weights)


@given(st.integers(1, 5), st.integers(1, 9))
def test_normals_are_those_of_box_and_muller(lanes: int, count: int) -> None:
    draws = Draws(5, range(lanes))
    half = (count + 1) // 2
    units = draws.uniform("a", 2 * half)
    radius = np.sqrt(-2 * np.log(1 - units[:, :half]))
    turn = 2j * np.pi * units[:, half:]
    points = radius * np.exp(turn)
    expected = np.concatenate((points.real, points.imag), axis=1)[:, :count]
    found = draws.normal("a", count)
    assert found.shape == (lanes, count)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_normals_have_the_moments_of_the_normal_distribution() -> None:
    found = Draws(derive_key("episode", 3), range(10_000)).normal("a", 4)
    number = found.size
    for power, expected, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs((found**power).mean() - expected) < 4.5 * (variance / number) ** 0.5
    correlation = np.corrcoef(found.T) - np.eye(4)
    assert np.abs(correlation).max() < 4.5 / 100


def test_sub_streams_and_addresses_are_independent() -> None:
    many = Draws(derive_key("episode", 4), range(20_000))
    columns = [many.uniform("a"), many.uniform("b"), many.uniform("a", 2)[:, 1:], np.roll(many.uniform("a"), 1, axis=0)]
    columns.append(Draws(derive_key("episode", 5), range(20_000)).uniform("a"))
    cells = np.clip((8 * np.concatenate(columns, axis=1)).astype(np.int64), 0, 7)
    for first in range(len(columns)):
        for second in range(first):
            table = np.bincount(8 * cells[:, first] + cells[:, second], minlength=64)
            assert chi_square(table, np.full(64, 20_000 / 64)) < most_chi_square(64)


@pytest.mark.parametrize("draw", EVERYTHING.values(), ids=EVERYTHING)
def test_drawing_is_a_function_not_an_event(draw: Any) -> None:
    draws = Draws(1, [2, 3, 4], Plan({"a": 4}))
    first = draw(draws).tolist()
    draws.normal("b", 5)
    assert draw(draws).tolist() == first
