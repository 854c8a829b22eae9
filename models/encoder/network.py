"""The network: an encoder and, over each piece, one head for the flat labels and one for the layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from models.encoder.tagger import Array


class Network(nn.Module):
    """Scores the tags of each piece.

    Args:
        encoder: as ``transformers`` has them.
        sizes: how many tags each head tells apart.
        dropout: between encoder and heads.
    """

    def __init__(self, encoder: nn.Module, sizes: Sequence[int], dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.sizes = list(sizes)
        self.dropout = nn.Dropout(dropout)
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
        self.heads = nn.ModuleList(nn.Linear(width, size) for size in sizes)
        for head in self.heads:
            nn.init.normal_(head.weight, std=0.02)  # type: ignore[arg-type]
            nn.init.zeros_(head.bias)  # type: ignore[arg-type]

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Scores, (windows, pieces, tags of all heads one behind the other).

        Args:
            ids: pieces, (windows, pieces).
            mask: 1 for a piece, 0 for padding.
        """
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return torch.cat([head(self.dropout(hidden)) for head in self.heads], dim=-1)


class TorchModel:
    """A network under the interface of :class:`models.encoder.tagger.OnnxModel`, for held-out articles.

    Args:
        network: put into evaluation mode at each call.
        bf16: compute in 16 bits.
    """

    def __init__(self, network: Network, bf16: bool = False) -> None:
        self.network, self.bf16 = network, bf16

    def __call__(self, ids: Array, mask: Array) -> Array:
        """See :class:`models.encoder.tagger.OnnxModel`."""
        self.network.eval()
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            scores = self.network(torch.from_numpy(ids), torch.from_numpy(mask))
        return np.asarray(scores.float().numpy())
