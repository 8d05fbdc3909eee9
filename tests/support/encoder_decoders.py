"""Tiny encoder–decoders: their architectures, and tokenizers of the kinds that they have."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import transformers
from sentencepiece import SentencePieceProcessor, SentencePieceTrainer
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

ENGLISH = [
    "The artist loved the sea. She chose her blue paint and began to paint the waves.",
    "The cat sat on the mat, and the dog lay on the rug; nobody saw them.",
]
GERMAN = [
    "Die Künstlerin liebte das Meer. Sie nahm ihre blaue Farbe und malte die Wellen.",
    "Die Katze saß auf der Matte, und der Hund lag auf dem Teppich; niemand sah sie.",
]
_BART: dict[str, Any] = {
    "d_model": 32, "encoder_layers": 3, "decoder_layers": 2, "encoder_attention_heads": 4, "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48, "max_position_embeddings": 128,
}  # fmt: skip
# The encoder is deeper than the decoder everywhere, and in BART the two differ in their heads.
ENCODER_DECODERS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "t5": (
        "T5Config", "T5ForConditionalGeneration",
        {"d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 3, "num_decoder_layers": 2, "num_heads": 4,
         "relative_attention_num_buckets": 8, "relative_attention_max_distance": 16, "pad_token_id": 0,
         "eos_token_id": 1, "decoder_start_token_id": 0}, "unigram",
    ),
    "bart": (
        "BartConfig", "BartForConditionalGeneration",
        _BART | {"decoder_attention_heads": 2, "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
                 "decoder_start_token_id": 2, "forced_bos_token_id": 0}, "bytes-encoder",
    ),
    "marian": (
        "MarianConfig", "MarianMTModel",
        _BART | {"decoder_attention_heads": 4, "pad_token_id": 2, "eos_token_id": 0, "forced_eos_token_id": 0,
                 "decoder_start_token_id": 2, "scale_embedding": True}, "marian",
    ),
}  # fmt: skip
_MARIAN_WRITES = {
    "bad_words_ids": [[2]], "bos_token_id": 0, "decoder_start_token_id": 2, "eos_token_id": 0, "forced_eos_token_id": 0,
    "max_length": 128, "num_beams": 4, "pad_token_id": 2,
}  # fmt: skip


def unigram_tokenizer() -> Any:
    """Unigram with ▁ for a space and </s> at the end, as T5's."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    specials = ["<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(vocab_size=120, special_tokens=specials, unk_token="<unk>")
    tokenizer.train_from_iterator(ENGLISH + GERMAN, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )


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
