"""Export a trained checkpoint as int8 ONNX, as `training.package` takes it.

    python -m training.export reader CHECKPOINT OUT_DIR
    python -m training.export query CHECKPOINT OUT_DIR

Linear layers are int8 with one scale a column and are quantised anew for every batch; the word embeddings are the
shared int8 table, untouched.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training import table
from training.cross import CrossEncoder
from training.query import QueryEncoder

NAMES = {"reader": "cross-reader-int8.onnx", "query": "retriever-query-int8.onnx"}
OUTPUTS = {"reader": ("c", "h"), "query": ("v", "h")}
HEAD = "cross-reader-sentence-head.npz"


class TableLookup(nn.Module):
    """Word embeddings as int8 rows with one scale each."""

    q: Tensor
    s: Tensor

    def __init__(self, quantised: np.ndarray, scales: np.ndarray) -> None:
        super().__init__()
        self.register_buffer("q", torch.from_numpy(quantised.copy()))
        self.register_buffer("s", torch.from_numpy(scales.copy()))

    def forward(self, ids: Tensor) -> Tensor:
        """Embeddings of shape (n, tokens, width)."""
        return self.q[ids].float() * self.s[ids]


def export(kind: str, model: CrossEncoder | QueryEncoder, folder: Path, out: Path) -> Path:
    """Write ``model`` to ``out``, with the table of the weights in ``folder``. The model keeps the quantised table."""
    out.mkdir(parents=True, exist_ok=True)
    encoder = model.bert if isinstance(model, CrossEncoder) else model.m
    encoder.embeddings.word_embeddings = TableLookup(*table.read(folder))
    model.eval()
    ids = torch.tensor([[0, 50, 60, 70, 2], [0, 80, 2, 1, 1]])
    target = out / NAMES[kind]
    first, states = OUTPUTS[kind]
    axes = {name: {0: "b", 1: "s"} for name in ("input_ids", "attention_mask", states)}
    with tempfile.TemporaryDirectory() as scratch:
        unquantised = Path(scratch) / "float.onnx"
        torch.onnx.export(
            model,
            (ids, (ids != 1).long()),
            str(unquantised),
            input_names=["input_ids", "attention_mask"],
            output_names=[first, states],
            dynamic_axes={**axes, first: {0: "b"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            unquantised, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
        )
    if isinstance(model, CrossEncoder):
        arrays = {
            f"{short}{n}": getattr(model.sent[at], long).detach().numpy()
            for n, at in ((1, 0), (2, 2))
            for short, long in (("w", "weight"), ("b", "bias"))
        }
        np.savez(out / HEAD, **arrays)
    return target


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(NAMES))
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, default=Path("bot/models/weights"))
    given = parser.parse_args()
    model = CrossEncoder(given.weights) if given.kind == "reader" else QueryEncoder(given.weights)
    model.load_state_dict(torch.load(given.checkpoint))
    path = export(given.kind, model, given.weights, given.out)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
