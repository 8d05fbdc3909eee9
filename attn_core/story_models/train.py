"""Make the embedded models again from nothing: ``python -m attn_core.story_models.train --model all``.

Muon and AdamW, cosine decay, bf16 autocast where the machine computes it. Both models train side by side, a thread
each, which on two cores is faster than one after the other on two threads. Interrupted runs go on from their last
checkpoint with the same command. ``--start`` takes the weights of an earlier model of the same shape as the first ones,
which spares the stages of roll calls.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import torch

from attn_core.story_models.training.run import MODELS, Run, Settings

RATES = {"story": 2e-3, "story-pair": 1e-3}
"""AdamW's peak learning rate; BERT, normalised after each block, needs the lower one."""

STEPS = {"story": 5500, "story-pair": 12_000}
"""Optimizer steps when no time budget is given: 100 minutes side by side on two CPU cores."""


def main(arguments: list[str] | None = None) -> None:
    """Command line; see ``--help``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", choices=[*MODELS, "all"], default="all")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent, help="where the folders go")
    parser.add_argument("--work", type=Path, default=Path("story-checkpoints"), help="where checkpoints go")
    parser.add_argument("--steps", type=int, default=0, help="optimizer steps a model (default: as shipped)")
    parser.add_argument("--minutes", type=float, default=0.0, help="training minutes a model, instead of steps")
    parser.add_argument("--rate", type=float, default=0.0, help="AdamW's peak learning rate (default: as shipped)")
    parser.add_argument("--start", type=Path, help="folder of a model whose weights are the first ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="CPU threads a model")
    options = parser.parse_args(arguments)
    if options.model == "all":
        _side_by_side(sys.argv[1:] if arguments is None else arguments)
        return
    torch.set_num_threads(options.threads)
    steps = options.steps or STEPS[options.model]
    rate = options.rate or RATES[options.model]
    settings = Settings(options.model, options.out, options.work, steps, rate, options.minutes, seed=options.seed)
    settings.start = options.start
    run = Run(settings)
    run.train()
    run.finish()


def _side_by_side(arguments: list[str]) -> None:
    """Both models, each in a process of its own, with the same arguments."""
    command = [sys.executable, "-m", "attn_core.story_models.train", *arguments, "--model"]
    running = [subprocess.Popen([*command, name]) for name in MODELS]
    codes = [process.wait() for process in running]
    if any(codes):
        raise SystemExit("A training ended early, for the reason above. The same command goes on from its checkpoint.")


if __name__ == "__main__":
    main()
