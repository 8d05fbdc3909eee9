"""The stories' own BPE tokenizer: words with their leading space, punctuation apart, bytes for everything else."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors, trainers
from tokenizers.models import BPE
from transformers import PreTrainedTokenizerFast

from attn_core.story_models.stories import corpus, everyday

SPACE = "\u2581"  # as in SentencePiece, and so in Gemma: "▁was" is one token
# A typed "▁" must not come back as a space, so it travels as a character that Unicode keeps out of text.
_TYPED_SPACE_MARK = "\ufdd0"
_PIECES = Regex(r"'(?:s|t|re|ve|ll|d|m)(?![\p{L}])|▁?[\p{L}\p{M}]+|▁?[^▁\p{L}\p{M}]|▁")

STORY_SPECIALS = ("<pad>", "<eos>", "<bos>", "<unk>")
PAIR_SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
VOCABULARY = 9500
"""Upper bound on the learned pieces; every word of the stories fits, and of the passages every word that recurs."""


def _balanced_words(stories: int) -> Iterator[str]:
    """Text in which every word occurs at least ten times and none more than forty.

    A word that a single passage holds is left out: it would take a piece and hardly be learned.
    """
    drawn = (story.text for story in itertools.islice(corpus.stories(0, "train"), stories))
    passages = _counted(everyday.every_alternative(line) for line in everyday.passages("train"))
    counts = _counted(drawn) + Counter({piece: count for piece, count in passages.items() if count > 1})
    for piece, count in sorted(counts.items()):
        for _ in range(min(40, max(10, count))):
            yield piece.replace(SPACE, " ")


def _counted(texts: Iterable[str]) -> Counter[str]:
    """How often each word, with its leading space, and each sign occurs."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(piece for piece, _ in _pieces().pre_tokenize_str(SPACE + text.replace(" ", SPACE)))
    return counts


def _pieces() -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Split(_PIECES, behavior="isolated")


def _train_bpe(stories: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Learned pieces and merges, special tokens and bytes not yet among them."""
    learner = Tokenizer(BPE())
    learner.normalizer = normalizers.Replace(" ", SPACE)
    learner.pre_tokenizer = _pieces()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, min_frequency=5, show_progress=False)
    learner.train_from_iterator(_balanced_words(stories), trainer)
    model = json.loads(learner.to_str())["model"]
    return model["vocab"], [(left, right) for left, right in model["merges"]]


def train_tokenizer(specials: tuple[str, ...], stories: int) -> Tokenizer:
    """A tokenizer of the corpus whose first ids are ``specials``, then the 256 bytes, then the learned pieces.

    The first word gets its leading space like any other, so that it is the same token at the start of a text.
    """
    learned, merges = _train_bpe(stories)
    pieces = [piece for piece, _ in sorted(learned.items(), key=lambda item: item[1])]
    order = [*specials, *(f"<0x{byte:02X}>" for byte in range(256)), *pieces]
    unknown = "<unk>" if "<unk>" in specials else "[UNK]"
    vocabulary = {piece: index for index, piece in enumerate(order)}
    tokenizer = Tokenizer(BPE(vocabulary, merges, unk_token=unknown, byte_fallback=True, fuse_unk=True))
    mark = normalizers.Replace(SPACE, _TYPED_SPACE_MARK)
    if "[MASK]" in specials:
        # Prepend would also act after every typed [MASK]. The price: one space at the very start is dropped.
        tokenizer.normalizer = mark
        metaspace = pre_tokenizers.Metaspace(SPACE, prepend_scheme="first", split=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([metaspace, _pieces()])
    else:
        tokenizer.normalizer = normalizers.Sequence([mark, normalizers.Replace(" ", SPACE), normalizers.Prepend(SPACE)])
        tokenizer.pre_tokenizer = _pieces()
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace(SPACE, " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
            decoders.Replace(_TYPED_SPACE_MARK, SPACE),
        ]
    )
    # " [MASK]" takes its space with it, as a word would.
    tokenizer.add_special_tokens([AddedToken(text, special=True, lstrip=text == "[MASK]") for text in specials])
    return tokenizer


def story_tokenizer(stories: int = 60_000) -> PreTrainedTokenizerFast:
    """The tokenizer of ``story``: ``<bos>`` is put first."""
    tokenizer = train_tokenizer(STORY_SPECIALS, stories)
    bos = ("<bos>", tokenizer.token_to_id("<bos>"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<bos> $A", pair="<bos> $A <bos>:1 $B:1", special_tokens=[bos]
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>",
        add_bos_token=True, model_max_length=1024, padding_side="right", clean_up_tokenization_spaces=False,
    )  # fmt: skip


def pair_tokenizer(stories: int = 60_000) -> PreTrainedTokenizerFast:
    """The tokenizer of ``story-pair``: ``[CLS] A [SEP] B [SEP]`` with segment ids 0 and 1."""
    tokenizer = train_tokenizer(PAIR_SPECIALS, stories)
    marks = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=marks
    )
    mask = AddedToken("[MASK]", special=True, lstrip=True)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, cls_token="[CLS]", sep_token="[SEP]", mask_token=mask, pad_token="[PAD]",
        unk_token="[UNK]", model_max_length=512, padding_side="right", clean_up_tokenization_spaces=False,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )  # fmt: skip


def save_tokenizer(tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Write tokenizer.json and tokenizer_config.json, to be read by ``AutoTokenizer`` without a network."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(folder)
