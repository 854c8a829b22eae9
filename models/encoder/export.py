"""From a trained network to ONNX: word embeddings in 8 bits a row, matrices in 8 bits a channel."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from models.encoder.network import Network

_OPSET = 17


class ByteEmbedding(nn.Module):
    """Word embeddings as whole numbers from -127 to 127 with one scale a row: a quarter of the space.

    Args:
        weight: (pieces, width).
        padding: unused; the row of padding is read like any other and masked later.
    """

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        self.register_buffer("rows", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The embeddings of pieces."""
        return self.rows[ids].float() * self.scale[ids]  # type: ignore[index]


def export(network: Network, small: bool = True) -> bytes:
    """A network as ONNX.

    Inputs ``ids`` and ``mask``, 64-bit, (windows, pieces); output ``scores``, 32-bit, (windows, pieces, tags).

    Args:
        network: trained; not changed.
        small: 8-bit weights; matrices are multiplied in 8 bits, with the scale of the activations found as they
            come (dynamic quantisation). Weights keep to 7 bits of them, since processors without VNNI add
            products of 8 bits in 16 and overflow.
    """
    import copy

    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = copy.deepcopy(network).float().eval()
    if hasattr(network.encoder, "set_attn_implementation"):
        # Plain matrices: torch's fused attention is exported with guards against NaN, a seventh of the time.
        network.encoder.set_attn_implementation("eager")  # type: ignore[operator]
    if small:
        words = network.encoder.get_input_embeddings().weight.detach()  # type: ignore[operator]
        network.encoder.set_input_embeddings(ByteEmbedding(words))  # type: ignore[operator]
    with tempfile.TemporaryDirectory() as folder:
        plain, quantised = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        example = torch.ones((2, 9), dtype=torch.long)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the exporter, about its own internals
            torch.onnx.export(
                network, (example, example), str(plain), input_names=["ids", "mask"], output_names=["scores"],
                dynamic_axes={name: {0: "windows", 1: "pieces"} for name in ("ids", "mask", "scores")},
                opset_version=_OPSET, dynamo=False,
            )
        if not small:
            return plain.read_bytes()
        logging.getLogger().setLevel(logging.ERROR)
        quantize_dynamic(
            plain, quantised, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        onnx.checker.check_model(str(quantised))
        return quantised.read_bytes()
