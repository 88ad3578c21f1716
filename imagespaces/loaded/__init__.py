"""Spaces whose images are read from files."""

from imagespaces.loaded.ade20k import ADE20K
from imagespaces.loaded.arrays import Arrays
from imagespaces.loaded.cifar import Cifar
from imagespaces.loaded.coco import COCO
from imagespaces.loaded.digits import Digits
from imagespaces.loaded.folder import ImageFolder
from imagespaces.loaded.huggingface import HuggingFace
from imagespaces.loaded.idx import Idx
from imagespaces.loaded.imagenet import ImageNet
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.photos import Photos
from imagespaces.loaded.roots import MissingDataError
from imagespaces.loaded.sun360 import Sun360
from imagespaces.loaded.svhn import Svhn
from imagespaces.loaded.tiny_imagenet import TinyImageNet
from imagespaces.loaded.webdataset import WebDataset

__all__ = [
    "ADE20K",
    "COCO",
    "Arrays",
    "Cifar",
    "Digits",
    "HuggingFace",
    "Idx",
    "ImageFolder",
    "ImageNet",
    "LoadedOptions",
    "LoadedSpace",
    "MissingDataError",
    "Photos",
    "Sun360",
    "Svhn",
    "TinyImageNet",
    "WebDataset",
]
