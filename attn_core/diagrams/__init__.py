"""Pictures with more lines than Vega-Lite can draw at once: data packed in Python, drawn on a canvas in the browser.

A diagram is a `Diagram` record made from a run, and JavaScript modules in js/ in a folder of the same name, bundled into
one file in bundles/. The dashboard mounts both as one component.
"""

from attn_core.diagrams.diagram import Diagram
from attn_core.diagrams.head_view import head_view, head_view_table
from attn_core.diagrams.model_view import model_view, model_view_table
from attn_core.diagrams.neuron_view import neuron_view
from attn_core.readings.head_labels import badge_legend, labelled_heads

__all__ = [
    "Diagram", "badge_legend", "head_view", "head_view_table", "labelled_heads", "model_view", "model_view_table",
    "neuron_view",
]  # fmt: skip
