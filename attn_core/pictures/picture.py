"""A visual whole: what is drawn, what it says in words, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import pandas as pd

from attn_core.diagrams.diagram import Diagram

Table = Callable[[], pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Picture:
    """`reading` is one sentence computed from the numbers, and the alt text; `table` is made when it is called."""

    drawn: alt.LayerChart | Diagram
    reading: str
    table: Table
