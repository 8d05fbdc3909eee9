"""What a teacher configures, by environment variable or by a secret of the same name."""

import os

import streamlit as st

from attn_core.errors import AttnCoreError

MAX_TOKENS_VARIABLE = "ATTENTION_LAB_MAX_TOKENS"
DEFAULT_MAX_TOKENS = 512


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
