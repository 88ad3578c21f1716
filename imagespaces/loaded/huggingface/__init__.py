"""Pictures in tables, as Hugging Face's data sets keep them."""

from imagespaces.loaded.huggingface.format import HuggingFaceFormat
from imagespaces.loaded.huggingface.space import HuggingFace

__all__ = ["HuggingFace", "HuggingFaceFormat"]
