"""A visual whole: what is drawn, what it says in words, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import altair as alt
import pandas as pd

from attn_core.diagrams.diagram import Diagram

Table = Callable[[], pd.DataFrame]
Drawn = TypeVar("Drawn", alt.LayerChart, Diagram)


@dataclass(frozen=True, eq=False)
class Picture(Generic[Drawn]):
    """`reading` is one sentence computed from the numbers, and the alt text; `table` is made when it is called."""

    drawn: Drawn
    reading: str
    table: Table
