"""load_model: what it loads, in which dtype, and whether there is memory for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import transformers

from attn_core import capture, load_model
from attn_core.errors import BusyError, NotEnoughMemoryError
from attn_core.models import devices
from tests.support.catalog import entry
from tests.support.tiny_models import Folder, Tiny


def test_a_local_folder(tiny: Tiny, tiny_folder: Folder) -> None:
    model = tiny("llama")
    assert (model.kind, model.device, model.dtype) == ("decoder", "cpu", "float32")
    assert model.where == "llama, float32, on this CPU"
    assert (model.n_layers, model.n_heads, model.n_ctx) == (3, 4, 128)
    assert model.n_parameters == model.entry.parameters == sum(p.numel() for p in model.model.parameters())
    assert model.entry.repository == str(tiny_folder("llama"))
    assert not model.model.training


def test_an_entry_of_the_catalog_names_the_run(tiny_folder: Folder) -> None:
    model = load_model("mine", device="cpu", catalog=entry(str(tiny_folder("gpt2"))))
    assert model.where == "My model, float32, on this CPU"
    assert capture(model, "the cat").model == "mine"


def test_progress_says_what_is_done(tiny_folder: Folder) -> None:
    said: list[tuple[str, float | None]] = []
    load_model(
        "mine",
        device="cpu",
        catalog=entry(str(tiny_folder("gpt2"))),
        progress=lambda words, share: said.append((words, share)),
    )
    assert said == [("Loading My model", None), ("Checking My model", None)]


def test_forward_lock_waits_no_longer_than_told(tiny: Tiny) -> None:
    model = tiny("gpt2")
    with model.forward_lock(), pytest.raises(BusyError, match=r"longer than 0\.01 seconds"), model.forward_lock(0.01):
        pass
    assert len(model.line) == 0


@pytest.mark.parametrize(
    ("device", "counts", "abilities", "free", "expected"),
    [
        ("cpu", {"BF16": 10**9}, {"avx512_bf16": True}, 10**10, "bfloat16"),
        ("cpu", {"BF16": 10**9}, {"amx_bf16": True}, 10**10, "bfloat16"),
        ("cpu", {"BF16": 10**9}, {"avx2": True}, 10**10, "float32"),
        ("cpu", {"BF16": 10**9}, {"avx2": True}, 4 * 10**9, "bfloat16"),
        ("cpu", {"F32": 10**9}, {"avx512_bf16": True}, 4 * 10**9, "float32"),
        ("cpu", {"BF16": 8 * 10**6}, {"avx512_bf16": True}, 10**10, "float32"),
        ("mps", {"BF16": 10**9}, {"bf16": True}, 10**10, "float32"),
    ],
)  # fmt: skip
def test_dtype_rule(
    device: str, counts: dict[str, int], abilities: dict[str, bool], free: int, expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: abilities)
    monkeypatch.setattr(devices, "free_bytes", lambda device: free)
    assert devices.best_dtype(device, counts) == expected


def test_the_caller_sets_the_dtype(tiny_folder: Folder) -> None:
    model = load_model(str(tiny_folder("gemma3")), device="cpu", dtype="bfloat16", catalog={})
    assert model.where == "gemma3, bf16, on this CPU"
    run = capture(model, "The cat sat on the mat, and the dog lay on the rug.")
    assert run.attention.layers[0].query.dtype == "uint16"
    assert run.pattern(0).dtype == "float32"
    exact = capture(load_model(str(tiny_folder("gemma3")), device="cpu", catalog={}), run.prompt)
    assert abs(run.pattern(0) - exact.pattern(0)).max() < 0.05
    with pytest.raises(ValueError, match="'float16'"):
        load_model(str(tiny_folder("gemma3")), device="cpu", dtype="float16", catalog={})


def test_too_little_memory_gives_both_numbers(tiny_folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "free_bytes", lambda device: 150_000)
    weights = sum(
        p.numel() for p in transformers.AutoModelForCausalLM.from_pretrained(tiny_folder("llama")).parameters()
    )
    assert round(weights * 4 * 1.2 / 1e6, 1) > 0.15
    with pytest.raises(NotEnoughMemoryError, match="It needs 0 MB, and this CPU has 0 MB free"):
        load_model(str(tiny_folder("llama")), device="cpu", catalog={})


def test_a_cgroup_limits_what_is_free(tmp_path: Path) -> None:
    """Version 2 and version 1, at the top and above the process's own group; cached file pages count as free."""
    available = devices.free_bytes("cpu", tmp_path / "nowhere")
    for line, folder, limit, usage, cached in [
        ("0::/app", "app", "memory.max", "memory.current", "inactive_file 300"),
        ("0::/host/path/elsewhere", "", "memory.max", "memory.current", "active_file 300"),
        ("4:memory:/a/b", "memory/a", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file 300"),
    ]:
        root = tmp_path / line.replace("/", "_")
        group = root / "sys/fs/cgroup" / folder
        group.mkdir(parents=True)
        (root / "proc/self").mkdir(parents=True)
        (root / "proc/self/cgroup").write_text(f"9:name=systemd:/\n{line}\n")
        (group / limit).write_text("1000\n")
        (group / usage).write_text("800\n")
        (group / "memory.stat").write_text(f"anon 500\n{cached}\n")
        assert devices.free_bytes("cpu", root) == 500
        assert devices.limit_bytes(root) == 1000
        (group / limit).write_text("max\n")
        assert devices.free_bytes("cpu", root) > available / 2
        assert devices.limit_bytes(root) > available
