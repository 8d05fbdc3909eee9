"""Colours and sizes that every chart shares, one set for a light and one for a dark page.

Streamlit's own theme dresses axes and legends, but leaves text marks black, so charts name their ink themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

MONOSPACE = "Source Code Pro, monospace"  # Streamlit's, of which every character is 0.6 em wide


@dataclass(frozen=True)
class Theme:
    """Colours of one page background."""

    background: str
    ink: str  # text
    faint: str  # secondary text, dots, rules
    attention: str  # weights on words, and numbers above zero
    negative: str  # numbers below zero
    sink: str  # weights on <bos>, [CLS] and [SEP]
    accent: str  # the chosen layer, the predicted token
    shade: float  # opacity of the heaviest weight behind text, so that the ink on it keeps a contrast of 4.5 to 1


LIGHT = Theme(
    background="#FFFFFF",
    ink="#1F2430",
    faint="#6B7280",
    attention="#4A86F0",
    negative="#E0761A",
    sink="#B4B7C3",
    accent="#1D55CC",
    shade=0.85,
)
DARK = Theme(
    background="#12151C",
    ink="#E8EAF0",
    faint="#9BA1AE",
    attention="#5E95FF",
    negative="#F2933A",
    sink="#6A7080",
    accent="#8DB2FF",
    shade=0.62,
)

# One colour a sentence: Okabe and Ito's colour-blind safe eight without black, then the same hues darker or lighter, so
# that neighbours differ in lightness as well as in hue. Good on white and on near-black.
SENTENCES = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#7B5EA7",
    "#8FC6E8", "#9A6A00", "#7FD6BC", "#9C4577", "#2B4F8C", "#F4A582", "#8A8000", "#C9B6E4",
)  # fmt: skip
# On these white ink reads better than dark.
DEEP_SENTENCES = frozenset(
    ("#0072B2", "#009E73", "#D55E00", "#7B5EA7", "#9A6A00", "#9C4577", "#2B4F8C", "#8A8000")
)  # fmt: skip
