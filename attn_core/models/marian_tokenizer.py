"""Marian's tokenizer, which transformers has only in a form that does not say which characters a token is from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tokenizers import Tokenizer, decoders, models
from transformers import BatchEncoding, PreTrainedTokenizerFast

from attn_core.errors import UnsupportedModelError

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

_UNKNOWN, _END, _PADDING = "<unk>", "</s>", "<pad>"
_MAX_LENGTH = 512  # where tokenizer_config.json gives none


class Pieces(NamedTuple):
    """Consecutive tokens, named as in a tokenizers.Encoding: the sequence of a token that was added is None."""

    ids: list[int]
    sequence_ids: list[int | None]
    offsets: list[tuple[int, int]]  # half-open character ranges


class MarianTokenizer(PreTrainedTokenizerFast):
    """Two SentencePiece models, of the language that is read and of the one that is written, over one vocabulary.

    A text is cut by SentencePiece; the numbers of the pieces are those of vocab.json.
    """

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor  # here, because other models need none

        settings = _json(folder / "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
        if settings.get("separate_vocabs"):
            raise UnsupportedModelError(
                "This model can't be shown",
                f"{folder.name}: its two languages have vocabularies of their own. Choose an opus-mt model.",
            )
        self._numbers: dict[str, int] = _json(folder / "vocab.json")
        words = Tokenizer(models.WordLevel(self._numbers, unk_token=_UNKNOWN))
        words.decoder = decoders.Metaspace()
        super().__init__(  # type: ignore[no-untyped-call]
            tokenizer_object=words, unk_token=_UNKNOWN, eos_token=_END, pad_token=_PADDING,
            model_max_length=settings.get("model_max_length", _MAX_LENGTH),
        )  # fmt: skip
        self._source = SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._target = SentencePieceProcessor(model_file=str(folder / "target.spm"))

    def __call__(self, text: str | None = None, text_target: str | None = None) -> BatchEncoding:
        """The tokens of a text to be read, or (text_target) of one to be written, and the end token after them."""
        cutter = self._source if text_target is None else self._target
        pieces = self._pieces(cutter, (text if text_target is None else text_target) or "")
        named: Any = [pieces]  # which has of an Encoding what is asked of one here
        return BatchEncoding({"input_ids": pieces.ids, "attention_mask": [1] * len(pieces.ids)}, named, n_sequences=1)

    def _pieces(self, cutter: SentencePieceProcessor, text: str) -> Pieces:
        code = text[: text.find("<<") + 2] if text.startswith(">>") and "<<" in text else ""  # ">>deu<< Good morning"
        found = cutter.encode(text[len(code) :], return_type="offset_mapping")
        names = [*([code] if code else []), *found["pieces"]]
        ids = [self._numbers.get(name, self._numbers[_UNKNOWN]) for name in names]
        ranges = [(start + len(code), end + len(code)) for start, end in found["offsets"]]
        return Pieces(
            [*ids, self._numbers[_END]],
            [*([0] * len(ids)), None],
            [*([(0, len(code))] if code else []), *ranges, (0, 0)],
        )


def marian_tokenizer(folder: Path) -> MarianTokenizer | None:
    """The tokenizer of a Marian folder as its authors publish it (source.spm, target.spm, vocab.json), else None.

    Raises UnsupportedModelError where each of its languages has a vocabulary of its own.
    """
    published = (folder / "source.spm").is_file() and not (folder / "tokenizer.json").is_file()
    return MarianTokenizer(folder) if published else None


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
