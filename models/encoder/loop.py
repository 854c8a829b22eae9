"""The training loop: AdamW, warm-up and linear decay, a checkpoint after each epoch from which it goes on.

Where held-out articles are watched, it may stop early, with the weights of the best epoch (``patience``).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from models.encoder.examples import LEFT_OUT, Example, batches
from models.encoder.network import Network
from models.encoder.pieces import Pieces
from models.encoder.settings import EncoderSettings

Progress = Callable[[str], None]
_LARGEST_GRADIENT = 1.0  # norm that gradients are clipped to


def loss_of(scores: Tensor, targets: Sequence[Tensor], sizes: Sequence[int]) -> Tensor:
    """Cross-entropy of each head over the tokens that are learned from, added up."""
    parts = torch.split(scores.float(), list(sizes), dim=-1)
    losses = [
        nn.functional.cross_entropy(part.flatten(0, 1), target.flatten(), ignore_index=LEFT_OUT)
        for part, target in zip(parts, targets, strict=True)
    ]
    return torch.stack(losses).sum()


def optimizer_of(network: Network, settings: EncoderSettings) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019) with the head's own rate and no decay of biases and norms."""
    words = network.encoder.get_input_embeddings().weight  # type: ignore[operator]
    words.requires_grad_(settings.train_words)
    groups = []
    for part, rate in ((network.encoder, settings.rate), (network.heads, settings.head_rate)):
        learned = [weight for weight in part.parameters() if weight.requires_grad]
        groups += [
            {"params": [w for w in learned if w.dim() > 1], "lr": rate, "weight_decay": settings.decay},
            {"params": [w for w in learned if w.dim() <= 1], "lr": rate, "weight_decay": 0.0},
        ]
    return torch.optim.AdamW(groups)


def train(
    network: Network, given: Sequence[Example], pieces: Pieces, epochs: int, settings: EncoderSettings,
    checkpoint: Path, progress: Progress, watch: Callable[[], float] | None = None,
) -> int:
    """Train a network, from its checkpoint if there is one.

    Args:
        network: changed in place.
        given: examples.
        pieces: the vocabulary they are written in.
        epochs: passes over the examples.
        settings: rates, batch, seed, patience.
        checkpoint: file, written anew after each epoch; with patience, one beside it for the best epoch's weights.
        progress: called with a line of text at each epoch.
        watch: called after each epoch; gives F1 on held-out articles.

    Returns:
        The epoch whose weights the network has, from 1: with patience the best, else the last.
    """
    sizes = network.sizes
    steps = epochs * math.ceil(len(given) / settings.batch)
    warm = max(1, round(settings.warmup * steps))
    optimizer = optimizer_of(network, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm)),
    )
    done = 0
    history: list[float] = []
    best = checkpoint.with_suffix(".best") if settings.patience and watch else None
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["epochs"]
        history = state.get("f1", [0.0] * done)
        progress(f"going on behind epoch {done}")
    for epoch in range(done, epochs):
        if best and _stale(history) >= settings.patience:
            progress(f"{settings.patience} epochs without a better F1: stopped")
            break
        started, total, seen = time.monotonic(), 0.0, 0
        torch.manual_seed(settings.seed + epoch)
        network.train()
        for ids, mask, targets in batches(given, pieces, settings.batch, settings.seed + epoch):
            with torch.autocast("cpu", torch.bfloat16, enabled=settings.bf16):
                scores = network(ids, mask)
            loss = loss_of(scores, targets, sizes)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_GRADIENT)
            optimizer.step()
            schedule.step()
            total, seen = total + loss.item() * len(ids), seen + int(mask.sum())
        seconds = time.monotonic() - started
        line = f"epoch {epoch + 1} of {epochs}: loss {total / len(given):.4f}, {seen / seconds:.0f} pieces/s"
        history.append(watch() if watch else 0.0)
        progress(f"{line}, F1 {history[-1]:.3f} held out" if watch else line)
        if best and not _stale(history):
            _save(best, network.state_dict())
        _save(checkpoint, {
            "network": network.state_dict(), "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(), "epochs": epoch + 1, "f1": history,
        })
    if best and best.is_file():
        network.load_state_dict(torch.load(best, weights_only=True))
        return len(history) - _stale(history)
    return len(history)


def _stale(scores: Sequence[float]) -> int:
    """Epochs since the first with the best score; 0 as long as nothing was found.

    >>> _stale([0.5, 0.7, 0.7]), _stale([0.5, 0.7]), _stale([0.0, 0.0])
    (1, 0, 0)
    """
    best = max(scores, default=0.0)
    return len(scores) - 1 - scores.index(best) if best else 0


def _save(path: Path, state: dict[str, object]) -> None:
    """Write beside and put in place, so that an interruption leaves the last checkpoint whole."""
    beside = path.with_suffix(".new")
    torch.save(state, beside)
    beside.replace(path)
