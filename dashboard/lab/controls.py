"""The widgets that pages share, each bound to the URL, so that the address is the share link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypedDict, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from attn_core import AttentionRun, TranslationRun
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.errors import AttnCoreError
from attn_core.records.look import Head
from attn_core.summaries.weights import Sink
from lab import cache, messages, prompts, settings

BIND: Literal["query-params"] = "query-params"
MAX_LAYERS = 6
Run = TypeVar("Run", AttentionRun, TranslationRun)
_HEADS = {"mean": "mean of all heads", "max": "strongest head", "0": "head 0, as in the course’s figure"}


class Look(TypedDict):
    """What of the attention is drawn: which head, and what becomes of <bos> and its like."""

    head: Head
    sink: Sink


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


def prompt_run(key: str, default: str, others: Sequence[str], label: str = "Prompt") -> AttentionRun | None:
    """A prompt box, examples beside it, and what the model makes of its text.

    A text that can't be used gets a message, and the last one that could be stays on the page; None where there
    was none.
    """
    box = st.text_input if len(default) < 80 else st.text_area
    text = box(label, default, key=key, bind=BIND, help="Press Enter, or click outside the box, to predict.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Try", width="content")
        kind = cache.model(cache.chosen_model()).kind
        examples = (example for example in prompts.fitting(kind, default, *others) if example != text)
        for i, example in enumerate(examples):
            st.button(
                messages.plain(messages.shortened(example, 48)),
                key=f"{key}-example-{i}",
                on_click=_set,
                args=(key, example),
            )
    return captured(key, text)


def captured(key: str, text: str, pair: str | None = None) -> AttentionRun | None:
    """The capture of a text, and of its pair; where it can't be used, a message and the last one that could be."""
    return _last_good(key, cache.run, text, pair)


def translated(key: str, text: str, target: str | None) -> TranslationRun | None:
    """The capture of a text and its target; where it can't be used, a message and the last one that could be."""
    return _last_good(key, cache.translation, text, target)


def _last_good(key: str, read: Callable[[str, str, int, str | None], Run], *texts: str | None) -> Run | None:
    name, limit, last = cache.chosen_model(), settings.max_tokens(), f"last-good-{key}"
    try:
        run = read(name, texts[0] or "", limit, texts[1])
    except AttnCoreError as error:
        messages.show_error(error)
        if last not in st.session_state:
            return None
        texts = st.session_state[last]
        st.info(f"Below is still the last prompt that worked: “{messages.plain(texts[0] or '')}”")
        run = read(name, texts[0] or "", limit, texts[1])
    st.session_state[last] = texts
    return run


def _set(key: str, value: object) -> None:
    st.session_state[key] = value


def choices(run: AttentionRun) -> tuple[list[int], Look]:
    """The layers, and how they are looked at: one row of widgets, shared by the lab pages."""
    left, middle, right = st.columns(3)
    with left:
        chosen = layers(run)
    return chosen, {"head": _head(run, middle), "sink": _sink(right)}


def _head(run: AttentionRun, place: DeltaGenerator) -> Head:
    heads = {**_HEADS, **{str(head): f"head {head}" for head in range(1, run.n_heads)}}
    head = place.selectbox("Heads", list(heads), format_func=heads.__getitem__, key="head", bind=BIND)
    return "mean" if head == "mean" else "max" if head == "max" else int(head)


def _sink(place: DeltaGenerator) -> Sink:
    hidden = place.selectbox(
        "\\<bos\\> and other marks", ["in grey", "hidden, the rest rescaled"], key="bos", bind=BIND,
        help="The model puts marks such as \\<bos\\>, \\[CLS\\] and \\[SEP\\] around every text.",
    )  # fmt: skip
    return "grey" if hidden == "in grey" else "hide"


def default_layers(run: AttentionRun) -> list[int]:
    """The first layer, the middle one and the last."""
    return sorted({0, (run.n_layers - 1) // 2, run.n_layers - 1})


def layers(run: AttentionRun) -> list[int]:
    """Up to six layers, at first the first, the middle and the last; also chosen by `toggle_layer`."""
    warn_of_unknown("layers", "layer", run.n_layers)
    chosen = st.multiselect(
        "Layers", range(run.n_layers), default_layers(run), key="layers", bind=BIND, max_selections=MAX_LAYERS,
        help=f"Up to {MAX_LAYERS}. A click on a column of the map of all layers does the same.",
    )  # fmt: skip
    return sorted(chosen)


def warn_of_unknown(key: str, what: str, count: int) -> None:
    """Streamlit leaves out without a word what the address has of layers or heads that the model has not."""
    unknown = [name for name in st.query_params.get_all(key) if name not in map(str, range(count))]
    if unknown:
        names = messages.plain(", ".join(unknown))
        st.warning(f"This model has no {what} “{names}”; it has {what}s 0 to {count - 1}.")


def toggle_layer(layer: int) -> None:
    """Choose a layer or take it back; a seventh takes the place of the one chosen first."""
    chosen = list(st.session_state.layers)
    kept = [other for other in chosen if other != layer]
    st.session_state.layers = kept if layer in chosen else [*kept, layer][-MAX_LAYERS:]


def position(run: AttentionRun) -> int:
    """The looking position, at first the one that predicts."""
    last = len(run.tokens) - 1
    if last == 0:
        return 0
    read = (run.model, run.prompt)
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


def second_run(first: AttentionRun) -> AttentionRun | None:
    """A second prompt to compare with the first, and what the model makes of it; None while it is empty."""
    text = st.text_input(
        "Second prompt", key="prompt2", bind=BIND, placeholder=f"{first.prompt} …",
        help="Add, remove or change a word. It is drawn below with the same layers on the same scale.",
    )  # fmt: skip
    return captured("prompt2", text) if text else None
