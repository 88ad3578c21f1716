"""Pictures in tables, as Hugging Face's data sets keep them."""

from imagespaces.loaded.huggingface.data_set import HuggingFace, HuggingFaceFormat

__all__ = ["HuggingFace", "HuggingFaceFormat"]
