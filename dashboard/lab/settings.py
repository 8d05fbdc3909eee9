"""What a teacher configures, by environment variable or by a secret of the same name."""

import os
from collections.abc import Collection

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.models.catalog import REAL_MODEL

MAX_TOKENS_VARIABLE = "ATTENTION_LAB_MAX_TOKENS"
DEFAULT_MAX_TOKENS = 512
MODEL_VARIABLE = "ATTENTION_LAB_MODEL"
AUTO = "auto"


class SettingError(AttnCoreError):
    """A setting has a value that can't be used."""


def read_secrets() -> None:
    """Let Streamlit put the deployment's top-level secrets, where there are any, into the environment."""
    st.secrets.load_if_toml_exists()


def max_tokens() -> int:
    """The longest prompt, in tokens. Raises SettingError where it is set to no positive number."""
    value = os.environ.get(MAX_TOKENS_VARIABLE, str(DEFAULT_MAX_TOKENS))
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SettingError(
            "A setting can't be used",
            f"{MAX_TOKENS_VARIABLE} is “{value}”; it must be a whole number of tokens, such as {DEFAULT_MAX_TOKENS}.",
        )
    return int(value)


def model(known: Collection[str]) -> str:
    """The catalog name of the model that visitors are to begin with.

    Unset or "auto" is the real model. Raises SettingError where the catalog has no model of the name that is set.
    """
    value = os.environ.get(MODEL_VARIABLE, "").strip() or AUTO
    if value == AUTO:
        return REAL_MODEL
    if value not in known:
        raise SettingError(
            "A setting can't be used",
            f"{MODEL_VARIABLE} is “{value}”, and there is no such model. Set it to {AUTO}, or to one of:"
            f" {', '.join(known)}. Until then every visit begins with Story.",
        )
    return value


def model_is_named() -> bool:
    """Whether somebody asked for this model, and not only for whichever is to be had."""
    return os.environ.get(MODEL_VARIABLE, "").strip() not in ("", AUTO)
