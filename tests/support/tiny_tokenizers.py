"""Tokenizers of every kind that the models have, trained in code on a few sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from tests.support.marian_files import ENGLISH, GERMAN, MarianFiles

_Fast: Any = transformers.PreTrainedTokenizerFast
CORPUS = [
    "Jide was hungry so she went looking for food.",
    "The artist loved the sea. She chose her blue paint and began to paint the waves.",
    "The cat sat on the mat, and the dog lay on the rug; nobody saw them.",
    "Omar was cold and Lena was sick. Omar asked for a coat. \"Thanks,\" he said.",
]  # fmt: skip


def byte_level(*specials: str) -> Tokenizer:
    """Byte-level BPE with these special tokens first, and none of them put around a text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=400, special_tokens=[*specials], initial_alphabet=alphabet)
    )
    return tokenizer


def byte_level_tokenizer() -> Any:
    """Byte-level BPE without a <bos>, as GPT-2's."""
    return _Fast(tokenizer_object=byte_level("<|endoftext|>"), eos_token="<|endoftext|>")


def byte_level_encoder_tokenizer() -> Any:
    """Byte-level BPE with <s>, </s> and <mask>, as RoBERTa's."""
    tokenizer = byte_level("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return _Fast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>",
        mask_token="<mask>", cls_token="<s>", sep_token="</s>",
    )  # fmt: skip


def metaspace_tokenizer() -> Any:
    """BPE with ▁ for a space, byte fallback and <bos>, as Gemma's."""
    specials = ["<pad>", "<eos>", "<bos>", "<unk>"]
    byte_pieces = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("▁?[^▁]+|▁"), "isolated")
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=600, special_tokens=specials + byte_pieces))
    # Trained as specials so that they are in the vocabulary; as such they must not be found in text.
    state = tokenizer.model
    rebuilt = Tokenizer(state)
    rebuilt.normalizer, rebuilt.pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
    rebuilt.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    rebuilt.add_special_tokens(specials)
    rebuilt.post_processor = processors.TemplateProcessing(
        single="<bos> $A", pair="<bos> $A <bos>:1 $B:1", special_tokens=[("<bos>", 2)]
    )
    return _Fast(tokenizer_object=rebuilt, bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>")


def wordpiece_tokenizer() -> Any:
    """Lower-case WordPiece with [CLS], [SEP] and [MASK], as BERT's."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=200, special_tokens=specials))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return _Fast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]",
        mask_token="[MASK]",
    )  # fmt: skip


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
    return _Fast(tokenizer_object=tokenizer, eos_token="</s>", pad_token="<pad>", unk_token="<unk>")


TOKENIZERS: dict[str, Callable[[], Any]] = {
    "bytes": cache(byte_level_tokenizer),
    "bytes-encoder": cache(byte_level_encoder_tokenizer),
    "metaspace": cache(metaspace_tokenizer),
    "wordpiece": cache(wordpiece_tokenizer),
    "unigram": cache(unigram_tokenizer),
    "marian": cache(MarianFiles),
}
