"""Labels of tables, and what classes are called."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.huggingface import labels
from imagespaces.loaded.huggingface.labels import check_kind, class_names, classes_of_values, values_of


def said(feature: Any) -> dict[bytes, bytes]:
    return {b"huggingface": json.dumps({"info": {"features": {"label": feature}}}).encode()}


@pytest.mark.parametrize(
    ("metadata", "names"),
    [
        (said({"_type": "ClassLabel", "names": ["b", "a"]}), ("b", "a")),
        (said({"_type": "ClassLabel", "names": None, "num_classes": 3}), None),
        (said({"_type": "Value", "names": ["a"]}), None),
        (said([{"_type": "ClassLabel", "names": ["a"]}]), None),
        (said(None), None),
        ({b"pandas": b"{}"}, None),
        (None, None),
    ],
)
def test_files_say_what_classes_are_called(metadata: Any, names: Any) -> None:
    assert class_names(metadata, "label") == names
    assert class_names(metadata, "other") is None


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({b"huggingface": b"{"}, "must tell of its features in JSON, got b'{'"),
        ({b"huggingface": b"[1]"}, "must tell of its features in JSON, got b'[1]'"),
        ({b"huggingface": b"[" * 9**5}, f"must tell of its features in JSON, got {b'[' * 80!r}"),
        (
            {b"huggingface": b'{"info": {"features": []}}'},
            'must tell of its features in JSON, got b\'{"info": {"features": []}}\'',
        ),
        (said({"_type": "ClassLabel", "names": []}), "must name 1 to 32768 classes of 'label' in a list, got []"),
        (said({"_type": "ClassLabel", "names": [1]}), "must name 1 to 32768 classes of 'label' in a list, got [1]"),
        (said({"_type": "ClassLabel", "names": "ab"}), "must name 1 to 32768 classes of 'label' in a list, got ab"),
    ],
)
def test_metadata_that_are_wrong_are_refused(metadata: Any, message: str) -> None:
    with pytest.raises(PictureError) as caught:
        class_names(metadata, "label")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("array", "values"),
    [
        (pa.array([3, 1], pa.uint8()), [3, 1]),
        (pa.array([True, False]), [1, 0]),
        (pa.array(["b", "a"], pa.large_string()), ["b", "a"]),
        (pa.array(["b", "a", "b"]).dictionary_encode(), ["b", "a", "b"]),
        (pa.array([7, 5, 7]).dictionary_encode(), [7, 5, 7]),
    ],
)
def test_values_are_numbers_or_text(array: Any, values: list[Any]) -> None:
    check_kind(array.type, "label")
    column = pa.chunked_array([array, array])
    assert values_of(column, "label").tolist() == values * 2
    assert values_of(pa.chunked_array([], array.type), "label").tolist() == []


@pytest.mark.parametrize(
    "kind", [pa.float64(), pa.binary(), pa.list_(pa.int64()), pa.dictionary(pa.int8(), pa.float32())]
)
def test_other_types_are_refused(kind: Any) -> None:
    with pytest.raises(PictureError) as caught:
        check_kind(kind, "label")
    assert str(caught.value) == f"must have integers, truth values or text in 'label', got {kind}"


def test_missing_labels_are_refused() -> None:
    with pytest.raises(PictureError) as caught:
        values_of(pa.chunked_array([pa.array([1, None])]), "label")
    assert str(caught.value) == "must have a label in each row of 'label', got 1 rows without"
    odd = pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["a", None]))
    with pytest.raises(PictureError) as caught:
        values_of(pa.chunked_array([odd]), "label")
    assert str(caught.value) == "must have labels in a dictionary, got 1 entries without"


def test_classes_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "MAX_CLASSES", 3)
    assert classes_of_values([np.arange(3)])[0] == ("0", "1", "2")
    with pytest.raises(PictureError, match=r"^may have up to 3 classes, got 4 different labels$"):
        classes_of_values([np.arange(4)])
