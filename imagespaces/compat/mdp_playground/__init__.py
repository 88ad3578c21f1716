"""MDP Playground's spaces of images that stand for states, with its constructors and methods."""

from imagespaces.compat.mdp_playground.continuous import ImageContinuous
from imagespaces.compat.mdp_playground.layout import Layout, to_layout
from imagespaces.compat.mdp_playground.multi_discrete import ImageMultiDiscrete

__all__ = ["ImageContinuous", "ImageMultiDiscrete", "Layout", "to_layout"]
