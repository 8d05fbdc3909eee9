"""A chart as SVG, for slides and papers."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
from xml.sax.saxutils import escape

import altair as alt

from attn_core.charts.theme import Theme
from attn_core.errors import BusyError, ConversionError

# The converter holds a JavaScript engine of 90 MB, which goes with its process instead of staying in the server.
_CONVERT = "import sys, vl_convert; sys.stdout.write(vl_convert.vegalite_to_svg(sys.stdin.read()))"
_one_at_a_time = threading.Lock()
_LONGEST_S = 20.0  # for those before, and for the conversion itself; the usual chart takes half a second


def svg(chart: alt.LayerChart, theme: Theme) -> str:
    """The chart as an SVG document on the theme's background.

    Raises BusyError where others are before, ConversionError where it takes too long or its converter ends early.
    """
    spec = {"background": theme.background, **chart.to_dict(validate=False)}
    if not _one_at_a_time.acquire(timeout=_LONGEST_S):
        raise BusyError("Others are waiting for their pictures", "Try again in a moment, or take it as PNG.")
    try:
        return _converted(json.dumps(spec))
    finally:
        _one_at_a_time.release()


def svg_of_words(text: str, theme: Theme) -> str:
    """A document with this text in the place of a picture."""
    style = f'font-family="sans-serif" font-size="16" fill="{theme.ink}"'
    lines = (
        f'<text x="20" y="{24 * row + 44}" {style}>{escape(line)}</text>'
        for row, line in enumerate(textwrap.wrap(text, 70))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="160">'
        f'<rect width="100%" height="100%" fill="{theme.background}"/>{"".join(lines)}</svg>'
    )


def _converted(spec: str) -> str:
    try:
        return subprocess.run(
            [sys.executable, "-c", _CONVERT], input=spec, capture_output=True, text=True, check=True, timeout=_LONGEST_S
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise ConversionError(
            "This picture has too many marks for SVG",
            f"It was given up after {_LONGEST_S:g} s. Choose fewer layers, or take it as PNG.",
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:  # what it wrote has the prompt in it, and is not logged
        raise ConversionError(
            "This picture could not be made into SVG", "Its converter was ended early. Try again, or take it as PNG."
        ) from error
