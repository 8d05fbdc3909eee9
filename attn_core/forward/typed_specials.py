"""Special tokens that somebody typed: the tokenizer makes the model's own marks of texts such as "<eos>"."""

from __future__ import annotations

from collections.abc import Sequence

from attn_core.forward.loaded import Model
from attn_core.records.tokens import Token

OTHER = "a use of its own"
# Some models have one token for several of these; it is told as the first.
_STANDS_FOR = {
    "eos_token": "the end of a text",
    "bos_token": "the start of a text",
    "sep_token": "the end of a text",
    "cls_token": "the start of a text",
    "pad_token": "an empty place",
    "unk_token": "an unknown word",
}


def typed_specials(model: Model, tokens: Sequence[Token], *texts: str | None) -> dict[str, str]:
    """What was typed and became a special token, in order, each with what that one stands for.

    `texts` are those that the tokens are from, by their segment. An encoder's mask, which is typed on purpose, is not
    among them.
    """
    specials = model.specials
    roles = {specials[use]: role for use, role in reversed(_STANDS_FOR.items()) if use in specials}
    typed = {}
    for token in tokens:
        written = (texts[token.segment] or "")[slice(*token.span)].strip()
        # A word that the model does not know is the same token as a typed <unk>.
        if written and (token.special or written == specials.get("unk_token")):
            typed[written] = roles.get(written, OTHER)
    return typed
