"""A row of a table of pages and choices, and what attn_core gives for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.dashboard import expected_head_pages, expected_lab_pages
from tests.dashboard.sent import Page
from tests.dashboard.support import PAIR

EXPECTED: dict[str, Callable[..., Page]] = {
    "welcome": expected_lab_pages.welcome,
    "single_sentence": expected_lab_pages.single_sentence,
    "multiple_sentences": expected_lab_pages.multiple_sentences,
    "head_view": expected_head_pages.head_view,
    "model_view": expected_head_pages.model_view,
    "neuron_view": expected_head_pages.neuron_view,
    "evidence": expected_lab_pages.evidence,
}
Values = dict[str, Any]
Address = dict[str, str | list[str]]


@dataclass
class Row:
    page: str
    chosen: Values = field(default_factory=dict)  # with widgets, by their keys
    address: Address = field(default_factory=dict)
    means: Values = field(default_factory=dict)  # what the address asks for, where it is written otherwise
    theme: str = "light"

    def __str__(self) -> str:
        return f"{self.page} {self.address or ''}{self.chosen or ''}{self.theme.removeprefix('light')}"

    @property
    def expected(self) -> Page:
        encoder = {"model": "story-pair"} if self.address.get("model") == PAIR else {}
        return EXPECTED[self.page](**encoder, **self.means, **self.chosen, theme=self.theme)
