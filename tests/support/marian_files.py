"""Marian's files, which its tokenizer alone reads: SentencePiece models and a vocabulary, trained in code."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

ENGLISH = [
    "The artist loved the sea. She chose her blue paint and began to paint the waves.",
    "The cat sat on the mat, and the dog lay on the rug; nobody saw them.",
]
GERMAN = [
    "Die Künstlerin liebte das Meer. Sie nahm ihre blaue Farbe und malte die Wellen.",
    "Die Katze saß auf der Matte, und der Hund lag auf dem Teppich; niemand sah sie.",
]
_MARIAN_WRITES = {
    "bad_words_ids": [[2]], "bos_token_id": 0, "decoder_start_token_id": 2, "eos_token_id": 0, "forced_eos_token_id": 0,
    "max_length": 128, "num_beams": 4, "pad_token_id": 2,
}  # fmt: skip


class MarianFiles:
    """Marian's files: a SentencePiece model for each language, and one vocabulary whose numbers are neither's."""

    def __init__(self) -> None:
        self.models = {"source.spm": _spm(ENGLISH), "target.spm": _spm(GERMAN)}
        pieces = {piece for text in (ENGLISH, GERMAN) for piece in _pieces(_spm(text))}
        names = ["</s>", "<unk>", "<pad>", ">>deu<<", *sorted(pieces - {"</s>", "<unk>", "<s>"}, reverse=True)]
        self.numbers = {name: i for i, name in enumerate(names)}

    def __len__(self) -> int:
        return len(self.numbers)

    def save_pretrained(self, folder: Path) -> None:
        """Write what a folder of the hub has."""
        for name, content in self.models.items():
            (folder / name).write_bytes(content)
        (folder / "vocab.json").write_text(json.dumps(self.numbers), encoding="utf-8")
        (folder / "tokenizer_config.json").write_text(json.dumps({"source_lang": "en", "target_lang": "de"}))
        (folder / "generation_config.json").write_text(json.dumps(_MARIAN_WRITES))


def _spm(sentences: Sequence[str]) -> bytes:
    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(sentences), model_writer=model, vocab_size=60, hard_vocab_limit=False, minloglevel=2
    )
    return model.getvalue()


def _pieces(model: bytes) -> Iterable[str]:
    processor = SentencePieceProcessor(model_proto=model)
    return (processor.IdToPiece(i) for i in range(processor.GetPieceSize()))
