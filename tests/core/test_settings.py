"""The settings of the server that keep strangers out are written down, not left to defaults."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_server_is_closed_to_other_sites_and_to_files() -> None:
    with (ROOT / ".streamlit/config.toml").open("rb") as file:
        told = tomllib.load(file)
    server = told["server"]
    assert server["enableXsrfProtection"] is True
    assert server["enableCORS"] is True  # with False, any site's page may open a session
    assert server["maxUploadSize"] == 0
    assert told["client"]["showErrorDetails"] == "type"


def test_no_rerun_ends_with_a_garbage_collection() -> None:
    with (ROOT / ".streamlit/config.toml").open("rb") as file:
        assert tomllib.load(file)["runner"]["postScriptGC"] is False  # it took as long as the rerun


def test_no_part_of_the_dashboard_takes_a_file() -> None:
    asking = ("file_uploader", "camera_input", "audio_input", "accept_file", "pd.read_pickle", "pickle.load")
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        assert not [name for name in asking if name in path.read_text(encoding="utf-8")], path.name
