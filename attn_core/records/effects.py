"""What was measured when attention was cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attn_core.records.attention import Float32
from attn_core.records.tokens import NextToken


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
