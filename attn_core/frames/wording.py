"""Numbers and tokens as a person says them, for charts and readings alike. Plain text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attn_core.frames.labels import clipped
from attn_core.records.run import AttentionRun, Float32, Token
from attn_core.summaries.patterns import Head
from attn_core.summaries.weights import Sink, last_row, looker, specials, visible

_EQUAL = 0.0005  # weights nearer than this are told as equal


def percent(weight: float) -> str:
    """A weight of 0 to 1 in whole percent: “43 %”, “<1 %”, “>99 %”."""
    if 0 < weight < 0.005:
        return "<1 %"
    if 0.995 <= weight < 0.9995:
        return ">99 %"
    return f"{weight * 100:z.0f} %"


def fine_percent(weight: float) -> str:
    """A probability of 0 to 1, with a decimal where it is small: “61 %”, “4.2 %”, “<0.1 %”."""
    if 0 < weight < 0.0005:
        return "<0.1 %"
    return f"{weight * 100:z.1f} %" if weight < 0.0995 else percent(weight)


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


def predicted_label(run: AttentionRun, query_pos: int | None = None) -> str | None:
    """The first candidate for the place at a position, or None where the run has none for it."""
    position = looker(run, query_pos)
    if run.kind == "decoder":
        return run.next_tokens[0].label if run.next_tokens and position == run.predicting_pos else None
    return next((m.candidates[0].label for m in run.masked_tokens if m.position == position and m.candidates), None)


def subject(run: AttentionRun, query_pos: int, predicted: str | None = None) -> str:
    """Who looks: “the prediction ‘food’”, “the prediction after ‘was’”, or an encoder's token itself."""
    word = predicted_label(run, query_pos) if predicted is None else predicted
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


def not_on_specials(run: AttentionRun, sink: Sink) -> str:
    """“ not on <bos>”, of which attention a share is where the specials are hidden; else empty."""
    return f" not on {special_names(run)}" if sink == "hide" and special_names(run) else ""


def special_shares(run: AttentionRun, head: Head, query_pos: int) -> Float32:
    """What special tokens take of one position's attention, [layer], 0 to 1; with "max" the most that one gets."""
    weights = last_row(run, head, "grey", query_pos)[:, specials(run)]
    return np.asarray(weights.max(axis=1, initial=0) if head == "max" else weights.sum(axis=1), dtype=np.float32)


def special_notes(run: AttentionRun, layers: Sequence[int], head: Head, sink: Sink, query_pos: int) -> list[str]:
    """A layer each: “<bos> takes 46 %”, “<bos> hidden (46 %)”, “<bos> out of sight”; empty where there is none."""
    name, shares, several = special_names(run), special_shares(run, head, query_pos), specials(run).sum() > 1
    if not name:
        return ["" for _ in layers]
    notes = []
    for layer in layers:
        taken = percent(float(shares[layer]))
        if not visible(run, layer)[query_pos, specials(run)].any():
            notes.append(f"{name} out of sight")
        elif sink == "hide":
            notes.append(f"{name} hidden ({taken})")
        else:
            notes.append(f"{name} {'take' if several else 'takes'} {'up to ' * (head == 'max')}{taken}")
    return notes


def out_of_sight(run: AttentionRun, layer: int, query_pos: int) -> str:
    """“; the first 21 tokens are out of this layer’s sight” where a sliding window hides them, else empty."""
    unseen = int((~visible(run, layer)[query_pos, :query_pos]).sum())
    if not unseen:
        return ""
    return f"; the first {f'{unseen} tokens are' if unseen > 1 else 'token is'} out of this layer’s sight"


def looks(run: AttentionRun, weights: Float32, layer: int, who: str, query_pos: int, head: Head, sink: Sink) -> str:
    """Where one position looks in one layer (weights [key_pos]), true for one word, equal words and none."""
    words = np.flatnonzero(visible(run, layer)[query_pos] & ~specials(run))
    rest = not_on_specials(run, sink)
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
    if head == "max":
        of = f" of its attention{rest}" if rest else ""
        return f"{who} has a head that puts {most}{of} on {first}; next is {second}, with up to {next_most}"
    return f"{who}{apart} looks most at {first} ({most}), then {second} ({next_most})"
