"""A catalog of one model."""

from __future__ import annotations

from attn_core.records.model_entry import ModelEntry


def entry(repository: str, **changes: object) -> dict[str, ModelEntry]:
    """A catalog of one model."""
    fields: dict[str, object] = {
        "name": "mine", "title": "My model", "repository": repository, "kind": "decoder", "parameters": 1000,
        "memory_mb": 1, "licence": "MIT", "description": "A model of a test.",
    }  # fmt: skip
    return {"mine": ModelEntry(**fields | changes)}  # type: ignore[arg-type]
