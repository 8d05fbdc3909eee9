"""Numbers and tokens as a person says them, for charts and readings alike. Plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from attn_core.frames.labels import clipped
from attn_core.records.attention import Float32
from attn_core.records.effects import Effects
from attn_core.records.look import Head, Look
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import Token
from attn_core.summaries.weights import last_row, looker, specials

_EQUAL = 0.0005  # weights nearer than this are told as equal


def percent(weight: float) -> str:
    """A weight of 0 to 1 in whole percent: “43 %”, “<1 %”, “>99 %”."""
    if 0 < weight <= 0.005:  # a half is rounded down, to none
        return "<1 %"
    if 0.995 <= weight < 0.9995:
        return ">99 %"
    return f"{weight * 100:z.0f} %"


def fine_percent(weight: float) -> str:
    """A probability of 0 to 1, with a decimal where it is small: “61 %”, “4.2 %”, “<0.1 %”."""
    if 0 < weight < 0.0005:
        return "<0.1 %"
    return f"{weight * 100:z.1f} %" if weight < 0.0995 else percent(weight)


def signed_percent(share: float) -> str:
    """“43 %”, or “−12 %” below zero."""
    return f"−{percent(-share)}" if share < 0 else percent(share)


def without(effects: Effects, *case: int) -> str:
    """What one case does, in words: “food: 71 % → 4.2 %, KL 3.10 bits, logit −4.21”."""
    probability, kl = float(effects.probability[case]), float(effects.kl_bits[case])
    if np.isnan(probability):
        return "the prediction’s own place can’t be removed"
    before, logit = effects.token.probability, float(effects.logit_change[case])
    return (
        f"{effects.token.label}: {fine_percent(before)} → {fine_percent(probability)}, KL {kl:.2f} bits,"
        f" logit {logit:+.2f}".replace("-", "−")
    )


def place(layer: int, head: Head) -> str:
    """“layer 3”, or “head L3H7”."""
    return f"head L{layer}H{head}" if isinstance(head, int) else f"layer {layer}"


def quoted(label: str) -> str:
    """A token's label in quotation marks, cut where it is very long."""
    return f"‘{clipped(label)}’"


def named(run: AttentionRun, position: int) -> str:
    """A token by its label, and by its position where the label is there more than once."""
    return named_among(run.token_info, position)


def named_among(tokens: Sequence[Token], position: int) -> str:
    """A token of one side of an attention by its label, and by its position where the label is there more than once."""
    label = tokens[position].label
    again = sum(token.label == label for token in tokens) > 1
    return f"{quoted(label)} at position {position}" if again else quoted(label)


def listed(texts: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def predicted_label(run: AttentionRun, look: Look = Look()) -> str | None:
    """The first candidate for the place of the position that looks, or None where there is none for it."""
    position = looker(run, look)
    if look.predicted is not None:
        return look.predicted
    if run.kind == "decoder":
        return run.next_tokens[0].label if run.next_tokens and position == run.predicting_pos else None
    return next((m.candidates[0].label for m in run.masked_tokens if m.position == position and m.candidates), None)


def subject(run: AttentionRun, look: Look = Look()) -> str:
    """Who looks: “the prediction ‘food’”, “the prediction after ‘was’”, or an encoder's token itself."""
    word, query_pos = predicted_label(run, look), looker(run, look)
    at = named(run, query_pos)
    if run.kind == "encoder":
        return f"the prediction {quoted(word)} for {at}" if word else at
    if query_pos == run.predicting_pos:
        return f"the prediction {quoted(word)}" if word else f"the prediction after {at}"
    return f"the prediction {quoted(word)} after {at}" if word else f"the prediction after {at}"


def special_names(run: AttentionRun) -> str:
    """The special tokens of a run in a few words: “<bos>”, “[CLS] and [SEP]”; empty where it has none."""
    names = list(dict.fromkeys(token.label for token in run.token_info if token.special))
    return " and ".join(clipped(name) for name in names) if len(names) <= 2 else "special tokens"


def not_on_specials(run: AttentionRun, look: Look) -> str:
    """“ not on <bos>”, of which attention a share is where the specials are hidden; else empty."""
    return f" not on {special_names(run)}" if look.special == "hidden" and special_names(run) else ""


def special_shares(run: AttentionRun, look: Look) -> Float32:
    """What special tokens take of one position's attention, [layer], 0 to 1; with "max" the most that one gets."""
    weights = last_row(run, replace(look, special="grey"))[:, specials(run)]
    return np.asarray(weights.max(axis=1, initial=0) if look.head == "max" else weights.sum(axis=1), dtype=np.float32)


def special_notes(run: AttentionRun, layers: Sequence[int], look: Look) -> list[str]:
    """A layer each: “<bos> takes 46 %”, “<bos> hidden (46 %)”, “<bos> out of sight”; empty where there is none."""
    name, shares, several = special_names(run), special_shares(run, look), specials(run).sum() > 1
    if not name:
        return ["" for _ in layers]
    notes = []
    for layer in layers:
        taken = percent(float(shares[layer]))
        if not run.attention.visible(layer)[looker(run, look), specials(run)].any():
            notes.append(f"{name} out of sight")
        elif look.special == "hidden":
            notes.append(f"{name} hidden ({taken})")
        else:
            notes.append(f"{name} {'take' if several else 'takes'} {'up to ' * (look.head == 'max')}{taken}")
    return notes


def out_of_sight(run: AttentionRun, layer: int, query_pos: int) -> str:
    """“; the first 21 tokens are out of this layer’s sight” where a sliding window hides them, else empty."""
    unseen = int((~run.attention.visible(layer)[query_pos, :query_pos]).sum())
    if not unseen:
        return ""
    return f"; the first {f'{unseen} tokens are' if unseen > 1 else 'token is'} out of this layer’s sight"


def looks(run: AttentionRun, weights: Float32, layer: int, look: Look) -> str:
    """Where one position looks in one layer (weights [key_pos]), true for one word, equal words and none."""
    words = np.flatnonzero(run.attention.visible(layer)[looker(run, look)] & ~specials(run))
    rest, who = not_on_specials(run, look), subject(run, look)
    apart = f", of the attention{rest}," if rest else ""
    if not len(words) or weights[words].max() <= 0:
        only = special_names(run) or "itself"
        return f"{who} looks at nothing but {only}"
    ranked = words[np.argsort(-weights[words], kind="stable")]
    top = weights[ranked[0]]
    equal = [position for position in ranked if top - weights[position] < _EQUAL]
    if len(ranked) == 1:
        return f"{who} has one token to look at: {named(run, ranked[0])} ({percent(top)})"
    if len(equal) > 3:
        most = "looks equally at all" if len(equal) == len(ranked) else "looks most, and equally, at"
        return f"{who}{apart} {most} {len(equal)} tokens ({percent(top)} each)"
    if len(equal) > 1:
        how = "equally" if len(equal) == len(ranked) else "most, and equally,"
        return f"{who}{apart} looks {how} at {listed([named(run, p) for p in equal])} ({percent(top)} each)"
    first, second = named(run, ranked[0]), named(run, ranked[1])
    most, next_most = percent(top), percent(weights[ranked[1]])
    if look.head == "max":
        of = f" of its attention{rest}" if rest else ""
        return f"{who} has a head that puts {most}{of} on {first}; next is {second}, with up to {next_most}"
    return f"{who}{apart} looks most at {first} ({most}), then {second} ({next_most})"
