"""Faults that were seen, row by row: which examples show each, and what no example can show.

The first rows were seen in other systems, the last in spaces that were written to try this kit.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults import beside, environments, making, sensing, spaces
from tests.faults.beside import BESIDE_FAULTS
from tests.faults.environments import ENVIRONMENT_FAULTS
from tests.faults.fault import Fault
from tests.faults.making import MAKING_FAULTS
from tests.faults.sensing import SENSING_FAULTS
from tests.faults.spaces import SPACE_FAULTS

__all__ = ["FAULTS", "ROWS", "Row"]

FAULTS: tuple[Fault, ...] = (*SPACE_FAULTS, *MAKING_FAULTS, *BESIDE_FAULTS, *ENVIRONMENT_FAULTS, *SENSING_FAULTS)
"""All faulty examples."""


@dataclass(frozen=True)
class Row:
    """Something that went wrong elsewhere.

    Attributes:
        seen: What, in a few words.
        shown_by: The faulty classes that do it.
        elsewhere: What of it no faulty example can show, by the tests that see to it; files, or tests within them.
    """

    seen: str
    shown_by: tuple[type, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faulty examples."""
        return tuple(fault for fault in FAULTS if fault.faulty in self.shown_by)


ROWS: tuple[Row, ...] = (
    Row("the package needs what it does not declare", elsewhere=(".ci/run", "tests/test_project.py")),
    Row("flags are NumPy's", (environments.NumpyFlags,)),
    Row(
        "drawing a target takes gigabytes and a third of a second",
        elsewhere=(
            "tests/envspecs/tasks/test_distinctive.py::test_an_image_is_worked_out_once",
            "tests/envspecs/tasks/test_distinctive.py::test_comparing_all_places_of_a_picture_takes_little_memory",
            "benchmarks/localization.py",
        ),
    ),
    Row(
        "whole batches are prefetched into memory",
        elsewhere=(
            "tests/envspecs/test_faults.py::test_pictures_are_held_once_however_many_look",
            "tests/envspecs/test_faults.py::test_memory_per_environment_is_some_hundred_bytes",
        ),
    ),
    Row(
        "a mask of resets is ignored, and never refused",
        (environments.Maskless, environments.Unmoved, environments.AnyMask),
    ),
    Row("first episodes are drawn otherwise than later ones", (environments.FirstInTheMiddle,)),
    Row("the step that begins an episode has a reward or a flag", (environments.Rewarding, environments.Flagged)),
    Row("a step without an episode begins one, or fails in the dark", (environments.Restarting, environments.Unready)),
    Row(
        "some sensors crash: not square, finer than pixels, unlike steps, as large as the image",
        (sensing.SquareOnly, sensing.WholeScales, sensing.OneStep, sensing.Roomless),
        ("tests/envspecs/test_faults.py::test_sensors_that_do_not_fit_are_refused_while_the_spec_loads",),
    ),
    Row(
        "something runs on after `close`, and what holds it can be neither pickled nor copied",
        (environments.Prefetching, environments.Locked),
    ),
    Row(
        "`contains` gives None, or True for noise of another type, or fails",
        (spaces.Unsure, spaces.AnyType, spaces.OnlyArrays),
    ),
    Row(
        "images have another shape than the space declares",
        (spaces.WidthFirst, spaces.OnePanel, spaces.Gray),
    ),
    Row(
        "`sample`, `to_jsonable` and `==` fail",
        (spaces.Sampleless, spaces.Unwritten, spaces.Incomparable),
    ),
    Row("two states have one image", (spaces.Coarse,)),
    Row(
        "transforms fail with some draws, or move shapes out of the frame",
        (spaces.Moody, spaces.OutOfFrame),
        (
            "tests/imagespaces/generated/test_polygons.py::test_every_pixel_is_covered_as_the_factors_say",
            "tests/imagespaces/transforms/test_pose.py::test_moves_stay_within_the_room",
        ),
    ),
    Row(
        "states out of range are taken, or cut off, and NumPy's integers refused",
        (spaces.Wrapping, spaces.Truncating, spaces.PlainIntegers),
    ),
    Row("one seed gives other images the second time", (spaces.Unseeded, environments.Drifting)),
    Row("something is printed", (spaces.Greeting, environments.Greeting, environments.Muttering)),
    Row(
        "what is to be found out can't be seen, or is not what is rewarded",
        (spaces.Blank, sensing.Blind, sensing.Shifted),
        ("tests/envspecs/test_faults.py::test_the_distance_to_an_object_is_none_where_the_sensor_is_upon_it",),
    ),
    Row(
        "a glimpse that shrinks the image skips most of it",
        elsewhere=("tests/imagespaces/kernels/test_zooming.py::test_area_averages_what_bilinear_samples_miss",),
    ),
    Row(
        "one channel becomes three, and old patches stay in a buffer",
        (spaces.Coloured, sensing.ThreeChannels, sensing.Smeared),
    ),
    Row(
        "global generators are seeded, or drawn from",
        (spaces.Reseeding, spaces.Disturbed, environments.Reseeding, environments.Disturbed),
    ),
    Row(
        "the last observation is not in its space, and a cache forgets what made its content",
        (environments.LateClock, spaces.SharedCache, spaces.CachedFirst),
    ),
    Row(
        "seed 0 counts as none, a seed is not handed on, and levels of the test are seen in training",
        (spaces.NoZero, environments.NoZero, environments.Swallowing, spaces.Overlapping),
    ),
    Row("a space does not keep what it is made of, or does not name it", (making.Forgetful, making.HandingOn)),
    Row("results are kept and given again, or can't be written to", (beside.Kept, beside.Guarded)),
    Row("what has other images is equal, or is shown instead", (beside.Alike, beside.KeyedByClass)),
    Row("samples are noise, or draws leave out most of a range", (beside.Undeclared, beside.Noisy, beside.Narrow)),
    Row(
        "what is made ahead, said to be covered or held of masks is not what is rendered",
        (beside.Blackened, beside.AllCovered, beside.AllMasked),
    ),
)
"""One row for each thing that was seen, in the order in which it was."""
