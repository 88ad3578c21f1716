from __future__ import annotations

import pytest

from benchmarks.contenders import Contender


def test_what_is_missing_is_named_with_the_extra_that_brings_it() -> None:
    contender = Contender("the other", "other", "no_such_module", ())
    message = "the other needs 'no_such_module', which is not installed: pip install 'imagespaces\\[bench\\]'"
    with pytest.raises(ModuleNotFoundError, match=f"^{message}$"):
        contender.load()
