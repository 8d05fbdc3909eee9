"""Charts as a page takes them."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
import pytest
from lab.framing import Width, framed, sent

from attn_core.charts.channels import span
from attn_core.charts.drawing import drawing, marks


def chart(rows: int = 3, first: float = 0.0) -> alt.LayerChart:
    table = pd.DataFrame({"at": np.arange(rows, dtype=np.uint16), "value": np.full(rows, first, dtype=np.float32)})
    return drawing(table, [marks("circle").encode(span(alt.X, "at", 0, rows))], height=100, width=300)


@pytest.mark.parametrize(("width", "expected"), [("page", alt.Undefined), ("own", 300), (800, 800)])
def test_the_frame_is_the_pages(width: Width, expected: object) -> None:
    plain = chart()
    before = plain.to_dict(validate=False)
    page = framed(plain, width)
    assert (page.width, page.height) == (expected, 100)
    assert page.autosize == {"type": "fit-x", "contains": "padding"}
    assert page.padding == {"left": 2, "right": 2, "top": 2, "bottom": 6}
    page.to_dict()  # valid
    assert plain.to_dict(validate=False) == before  # which may stand in others still


def test_the_table_is_sent_as_it_is_and_named_after_what_it_holds() -> None:
    spec = sent(framed(chart()))
    (name,) = spec["datasets"]
    assert spec["data"] == {"name": name}
    assert spec["datasets"][name]["at"].dtype == np.uint16
    assert all("data" not in layer for layer in spec["layer"])
    assert "config" not in spec  # which would be Altair's own theme
    assert sent(framed(chart()))["data"] == spec["data"]
    assert sent(framed(chart(first=1.0)))["data"] != spec["data"]


@pytest.mark.parametrize(("rows", "renderer"), [(2000, None), (2001, "canvas"), (6000, "canvas")])
def test_many_marks_are_drawn_on_a_canvas(rows: int, renderer: str | None) -> None:
    spec = sent(chart(rows))
    assert spec.get("usermeta", {}).get("embedOptions", {}).get("renderer") == renderer
    (table,) = spec["datasets"].values()
    assert len(table) == rows
