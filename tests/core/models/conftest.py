"""What the tests of downloads share."""

from __future__ import annotations

import pytest

from attn_core.models.catalog import REAL_MODEL, load_catalog
from attn_core.records.model_entry import ModelEntry


@pytest.fixture
def entry() -> ModelEntry:
    """The model that the hub of our own has."""
    return load_catalog()[REAL_MODEL]
