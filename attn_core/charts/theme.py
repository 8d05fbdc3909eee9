"""Colours and sizes that every chart shares, one set for a light and one for a dark page.

Streamlit's own theme dresses axes and legends, but leaves text marks black, so charts name their ink themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

MONOSPACE = "Source Code Pro, monospace"  # Streamlit's, of which every character is 0.6 em wide

# One colour a head, for a light and for a dark page: 16 that stay apart in normal sight and with no red or no green
# cones, where lightness does most of it; found by search in OKLCH, then put in the order in which the first few of
# them are the furthest apart. A 17th head begins anew.
HEADS = (
    "#5D69FF",
    "#D7BE22",
    "#642628",
    "#5F7903",
    "#93C3F3",
    "#39119F",
    "#72A785",
    "#59538A",
    "#C461BB",
    "#A58FFF",
    "#7933C9",
    "#D08A1F",
    "#66D89D",
    "#19827F",
    "#114163",
    "#694E01",
)
HEADS_ON_DARK = (
    "#3C7AF8",
    "#FFE638",
    "#925200",
    "#DFB0FE",
    "#C19C5D",
    "#97358A",
    "#63B0B0",
    "#B5F0FC",
    "#17DEAB",
    "#D03E68",
    "#ADCB00",
    "#5D46CD",
    "#9696FD",
    "#7481A7",
    "#9BFFA4",
    "#CE6701",
)


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
    heads: tuple[str, ...]  # one a head


LIGHT = Theme(
    background="#FFFFFF",
    ink="#1F2430",
    faint="#6B7280",
    attention="#4A86F0",
    negative="#E0761A",
    sink="#B4B7C3",
    accent="#1D55CC",
    shade=0.85,
    heads=HEADS,
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
    heads=HEADS_ON_DARK,
)

# One colour a sentence: Okabe and Ito's colour-blind safe eight without black, then the same hues darker or lighter, so
# that neighbours differ in lightness as well as in hue. Good on white and on near-black.
SENTENCES = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#7B5EA7",
    "#8FC6E8",
    "#9A6A00",
    "#7FD6BC",
    "#9C4577",
    "#2B4F8C",
    "#F4A582",
    "#8A8000",
    "#C9B6E4",
)
# On these white ink reads better than dark.
DEEP_SENTENCES = frozenset(("#0072B2", "#009E73", "#D55E00", "#7B5EA7", "#9A6A00", "#9C4577", "#2B4F8C", "#8A8000"))
