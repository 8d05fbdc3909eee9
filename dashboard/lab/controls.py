"""The widgets that pages share, each bound to the URL, so that the address is the share link."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import streamlit as st

from attn_core import AttentionRun, Look
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.records.look import Head, Special
from lab import address, cache, messages

BIND: Literal["query-params"] = "query-params"
MAX_LAYERS = 6
_HEADS = {"mean": "mean of all heads", "max": "strongest head"}


def theme() -> Theme:
    """The chart colours for the background that the visitor's page has."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def title(text: str) -> None:
    """The page's title, and under it which model this is, where it runs and what it is good for."""
    model = cache.model(cache.chosen_model())
    st.title(text, anchor=False)
    st.caption(messages.plain(f"{model.where}. {model.entry.description}"))


def shows_one_text() -> bool:
    """Whether the model reads one text alone, as the lab pages show it; where it also writes one, say so."""
    entry = cache.model(cache.chosen_model()).entry
    if entry.kind == "encoder-decoder":
        st.info(
            f"{messages.plain(entry.title)} reads one text and writes another, so it is shown in the head view, the"
            " model view and the neuron view; this page is for models that read one text."
        )
    return entry.kind != "encoder-decoder"


def choices(run: AttentionRun) -> tuple[list[int], Look]:
    """The layers, and how they are looked at: one row of widgets, shared by the lab pages."""
    left, middle, right = st.columns(3)
    with left:
        chosen = layers(run)
    with middle:
        head = _head(run)
    with right:
        hidden = special(("grey", "hidden"), "Hidden: the rest is rescaled to 100 %.") == "hidden"
    return chosen, Look(head, "hidden" if hidden else "grey")


def _head(run: AttentionRun) -> Head:
    heads: list[Head] = ["mean", "max", *range(run.n_heads)]
    own("head", "lab")
    warn_of_unknown("head", [_head_name(head) for head in heads])
    chosen: Head = st.selectbox(
        "Heads", heads, format_func=_head_name, key="head", bind=BIND, help="The course’s figures show head 0."
    )
    return chosen


def _head_name(head: Head) -> str:
    return _HEADS.get(str(head), str(head))


def special(known: tuple[Special, ...], more: str = "") -> Special:
    """What becomes of <bos>, [CLS] and [SEP]."""
    warn_of_unknown("special", known)
    if st.session_state.get("special", known[0]) not in known:  # of a page that knows more
        st.session_state.special = known[0]
    chosen: Special = st.selectbox(
        "Special tokens", known, key="special", bind=BIND,
        help="The model itself puts \\<bos\\>, or \\[CLS\\] and \\[SEP\\], around every text, and much attention rests"
        f" on them. {more}",
    )  # fmt: skip
    return chosen


def default_layers(run: AttentionRun) -> list[int]:
    """The first layer, the middle one and the last."""
    return sorted({0, (run.n_layers - 1) // 2, run.n_layers - 1})


def layers(run: AttentionRun) -> list[int]:
    """Up to six layers, at first the first, the middle and the last; also chosen by `toggle_layer`."""
    own("layers", "lab")
    warn_of_none("layers", "layer", run.n_layers)
    chosen = st.multiselect(
        "Layers", range(run.n_layers), default_layers(run), key="layers", bind=BIND, max_selections=MAX_LAYERS,
        help=f"Up to {MAX_LAYERS}. A click on a column of the map of all layers does the same.",
    )  # fmt: skip
    return sorted(chosen)


def warn_of_none(key: str, what: str, count: int) -> None:
    """Streamlit leaves out without a word what the address has of layers or heads that the model has not."""
    unknown = [name for name in st.query_params.get_all(key) if name not in map(str, range(count))]
    if unknown:
        names = messages.quoted(", ".join(unknown), 60)
        st.warning(f"This model has no {what} {names}; it has {what}s 0 to {count - 1}.")


def warn_of_unknown(key: str, known: Collection[str]) -> None:
    """Streamlit falls back to the first choice without a word where the address has none of the known ones."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in known:
        st.warning(f"{messages.quoted(asked)} is not one of: {', '.join(known)}.")


def own(key: str, owner: str) -> None:
    """Keep what pages choose under one name apart where it means another thing on each. Call it before the widget.

    Streamlit takes a choice along to the next page that has a widget of that name. What the address says goes first.
    """
    before = st.session_state.get(f"{key}-of", owner)
    if before != owner and key not in st.query_params:
        kept = st.session_state.setdefault(f"{key}-kept", {})
        if key in st.session_state:
            kept[before] = st.session_state.pop(key)
        if owner in kept:
            st.session_state[key] = kept.pop(owner)
    st.session_state[f"{key}-of"] = owner


def follow(key: str, first: int) -> None:
    """Move a choice that nobody has made on to what is now its first one. Call it before its widget.

    Streamlit leaves the widget on the first choice of before, which the address does not name: a visitor who got the
    link would see another picture.
    """
    before = st.session_state.get(f"{key}-first")
    if before not in (None, first) and st.session_state.get(key) == before:
        st.session_state[key] = first
    st.session_state[f"{key}-first"] = first


def toggle_layer(layer: int) -> None:
    """Choose a layer or take it back; a seventh takes the place of the one chosen first."""
    chosen = list(st.session_state.layers)
    kept = [other for other in chosen if other != layer]
    st.session_state.layers = kept if layer in chosen else [*kept, layer][-MAX_LAYERS:]


def begin_with(key: str, asked: cache.Asked) -> None:
    """Tell what is asked in a box, which need not be readable: an address's position is of the first text alone.

    A page that draws no position, or has no picture yet, would otherwise leave it to a later text.
    """
    undrawn = "position_of" not in st.session_state and "neuron-read" not in st.session_state
    if st.session_state.setdefault(f"began-{key}", asked) != asked and undrawn:
        address.forget("position")


def position(run: AttentionRun) -> int:
    """The looking position, at first the one that predicts."""
    last = len(run.tokens) - 1
    if last == 0:
        return 0
    read, asked = (run.model, run.prompt), st.query_params.get("position", "0")
    if "position_of" not in st.session_state and asked not in map(str, range(last + 1)):
        st.warning(f"This text has no position {messages.quoted(asked)}; it has positions 0 to {last}.")
    if st.session_state.get("position_of", read) != read:  # a position of another text means nothing in this one
        st.session_state.position = run.predicting_pos
    st.session_state.position_of = read
    # No st.slider: one with another maximum is another widget, which would take its value from the address again.
    chosen = st.select_slider(
        "Looking position", range(last + 1), run.predicting_pos, key="position", bind=BIND,
        help="The position whose attention is drawn. At first the one that predicts; move it to an earlier word.",
    )  # fmt: skip
    return int(chosen)


def thickness() -> tuple[float, float]:
    """The thinnest and the thickest line, in pixels."""
    low, high = st.slider("Line thickness, in pixels", 0.0, 24.0, (0.5, 12.0), 0.5, key="thickness", bind=BIND)
    return low, high
