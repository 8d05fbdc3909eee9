"""Pictures with more lines than Vega-Lite can draw at once: data packed in Python, drawn on a canvas in the browser.

A diagram is a `Diagram` record made from an attention, and JavaScript modules in js/ in a folder of the same name,
bundled into one file in bundles/. The dashboard mounts both as one component.
"""

from attn_core.diagrams.diagram import Diagram
from attn_core.diagrams.head_view import head_view
from attn_core.diagrams.model_view import model_view, model_view_table
from attn_core.diagrams.neuron_view import neuron_view

__all__ = ["Diagram", "head_view", "model_view", "model_view_table", "neuron_view"]
