"""Labels of heads from scores written by hand."""

from __future__ import annotations

import numpy as np

from attn_core.records import head_labels
from attn_core.records.head_labels import LABELS, HeadLabels


def labels_of(**heads: list[list[float]]) -> HeadLabels:
    """Labels of one layer or more from scores [layer, head] by the names of LABELS' constants."""
    shape = np.shape(next(iter(heads.values())))
    given = {getattr(head_labels, name).name: scores for name, scores in heads.items()}
    every = {label.name: given.get(label.name, np.zeros(shape)) for label in LABELS}
    return HeadLabels({name: np.asarray(scores, dtype=np.float32) for name, scores in every.items()}, "<bos>")
