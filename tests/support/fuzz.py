"""How hard to try: a few examples, always the same, in the fast tests; ATTENTION_LAB_FUZZ=100000 new ones on demand."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

WISHED = os.environ.get("ATTENTION_LAB_FUZZ")


def tries(few: int) -> settings:
    """Settings of a test that makes `few` examples, or as many as are wished for."""
    return settings(
        max_examples=int(WISHED) if WISHED else few,
        derandomize=not WISHED,
        database=None,
        deadline=None,  # no test is timed
        phases=[Phase.generate],  # what fails is shown as it was found: to make it shorter takes minutes of pages
        suppress_health_check=list(HealthCheck),
    )
