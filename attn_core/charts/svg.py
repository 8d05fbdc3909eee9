"""A chart as SVG, for slides and papers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import altair as alt

from attn_core.charts.theme import Theme
from attn_core.errors import BusyError

# The converter holds a JavaScript engine of 90 MB, which goes with its process instead of staying in the server.
_CONVERT = "import sys, vl_convert; sys.stdout.write(vl_convert.vegalite_to_svg(sys.stdin.read()))"
_one_at_a_time = threading.Lock()
_LONGEST_S = 20.0  # for those before, and for the conversion itself; the usual chart takes half a second


def svg(chart: alt.LayerChart, theme: Theme) -> str:
    """The chart as an SVG document on the theme's background.

    Raises BusyError where it takes too long or others are before, subprocess.CalledProcessError where the chart can't
    be drawn.
    """
    spec = {"background": theme.background, **chart.to_dict(validate=False)}
    if not _one_at_a_time.acquire(timeout=_LONGEST_S):
        raise BusyError("Others are waiting for their pictures", "Try again in a moment.")
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CONVERT], input=json.dumps(spec), capture_output=True, text=True, check=True,
            timeout=_LONGEST_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BusyError("This picture has too many marks for SVG", "Choose fewer layers, or take it as PNG.") from error
    finally:
        _one_at_a_time.release()
    return done.stdout
