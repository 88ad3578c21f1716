"""The space of pictures in a directory."""

from __future__ import annotations

import copy
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imagespaces
from imagespaces import ImageFolder
from imagespaces.bank import Bank, Slots, Wall, gallery
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.roots import MissingDataError
from imagespaces.testing import check_space
from tests.imagespaces.loaded.cases import FORMATS, encoded, noise, write
from tests.imagespaces.loaded.mutations import LINUX, hammer

SIZE: dict[str, Any] = {"height": 6, "width": 8}


class LooseFolder(ImageFolder):
    """A directory of which nothing is kept."""

    bank_limit = 0


KINDS = [ImageFolder, LooseFolder]


def picture(number: int) -> Any:
    return noise(6, 8, seed=number)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three cats, of which one lies deeper, and two dogs."""
    names = ["cats/0.png", "cats/1.png", "cats/old/2.png", "dogs/3.png", "dogs/4.png"]
    return write(tmp_path / "pets", {name: encoded(picture(number)) for number, name in enumerate(names)})


def refusal(error: type[Exception], **parameters: Any) -> str:
    with pytest.raises(error) as caught:
        ImageFolder(**{**SIZE, **parameters})
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What it is
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_instances_are_the_pictures_with_their_classes(root: Path, kind: type[ImageFolder], dtype: str) -> None:
    space = kind(root=root, **SIZE, dtype=dtype)
    assert (space.size, space.num_classes, space.class_names) == (5, 2, ("cats", "dogs"))
    assert space.paths == ("cats/0.png", "cats/1.png", "cats/old/2.png", "dogs/3.png", "dogs/4.png")
    many = space.instances([4, 0, 2])
    expected = np.stack([picture(number) for number in (4, 0, 2)])
    assert np.array_equal(many.images, expected if dtype == "uint8" else np.float32(expected) / np.float32(255))
    assert many.images.dtype == dtype
    assert many.labels is not None
    assert many.labels.tolist() == [1, 0, 0]
    assert many.factors["picture"].tolist() == [4, 0, 2]
    assert space.labels([0, 1, 2, 3, 4]).tolist() == [0, 0, 0, 1, 1]
    assert list(space.factors) == ["picture"]
    assert list(space.splits) == ["all"]


def test_two_files_may_hold_the_same_picture(root: Path) -> None:
    write(root, {"dogs/9.png": (root / "cats/0.png").read_bytes()})
    space = ImageFolder(root=root, **SIZE)
    assert np.array_equal(space.at(0).image, space.at(5).image)
    assert space.at(0).label != space.at(5).label
    check_space(space)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("channels", [1, 3])
def test_all_laws_of_spaces_hold(root: Path, kind: type[ImageFolder], dtype: str, channels: Any) -> None:
    check_space(kind(root=root, height=5, width=7, channels=channels, dtype=dtype))


def test_a_flat_directory_has_no_classes(tmp_path: Path) -> None:
    space = ImageFolder(
        root=write(tmp_path, {f"{number}.png": encoded(picture(number)) for number in range(3)}), **SIZE
    )
    assert (space.size, space.class_names, space.num_classes) == (3, None, None)
    assert space.at(1).label is None
    assert np.array_equal(space.at(1).image, np.float32(picture(1)) / np.float32(255))
    message = f"labels are known where class_names is not None; {space!r} has none"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        space.labels([0])
    check_space(space)


def test_one_picture_of_one_class_is_a_space(tmp_path: Path) -> None:
    space = ImageFolder(root=write(tmp_path, {"cats/0.png": encoded(picture(0))}), **SIZE)
    assert (space.size, space.class_names) == (1, ("cats",))
    assert np.array_equal(space.sample(), space.at(0).image)


def test_a_class_all_of_whose_pictures_are_bad_keeps_its_number(root: Path) -> None:
    write(root, {"birds/0.png": b"", "dogs/3.png": b""})
    space = ImageFolder(root=root, **SIZE, on_error="skip")
    assert space.class_names == ("birds", "cats", "dogs")
    assert space.paths == ("cats/0.png", "cats/1.png", "cats/old/2.png", "dogs/4.png")
    assert space.labels(range(4)).tolist() == [1, 1, 1, 2]
    assert np.array_equal(space.at(3).image, np.float32(picture(4)) / np.float32(255))


@given(
    files=st.lists(
        st.tuples(st.sampled_from(sorted(FORMATS)), st.integers(1, 20), st.integers(1, 20)), min_size=1, max_size=4
    ),
    height=st.integers(1, 24),
    width=st.integers(1, 24),
    channels=st.sampled_from([1, 3]),
    resize=st.sampled_from(["crop", "squash"]),
    dtype=st.sampled_from(["uint8", "float32"]),
)
def test_every_image_is_in_the_space(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, int, int]], **parameters: Any
) -> None:
    contents = {
        f"{number}.{FORMATS[name]['format']}": encoded(noise(height, width), **FORMATS[name])
        for number, (name, height, width) in enumerate(files)
    }
    space = ImageFolder(root=write(tmp_path_factory.mktemp("pictures"), contents), **parameters)
    assert space.shape == (parameters["height"], parameters["width"], parameters["channels"])
    for index in range(len(files)):
        assert space.at(index).image in space


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    root = write(tmp_path, {"jpeg.png": encoded(picture(0), format="JPEG"), "png.jpg": encoded(picture(1))})
    space = ImageFolder(root=root, **SIZE, dtype="uint8")
    assert np.array_equal(space.at(1).image, picture(1))
    assert np.abs(space.at(0).image.astype(int).mean() - picture(0).mean()) < 3


# ----------------------------------------------------------------------------------------------------------------------
# Recipes
# ----------------------------------------------------------------------------------------------------------------------


def test_parameters_are_the_arguments(root: Path) -> None:
    space = ImageFolder(
        root=root, height=6, width=8, channels=1, resize="squash", on_error="skip", dtype="uint8", stream=3
    )
    assert repr(space) == (
        f"ImageFolder(root='{root}', height=6, width=8, channels=1, resize='squash', on_error='skip', "
        "dtype='uint8', stream=3)"
    )
    assert eval(repr(space), vars(imagespaces)) == space  # noqa: S307 - what a repr is for
    assert space != ImageFolder(root=root, **SIZE)


def test_a_relative_root_stays_where_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent)
    space = ImageFolder(root="pets", **SIZE)
    assert space.root == str(root)
    monkeypatch.chdir("/")
    assert np.array_equal(pickle.loads(pickle.dumps(space)).at(0).image, space.at(0).image)  # noqa: S301 - our own
    assert np.array_equal(LooseFolder(root=root, **SIZE).at(0).image, space.at(0).image)


@pytest.mark.parametrize("kind", KINDS)
def test_copies_decode_nothing_again(root: Path, kind: type[ImageFolder], monkeypatch: pytest.MonkeyPatch) -> None:
    space = kind(root=root, **SIZE, seed=7)
    space.sample()
    monkeypatch.setattr("imagespaces.loaded.files.decode", lambda *_: pytest.fail("nothing must be decoded"))
    copies = [pickle.loads(pickle.dumps(space)), copy.deepcopy(space), kind(root=str(root), **SIZE)]  # noqa: S301 - our own
    assert copies == [space] * 3
    assert [each.stored_pixels() is space.stored_pixels() for each in copies] == [True] * 3


def test_copies_continue_the_random_stream(root: Path) -> None:
    space = ImageFolder(root=root, **SIZE, seed=7)
    space.sample()
    other = copy.deepcopy(space)
    assert np.array_equal([space.sample() for _ in range(9)], [other.sample() for _ in range(9)])


def test_a_pickle_of_other_pictures_is_refused(root: Path) -> None:
    data = pickle.dumps(ImageFolder(root=root, **SIZE))
    os.utime(root / "cats/0.png", ns=(0, 0))
    pickle.loads(data)  # noqa: S301 - our own
    (root / "cats/0.png").unlink()
    message = f"root '{root}' must hold what it held when the space was pickled, got 4 files of other names or sizes"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        pickle.loads(data)  # noqa: S301 - our own


# ----------------------------------------------------------------------------------------------------------------------
# Banks
# ----------------------------------------------------------------------------------------------------------------------


def test_the_bank_takes_the_pixels_without_copying(root: Path) -> None:
    spaces = [ImageFolder(root=root, **SIZE, dtype=dtype) for dtype in ("float32", "uint8")]
    pictures = [gallery(space, 2) for space in spaces]
    assert [type(each) for each in pictures] == [Wall, Wall]
    assert pictures[0].pixels is pictures[1].pixels is spaces[0].stored_pixels()
    assert np.array_equal(pictures[0].pixels, np.stack([picture(number) for number in range(5)]))


def test_above_the_limit_pictures_are_shown_one_by_one(root: Path) -> None:
    space = LooseFolder(root=root, **SIZE)
    assert space.stored_pixels() is None
    pictures = gallery(space, 3)
    assert isinstance(pictures, Slots)
    pictures.show(np.array([0, 2]), np.array([4, 1]))
    assert np.array_equal(pictures.pixels[0], picture(4))
    assert np.array_equal(pictures.pixels[2], picture(1))


def test_the_bank_is_not_that_of_other_pictures(root: Path) -> None:
    before = Bank.of(ImageFolder(root=root, **SIZE))
    assert Bank.of(ImageFolder(root=root, **SIZE)) is before
    write(root, {"cats/0.png": encoded(picture(99))})
    os.utime(root / "cats/0.png", ns=(0, 0))
    after = Bank.of(ImageFolder(root=root, **SIZE))
    assert np.array_equal(before.pixels[0], picture(0))
    assert np.array_equal(after.pixels[0], picture(99))


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"channels": 2}, "channels must be one of 1, 3, got 2"),
        ({"channels": True}, "channels must be one of 1, 3, got True"),
        ({"resize": "stretch"}, "resize must be one of 'crop', 'squash', got 'stretch'"),
        ({"on_error": "ignore"}, "on_error must be one of 'raise', 'skip', got 'ignore'"),
        ({"dtype": "float64"}, "dtype must be one of float32, uint8, got float64"),
        ({"height": 0}, "height must be an integer of at least 1, got 0"),
        ({"width": 2.5}, "width must be an integer of at least 1, got 2.5"),
    ],
)
def test_wrong_arguments_are_told_before_anything_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, Any], message: str
) -> None:
    monkeypatch.setattr("imagespaces.loaded.files.decode", lambda *_: pytest.fail("nothing must be decoded"))
    (root / "cats/bad.png").touch()
    assert refusal(ValueError, root=root, **parameters) == message


@pytest.mark.parametrize("root", [3, b"pets"])
def test_a_root_that_is_no_path_is_refused(root: Any) -> None:
    assert refusal(TypeError, root=root) == f"root must be a path, got {root!r}"


def test_a_root_that_is_not_named_is_that_for_all_pictures_of_one_s_own(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(MissingDataError).startswith(
        "files are missing: found neither root nor $IMAGESPACES_DATA, in which it would be 'image_folder', allowed is"
    )
    monkeypatch.setenv("IMAGESPACES_DATA", str(tmp_path / "data"))
    shutil.copytree(root, tmp_path / "data" / "image_folder")
    assert ImageFolder(**SIZE).paths == ImageFolder(root=root, **SIZE).paths


def test_a_root_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name, content in {"nowhere": None, "1.png": b""}.items():
        if content is not None:
            write(tmp_path, {name: content})
        assert refusal(ValueError, root=tmp_path / name) == (
            f"files are missing: found '{tmp_path / name}', which is no directory, "
            "allowed is a directory with pictures (.bmp, .jpeg, .jpg, .png, .tif, .tiff, .webp), "
            "all in sub-folders or none"
        )


def test_a_broken_picture_is_named_when_the_space_is_made(root: Path) -> None:
    write(root, {"dogs/5.png": encoded(picture(5))[:50]})
    assert refusal(PictureError, root=root) == (
        f"1 of 6 pictures in '{root}' cannot be read; mend or remove them, or leave them out (on_error: skip):\n"
        "  'dogs/5.png' cannot be decoded: Truncated File Read"
    )


def test_numbers_of_numpy_are_numbers(root: Path) -> None:
    space = ImageFolder(root=root, height=np.int64(6), width=np.int32(8), channels=np.int64(3))  # type: ignore[arg-type]
    assert space == ImageFolder(root=root, **SIZE)


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def write_all_formats(folder: Path) -> None:
    """A picture of each format in each of two classes."""
    for number, (name, options) in enumerate(FORMATS.items()):
        ending = options["format"].lower()
        for at, pet in enumerate(("cats", "dogs")):
            write(folder, {f"{pet}/{name}.{ending}": encoded(noise(20, 30, seed=2 * number + at), **options)})


def read_folder(folder: Path) -> None:
    space = ImageFolder(root=folder, **SIZE)
    space.images([0, space.num_states - 1])


@LINUX
def test_damaged_files_are_read_or_refused() -> None:
    tally = hammer(write_all_formats, read_folder, count=300)
    assert min(tally[:2]) > 20


@LINUX
@pytest.mark.slow
def test_ten_thousand_damaged_files_are_read_or_refused() -> None:
    tally = hammer(write_all_formats, read_folder, count=10_000, seed=1)
    assert min(tally[:2]) > 600


# ----------------------------------------------------------------------------------------------------------------------
# The name in the package
# ----------------------------------------------------------------------------------------------------------------------


def test_decoders_are_imported_when_they_are_asked_for() -> None:
    code = (
        "import sys, imagespaces\n"
        "assert 'ImageFolder' in dir(imagespaces)\n"
        "assert not {'PIL', 'cv2', 'imagespaces.loaded'} & set(sys.modules)\n"
        "assert imagespaces.ImageFolder is imagespaces.ImageFolder\n"
        "assert 'PIL' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_other_names_are_no_part_of_the_package() -> None:
    message = f"module 'imagespaces' has no attribute 'ImageFolders', allowed are {', '.join(imagespaces.__all__)}"
    with pytest.raises(AttributeError, match=f"^{re.escape(message)}$"):
        _ = imagespaces.ImageFolders  # type: ignore[attr-defined]
