"""Headers of pages, byte by byte."""

from __future__ import annotations

import pytest

from imagespaces.loaded.huggingface.pages import check_pages
from tests.imagespaces.loaded.huggingface.thrifty import fields, header, integer


def check(content: bytes, size: int) -> None:
    check_pages(lambda start, count: content[start : start + count], 3, size)


def test_pages_follow_one_another() -> None:
    pages = header(500, 4) + b"abcd" + header(1 << 24, 2) + b"ef"
    check(b"xyz" + pages, len(pages))


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        (header(500, 5) + b"abcd", "the page at byte 3 must end before byte 15, got 5 bytes and 4 left"),
        (header(500, -1) + b"abcd", "the page at byte 3 must end before byte 15, got -1 bytes and 4 left"),
        (header(-2, 4) + b"abcd", "the page at byte 3 may take up to 16777216 bytes, got -2"),
        (
            header((1 << 24) + 1, 4) + b"abcd",
            "the page at byte 3 may take up to 16777216 bytes, got 16777217",
        ),
        (
            header(500, 4) + b"abcd" + header(1100 * 20_000 + 1, 20_000) + bytes(20_000),
            "the page at byte 15 may take up to 22000000 bytes, got 22000001",
        ),
    ],
)
def test_pages_that_promise_too_much_are_refused(pages: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=r"^the page") as caught:
        check(b"xyz" + pages, len(pages))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (fields((2, 5, integer(1))), "a struct must have a whole number of 32 bits in field 3, got None"),
        (
            fields((2, 5, integer(1)), (3, 6, integer(1))),
            "a struct must have a whole number of 32 bits in field 3, got None",
        ),
        (header(1, 1 << 32), "a struct must have a whole number of 32 bits in field 3, got 4294967296"),
        (b"\x15", "a struct must end within 1 bytes, got none that does"),
    ],
)
def test_what_is_no_header_is_refused(page: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=r"^a struct") as caught:
        check(b"xyz" + page, len(page))
    assert str(caught.value) == message
