"""Seeded changes of images: what is random about them are factors, drawn apart from being applied.

Geometric ones move what is drawn before it is drawn, or warp pictures once, by their product; photometric ones follow.
"""

from imagespaces.transforms.background import Background
from imagespaces.transforms.base import Canvas, Gains, Geometric, Photometric, Recolouring, Transform
from imagespaces.transforms.brightness import Brightness
from imagespaces.transforms.contrast import Contrast
from imagespaces.transforms.flip import Flip
from imagespaces.transforms.gamma import Gamma
from imagespaces.transforms.gaussian_blur import GaussianBlur
from imagespaces.transforms.gaussian_noise import GaussianNoise
from imagespaces.transforms.gradient_background import GradientBackground
from imagespaces.transforms.hue import Hue
from imagespaces.transforms.invert import Invert
from imagespaces.transforms.motion_blur import MotionBlur
from imagespaces.transforms.noise_background import NoiseBackground
from imagespaces.transforms.occlude import Occlude
from imagespaces.transforms.parameters import Fixed, Parameter, Range
from imagespaces.transforms.photograph_background import PhotographBackground
from imagespaces.transforms.pipeline import Pipeline
from imagespaces.transforms.poisson_noise import PoissonNoise
from imagespaces.transforms.pose import Pose
from imagespaces.transforms.rotate import Rotate
from imagespaces.transforms.salt_and_pepper_noise import SaltAndPepperNoise
from imagespaces.transforms.saturation import Saturation
from imagespaces.transforms.scale import Scale
from imagespaces.transforms.shear import Shear
from imagespaces.transforms.shift import Shift
from imagespaces.transforms.solid_background import SolidBackground
from imagespaces.transforms.speckle_noise import SpeckleNoise
from imagespaces.transforms.texture_background import TextureBackground

__all__ = [
    "Background",
    "Brightness",
    "Canvas",
    "Contrast",
    "Fixed",
    "Flip",
    "Gains",
    "Gamma",
    "GaussianBlur",
    "GaussianNoise",
    "Geometric",
    "GradientBackground",
    "Hue",
    "Invert",
    "MotionBlur",
    "NoiseBackground",
    "Occlude",
    "Parameter",
    "PhotographBackground",
    "Photometric",
    "Pipeline",
    "PoissonNoise",
    "Pose",
    "Range",
    "Recolouring",
    "Rotate",
    "SaltAndPepperNoise",
    "Saturation",
    "Scale",
    "Shear",
    "Shift",
    "SolidBackground",
    "SpeckleNoise",
    "TextureBackground",
    "Transform",
]
