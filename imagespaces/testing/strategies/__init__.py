"""Hypothesis strategies that build image spaces and what belongs to them, and the elements of all Gymnasium's spaces.

They build rather than filter, and shrink toward small images, small extents, plain grounds and the first index.

>>> from hypothesis import find
>>> find(image_spaces(kinds=["circle_square"]), lambda space: True)
CircleSquare(height=3, width=3, extent=2, gradient=False, dtype='float32', stream=0)
>>> find(image_spaces(kinds=["circle_square"]), lambda space: space.height > 4).shape
(5, 5, 1)

A kind of space takes part by an entry in :data:`KINDS`, one of transforms in :data:`TRANSFORMS`, and one of partitions
in :data:`PARTINGS`::

    KINDS["stripes"] = Kind(1, lambda options: st.builds(Stripes, dtype=options.dtypes, stream=options.streams))

or, in a package of its own, by an attribute of what its entry point in the group ``imagespaces.spaces``,
``imagespaces.transforms`` or ``imagespaces.partitions`` loads, such as the model of the kind:
``strategy = "my_package.testing:stripes"``, where ``stripes`` is what an entry would be.
"""

import imagespaces.testing.strategies._hypothesis  # noqa: F401 - the first, for what it says where it is missing
from imagespaces.testing.strategies.addresses import index_lists, indices, instances, seeds
from imagespaces.testing.strategies.elements import elements
from imagespaces.testing.strategies.gymnasium_spaces import gymnasium_spaces
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.known import KINDS
from imagespaces.testing.strategies.non_elements import non_elements
from imagespaces.testing.strategies.partitions import PARTINGS, splits
from imagespaces.testing.strategies.parts import Parting, Parts
from imagespaces.testing.strategies.sizes import sizes
from imagespaces.testing.strategies.spaces import image_spaces
from imagespaces.testing.strategies.transforming import TRANSFORMS, transforms
from imagespaces.testing.strategies.values import factor_values, values_of

__all__ = [
    "KINDS",
    "PARTINGS",
    "TRANSFORMS",
    "Kind",
    "Options",
    "Parting",
    "Parts",
    "elements",
    "factor_values",
    "gymnasium_spaces",
    "image_spaces",
    "index_lists",
    "indices",
    "instances",
    "non_elements",
    "seeds",
    "sizes",
    "splits",
    "transforms",
    "values_of",
]
