"""A chart as SVG, for slides and papers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import altair as alt

from attn_core.charts.theme import Theme

# The converter holds a JavaScript engine of 90 MB, which goes with its process instead of staying in the server.
_CONVERT = "import sys, vl_convert; sys.stdout.write(vl_convert.vegalite_to_svg(sys.stdin.read()))"
_one_at_a_time = threading.Lock()


def svg(chart: alt.LayerChart, theme: Theme) -> str:
    """The chart as an SVG document on the theme's background.

    Raises subprocess.CalledProcessError where the chart can't be drawn.
    """
    spec = {"background": theme.background, **chart.to_dict(validate=False)}
    with _one_at_a_time:
        done = subprocess.run(
            [sys.executable, "-c", _CONVERT], input=json.dumps(spec), capture_output=True, text=True, check=True
        )
    return done.stdout
