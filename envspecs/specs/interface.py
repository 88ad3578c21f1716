"""The form of actions and observations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpecPart

__all__ = ["InterfaceSpec"]


class InterfaceSpec(SpecPart):
    """The form in which a library wants actions and observations; what they mean is the same in every one."""

    actions: Literal["dict", "flat", "multi_discrete", "discrete"] = Field(
        "dict",
        description="A map of move and prediction; one box of all their numbers; a choice for each number; or one "
        "choice.",
    )
    bins: Annotated[int, Strict(), Field(ge=2, le=1 << 16, json_schema_extra={"unit": "values"})] = Field(
        5, description="How many values a number has that becomes a choice."
    )
    certainty: Annotated[float, Strict(), Field(gt=0, lt=1, json_schema_extra={"unit": "share"})] = Field(
        0.9, description="The probability of a class that is chosen; the others share the rest."
    )
    bound: Annotated[float, Strict(), Field(gt=0, le=1e6, json_schema_extra={"unit": "as the prediction"})] = Field(
        10.0, description="What numbers without bounds, as logits, are bounded by in a flat box."
    )
    predictions: Literal["agent", "even", "ideal", "oracle"] = Field(
        "agent",
        description="Who predicts: the agent, or an estimator that knows nothing, reasons from what is seen, or is "
        "told the truth; actions have then no prediction.",
    )
    observations: Literal["dict", "image", "flat"] = Field(
        "dict", description="A map of all that is observed; the glimpse alone; or one box of all numbers."
    )
    channels: Literal["last", "first"] = Field("last", description="Where the channels of images are.")
    dtype: Literal["float32", "uint8"] = Field(
        "float32", description="The type of images: numbers from 0 to 1, or from 0 to 255."
    )
    scalars: Literal["plain", "vector"] = Field(
        "plain", description="Whether numbers that stand alone have no axis, or one of length 1."
    )
