"""One training run of an embedded model, with checkpoints from which it goes on."""

from __future__ import annotations

import json
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm
from transformers import PreTrainedTokenizerFast

from attn_core.story_models.stories.roll_calls import stage_of
from attn_core.story_models.training import batches, examples
from attn_core.story_models.training.architecture import new_pair_model, new_story_model
from attn_core.story_models.training.dropout import add_dropout
from attn_core.story_models.training.optimizers import make_optimizers, schedule
from attn_core.story_models.training.speed import autocast, computes_bf16
from attn_core.story_models.training.tokenizer import pair_tokenizer, save_tokenizer, story_tokenizer
from attn_core.story_models.training.warm_start import warm_start

MODELS = ("story", "story-pair")


@dataclass
class Settings:
    """How one model is trained. ``minutes`` 0 means ``steps`` decide; else the learning rate follows the clock.

    ``start`` is the folder of a model whose weights are the first ones: it reads the last stage's mixture from the
    beginning.
    """

    model: str
    out: Path
    work: Path
    steps: int
    rate: float
    minutes: float = 0.0
    tokens: int = 3072
    chunk: int = examples.CHUNK
    warmup: int = 150
    seed: int = 1
    save_every: float = 180.0
    start: Path | None = None


@dataclass
class Progress:
    """What a checkpoint remembers beside the weights: counts, seconds and the smoothed loss (nats a weighted token)."""

    step: int = 0
    chunk: int = 0
    tokens: int = 0
    seconds: float = 0.0
    loss: float = 0.0


class Run:
    """One training run: ``train()`` to its end, then ``finish()`` writes the model folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(settings.seed)
        pair = settings.model == "story-pair"
        self.tokenizer = self._tokenizer(settings.work / f"{settings.model}-tokenizer")
        make: Any = new_pair_model if pair else new_story_model
        self.model: Any = make(len(self.tokenizer)).to(self.device).train()
        self.model.set_attn_implementation("eager")  # for two dozen tokens a fused kernel costs a third more on a CPU
        add_dropout(self.model)
        if settings.start:
            warm_start(self.model, self.tokenizer, settings.start)
        self.optimizers = make_optimizers(self.model, settings.rate)
        self.progress = Progress()
        self.checkpoint = settings.work / f"{settings.model}.pt"
        if self.checkpoint.exists():
            self._resume()

    def train(self) -> None:
        """Train until the steps or the minutes are used up, saving a checkpoint every few minutes."""
        line = MODELS.index(self.settings.model)  # of the terminal, for two runs side by side
        start = int(self._done() * 1000)
        bar = tqdm(total=1000, initial=start, desc=self.settings.model, unit="‰", mininterval=5, position=line)
        saved = self._clock = time.monotonic()
        while self._done() < 1:
            rng = random.Random(f"batch-{self.settings.seed}-{self.progress.chunk}")
            for group in self._groups(rng):
                self._step(self._batch(group, rng))
                bar.n = min(1000, int(self._done() * 1000))
                bar.set_postfix(step=self.progress.step, loss=f"{self.progress.loss:.3f}", refresh=False)
                bar.update(0)
                if time.monotonic() - saved > self.settings.save_every:
                    self._save()
                    saved = time.monotonic()
                if self._done() >= 1:
                    break
            self.progress.chunk += 1
        self._save()
        bar.close()

    def finish(self) -> None:
        """Write bf16 safetensors, configuration, tokenizer and the training record to ``out``."""
        folder = self.settings.out / self.settings.model
        folder.mkdir(parents=True, exist_ok=True)
        self.model.to(torch.bfloat16).save_pretrained(folder)
        save_tokenizer(self.tokenizer, folder)
        record = {"model": self.settings.model, **asdict(self.progress), "batch_tokens": self.settings.tokens}
        record |= {"rate": self.settings.rate, "seed": self.settings.seed, "device": self.device.type}
        record |= {"precision": "bf16 autocast" if computes_bf16(self.device) else "float32", "passages": True}
        (folder / "training.json").write_text(json.dumps(record, indent=2) + "\n")

    def _tokenizer(self, folder: Path) -> Any:
        """The tokenizer, trained once a run: a checkpoint's ids mean nothing under another one."""
        if not (folder / "tokenizer.json").exists():
            made = pair_tokenizer() if self.settings.model == "story-pair" else story_tokenizer()
            save_tokenizer(made, folder)
        return PreTrainedTokenizerFast.from_pretrained(folder)

    def _groups(self, rng: random.Random) -> list[list[examples.Example]]:
        make = examples.pair_examples if self.settings.model == "story-pair" else examples.story_examples
        stage = stage_of(self.settings.model, 1.0 if self.settings.start else self._done())
        drawn = make(self.tokenizer, self.settings.seed, self.progress.chunk, stage, self.settings.chunk)
        return batches.grouped(drawn, self.settings.tokens, rng)

    def _batch(self, group: list[examples.Example], rng: random.Random) -> batches.Batch:
        if self.settings.model == "story-pair":
            return batches.masked_batch(group, self.tokenizer.mask_token_id, len(self.tokenizer), rng)
        return batches.causal_batch(group, rng)

    def _loss(self, batch: batches.Batch) -> torch.Tensor:
        """Weighted mean cross entropy in nats; logits are computed only where a weight is not zero."""
        ids = batch.input_ids.to(self.device)
        kept = batch.weights.flatten().nonzero().flatten()
        with autocast(self.device):
            if self.settings.model == "story-pair":
                mask, segments = batch.mask.to(self.device), batch.segments.to(self.device)
                hidden = self.model.bert(ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
                head = self.model.cls
            else:
                hidden = self.model.model(ids, use_cache=False).last_hidden_state
                head = self.model.lm_head
            logits = head(hidden.flatten(0, 1)[kept.to(self.device)])
        weights = batch.weights.flatten()[kept].to(self.device)
        labels = batch.labels.flatten()[kept].to(self.device)
        losses = torch.nn.functional.cross_entropy(logits.float(), labels, reduction="none")
        return (losses * weights).sum() / weights.sum()

    def _step(self, batch: batches.Batch) -> None:
        share = schedule(self.progress.step, self.settings.warmup, self._done())
        for group in (group for optimizer in self.optimizers for group in optimizer.param_groups):
            group["lr"] = group["peak"] * share
        loss = self._loss(batch)
        self.model.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        progress = self.progress
        value = float(loss.detach())
        progress.loss = value if progress.step == 0 else 0.98 * progress.loss + 0.02 * value
        progress.step += 1
        progress.tokens += int(batch.mask.sum())
        now = time.monotonic()
        progress.seconds += now - self._clock  # drawing the examples included
        self._clock = now

    def _done(self) -> float:
        """The finished share of the run, 0 to 1."""
        if self.settings.minutes:
            return min(1.0, self.progress.seconds / (self.settings.minutes * 60))
        return min(1.0, self.progress.step / self.settings.steps)

    def _save(self) -> None:
        self.settings.work.mkdir(parents=True, exist_ok=True)
        state = {"model": self.model.state_dict(), "optimizers": [o.state_dict() for o in self.optimizers]}
        half = self.checkpoint.with_suffix(".tmp")
        torch.save(state | {"progress": asdict(self.progress)}, half)
        half.replace(self.checkpoint)  # an interrupted save never harms the last good checkpoint

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
            peaks = [group["peak"] for group in optimizer.param_groups]
            optimizer.load_state_dict(kept)
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["peak"] = peak  # the rate asked for now, not the checkpoint's
        self.progress = Progress(**state["progress"])
        self.progress.chunk += 1  # the rest of the interrupted chunk is skipped
