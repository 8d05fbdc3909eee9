"""What was measured when attention was cut: records that flow from interventions to pages, with numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attn_core.records.run import Float32, NextToken

METHODS = ("mean attention", "attention rollout", "value-weighted norms", "gradient × input", "cut", "removed")
"""The methods by the name that is shown: attention first, then what measures more, then what intervenes."""


@dataclass(frozen=True, eq=False)
class Effects:
    """How the prediction changes in each case; all arrays have the shape of the cases, and nan where there is none."""

    token: NextToken  # the predicted token that is watched, with its uncut probability
    probability: Float32  # of that token after the cut, 0 to 1
    logit_change: Float32  # of that token: after minus before
    kl_bits: Float32  # KL(before || after) of the whole distribution, in bits, 0 and more (Kullback & Leibler 1951)

    def reshaped(self, *shape: int) -> Effects:
        """The same cases in another shape."""
        arrays = (self.probability, self.logit_change, self.kl_bits)
        return Effects(self.token, *(array.reshape(shape) for array in arrays))

    @property
    def lost(self) -> Float32:
        """Share of the token's uncut probability that the cut takes: 1 all of it, 0 nothing, below 0 where it gains."""
        return np.asarray(1 - self.probability / self.token.probability, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What each token of a prompt is worth to the prediction, by every method; nothing of it is rescaled."""

    rollout: Float32  # [key_pos], 0 to 1, sums to 1
    value_norms: Float32  # [layer, head, key_pos], 0 and more
    gradient: Float32  # [key_pos], of the predicted token's logit, signed
    cut: Effects  # [key_pos], of hiding the token from the predicting position
    removed: Effects  # [key_pos], of hiding it from every other position; nan at the predicting one
