"""What the evidence says, in a sentence or two each, computed from its numbers. Plain text, as in `readings`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from attn_core.frames.evidence import ALL, Chosen, shares
from attn_core.frames.layer_correlation import correlations
from attn_core.frames.wording import fine_percent, listed, named, percent, quoted
from attn_core.records.effects import Effects
from attn_core.records.evidence import ATTENTION, REMOVED, Evidence, effects
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import NextToken

_HARDLY = 0.01  # a smaller change of the probability is told as none


def evidence(run: AttentionRun, evidence: Evidence, chosen: Chosen = ALL) -> str:
    """The word that the prediction needs most and what attention gives it; and the most looked-at one, if another."""
    found, removed = shares(run, evidence, chosen), effects(evidence, REMOVED)
    attention, lost = found[ATTENTION], np.nan_to_num(found[REMOVED])
    if not attention.any():
        return "There is no word to take away."
    most_looked_at, most_needed = int(attention.argmax()), int(lost.argmax())
    if lost[most_needed] <= 0:
        return f"Without any one word, {quoted(removed.token.label)} would be as likely or likelier."
    said = f"{named(run, most_needed)} gets {percent(float(attention[most_needed]))} of {_whose(*chosen)}, and"
    said += f" without it the probability of {quoted(removed.token.label)}"
    said += f" {_falls(removed, most_needed)}."
    if most_looked_at == most_needed:
        return said + " It is the word with the most attention, too."
    share = percent(float(attention[most_looked_at]))
    if np.isnan(removed.probability[most_looked_at]):
        return f"{said} The most attention, {share}, is on {named(run, most_looked_at)}, the predicting token itself."
    return (
        f"{said} The most attention, {share}, is on {named(run, most_looked_at)}: without that it"
        f" {_falls(removed, most_looked_at)}."
    )


def layer_correlation(run: AttentionRun, measured: Effects) -> str:
    """The layers whose attention ranks the words most and least as their removal does."""
    found = correlations(run, measured)
    if np.isnan(found).all():
        return "Ranks can be compared from three words on, or where the words differ."
    best, worst = int(np.nanargmax(found)), int(np.nanargmin(found))
    alike = f"Layer {best} can be believed most here: its attention ranks the words most as taking them away does"
    if best == worst:
        return f"{alike} (rank correlation {_signed(found[best])})."
    against = ", the other way round" if found[worst] < 0 else ""
    return (
        f"{alike} (rank correlation {_signed(found[best])}); layer {worst} least"
        f" ({_signed(found[worst])}{against}). 1 is the same order, 0 no relation."
    )


def heads_off(measured: Effects) -> str:
    """The head without which the prediction falls most, and how many heads hardly matter."""
    change = measured.probability - measured.token.probability
    word = quoted(measured.token.label)
    layer, head = (int(i) for i in np.unravel_index(change.argmin(), change.shape))
    hardly = int((np.abs(change) < _HARDLY).sum())
    rest = f" {hardly} of {change.size} heads change it by less than one percentage point."
    if change[layer, head] >= 0:
        return f"Without any one head, {word} would be as likely or likelier.{rest}"
    return f"Without head L{layer}H{head} the probability of {word} {_falls(measured, layer, head)}.{rest}"


def joining_heads(run: AttentionRun, measured: Effects, query_pos: int, key_pos: int) -> str:
    """The head that looks hardest from one token at another, and what the prediction is without it."""
    weights = run.attention_from(query_pos)[:, :, key_pos]
    layer, head = (int(i) for i in np.unravel_index(weights.argmax(), weights.shape))
    if weights[layer, head] <= 0:
        return f"No head looks from {named(run, query_pos)} at {named(run, key_pos)}."
    return (
        f"Head L{layer}H{head} looks hardest from {named(run, query_pos)} at {named(run, key_pos)}"
        f" ({percent(float(weights[layer, head]))} of its attention). Without it the probability of"
        f" {quoted(measured.token.label)} {_falls(measured, layer, head)}."
    )


def logit_lens(layers: Sequence[Sequence[NextToken]]) -> str:
    """From which layer on the model's own prediction comes first."""
    final = layers[-1][0]
    since = len(layers) - 1
    while since and layers[since - 1][0].id == final.id:
        since -= 1
    first = f"{quoted(final.label)} is the first choice"
    probability = f"{fine_percent(layers[since][0].probability)} there"
    if since == len(layers) - 1:
        return f"{first} only after the last layer ({probability})."
    return f"{first} from layer {since} on ({probability}, {fine_percent(final.probability)} at the end)."


def _whose(layers: Collection[int], heads: Collection[int]) -> str:
    """Whose attention: “the attention on words of layer 5, head 2”."""
    some = listed([str(layer) for layer in sorted(layers)])
    where = f" of {'layers' if len(layers) > 1 else 'layer'} {some}" if layers else ""
    few = listed([str(head) for head in sorted(heads)])
    which = f"{',' if where else ' of'} {'heads' if len(heads) > 1 else 'head'} {few}" if heads else ""
    return f"the attention on words{where}{which}"


def _falls(measured: Effects, *case: int) -> str:
    before, after = measured.token.probability, float(measured.probability[case])
    if fine_percent(before) == fine_percent(after):
        return f"stays at {fine_percent(before)}"
    return f"{'falls' if after < before else 'rises'} from {fine_percent(before)} to {fine_percent(after)}"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
