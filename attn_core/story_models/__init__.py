"""The embedded models: corpus generator, training, evaluation, weights and model cards.

Importing this package costs nothing: neither torch nor transformers is loaded here.
"""

from pathlib import Path

STORY_DIR: Path = Path(__file__).resolve().parent / "story"
"""Hugging Face folder of the embedded decoder (Gemma 3 architecture)."""

STORY_PAIR_DIR: Path = Path(__file__).resolve().parent / "story-pair"
"""Hugging Face folder of the embedded encoder (BERT architecture)."""

__all__ = ["STORY_DIR", "STORY_PAIR_DIR"]
