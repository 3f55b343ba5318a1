"""Torch models from the project's ONNX files: int8 weights are multiplied out, so that training can go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from training import table

LAYERS = 12


def configuration() -> BertConfig:
    """The shape of all three encoders: multilingual-e5-small with the pruned vocabulary, without dropout."""
    return BertConfig(
        vocab_size=table.ROWS,
        hidden_size=table.WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=12,
        intermediate_size=4 * table.WIDTH,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        max_position_embeddings=512,
        type_vocab_size=2,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )


def state(graph: Path) -> dict[str, torch.Tensor]:
    """Float weights of a graph by module path (``encoder.layer.0…``, ``cls.0…``), without the word embeddings."""
    model = onnx.load(graph, load_external_data=False)
    arrays = {
        i.name: numpy_helper.to_array(i)
        for i in model.graph.initializer
        if i.data_location != onnx.TensorProto.EXTERNAL
    }
    found: dict[str, np.ndarray] = {}
    for name, array in arrays.items():
        if name.endswith("_quantized"):
            stem = name.removesuffix("_quantized")
            arrays_name = stem.removesuffix("_Transposed")
            value = _multiplied(array, arrays[f"{stem}_scale"], arrays[f"{stem}_zero_point"])
            if not stem.startswith("onnx::"):
                found[arrays_name] = value.T if stem.endswith("_Transposed") else value
        elif name.endswith((".weight", ".bias")):
            found[name] = array
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].startswith("onnx::"):
            stem = node.input[1].removesuffix("_quantized")
            value = _multiplied(arrays[node.input[1]], arrays[f"{stem}_scale"], arrays[f"{stem}_zero_point"])
            path = node.name.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
            found[f"{path}.weight"] = value.T
    return {
        name.removeprefix("bert.").removeprefix("m."): torch.from_numpy(np.array(value, np.float32))
        for name, value in found.items()
    }


def _multiplied(quantised: np.ndarray, scale: np.ndarray, zero: np.ndarray) -> np.ndarray:
    return (quantised.astype(np.float32) - zero.astype(np.float32)) * scale


def encoder(folder: Path, graph: str) -> tuple[BertModel, dict[str, torch.Tensor]]:
    """The encoder of ``graph`` in ``folder`` with the shared table, and the weights that are not the encoder's."""
    weights = state(folder / graph)
    quantised, scales = table.read(folder)
    weights["embeddings.word_embeddings.weight"] = torch.from_numpy(quantised.astype(np.float32) * scales)
    model = BertModel(configuration(), add_pooling_layer=False)
    model.set_attn_implementation("eager")
    own = {name: value for name, value in weights.items() if not name.startswith("cls.")}
    missing, unexpected = model.load_state_dict(own, strict=False)
    if [m for m in missing if not m.endswith("position_ids")] or unexpected:
        raise SystemExit(f"{graph} is not an encoder of this shape: missing {missing}, unexpected {unexpected}")
    return model, {name: value for name, value in weights.items() if name.startswith("cls.")}


def freeze(model: BertModel, layers: int) -> None:
    """Keep the embeddings and the lowest ``layers`` layers as they are."""
    for part in (model.embeddings, *model.encoder.layer[:layers]):
        for parameter in part.parameters():
            parameter.requires_grad_(False)
