"""Pack exported models into `bot/models/weights`: one embedding table serves all three encoders.

    python -m training.package SOURCE_DIR [OUT_DIR]

SOURCE_DIR holds any of retriever-query-int8.onnx, retriever-passage-int8.onnx, cross-reader-int8.onnx with
cross-reader-sentence-head.npz, and tokenizer.json; what is not there stays as it is in OUT_DIR. The passage encoder
brings the table, int8 with one scale a row, and the others must have the same. An export of the reader whose table has
one scale for all of it, which is coarser, gets this one instead.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training import table

TABLE, SCALES = "word_embeddings.q", "word_embeddings.s"
GRAPHS = {
    "retriever-query-int8.onnx": "query.onnx",
    "retriever-passage-int8.onnx": "passage.onnx",
    "cross-reader-int8.onnx": "reader.onnx",
}
COPIES = {"tokenizer.json": "tokenizer.json", "cross-reader-sentence-head.npz": "sentence-head.npz"}


def package(source: Path, out: Path) -> None:
    """Write graphs, table, tokenizer, sentence head and checksums to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    passage = source / "retriever-passage-int8.onnx"
    if passage.exists():
        reference = onnx.load(passage)
        stem = _table_of(reference)
        table.write(out, _initializer(reference, f"{stem}.q"), _initializer(reference, f"{stem}.s"))
    embeddings, scales = table.read(out)
    for name, target in GRAPHS.items():
        if not (source / name).exists():
            continue
        model = onnx.load(source / name)
        stem = _table_of(model)
        if stem is None:
            _replace_lookup(model)
        else:
            if not np.array_equal(_initializer(model, f"{stem}.q"), embeddings):
                raise SystemExit(f"{name} has another embedding table; export all models with the embeddings frozen")
            _rename(model, f"{stem}.q", TABLE)
            _rename(model, f"{stem}.s", SCALES)
        _externalise(model, embeddings, scales)
        onnx.save(model, out / target)
    for name, target in COPIES.items():
        if (source / name).exists():
            shutil.copyfile(source / name, out / target)
    names = [*GRAPHS.values(), *COPIES.values(), table.FILE]
    sums = "".join(f"{hashlib.sha256((out / n).read_bytes()).hexdigest()}  {n}\n" for n in sorted(names))
    (out / "SHA256SUMS").write_text(sums, "ascii")


def _table_of(model: onnx.ModelProto) -> str | None:
    """The name, without its ending, of a graph's row-wise table; None if it has none."""
    ending = "embeddings.word_embeddings.q"
    return next((i.name.removesuffix(".q") for i in model.graph.initializer if i.name.endswith(ending)), None)


def _initializer(model: onnx.ModelProto, name: str) -> np.ndarray:
    found = next(i for i in model.graph.initializer if i.name == name)
    return numpy_helper.to_array(found)


def _rename(model: onnx.ModelProto, old: str, new: str) -> None:
    for node in model.graph.node:
        for i, name in enumerate(node.input):
            if name == old:
                node.input[i] = new
    _drop(model, old)


def _drop(model: onnx.ModelProto, *names: str) -> None:
    kept = [i for i in model.graph.initializer if i.name not in names]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)


def _replace_lookup(model: onnx.ModelProto) -> None:
    """Gather(quantised table) → DequantizeLinear becomes Gather(int8 table) → Cast → Mul(Gather(scales))."""
    graph = model.graph
    prefix = "bert.embeddings.word_embeddings.weight"
    gather = next(n for n in graph.node if n.op_type == "Gather" and f"{prefix}_quantized" in n.input)
    dequantize = next(n for n in graph.node if n.op_type == "DequantizeLinear" and gather.output[0] in n.input)
    ids, result = gather.input[1], dequantize.output[0]
    at = list(graph.node).index(gather)
    lookup = [
        helper.make_node("Gather", [TABLE, ids], ["table_rows"], name="table_rows"),
        helper.make_node("Cast", ["table_rows"], ["table_rows_float"], name="table_rows_float", to=TensorProto.FLOAT),
        helper.make_node("Gather", [SCALES, ids], ["table_scales"], name="table_scales"),
        helper.make_node("Mul", ["table_rows_float", "table_scales"], [result], name="table_lookup"),
    ]
    nodes = [n for n in graph.node if n is not gather and n is not dequantize]
    nodes[at:at] = lookup
    del graph.node[:]
    graph.node.extend(nodes)
    _drop(model, f"{prefix}_quantized", f"{prefix}_scale", f"{prefix}_zero_point")


def _externalise(model: onnx.ModelProto, embeddings: np.ndarray, scales: np.ndarray) -> None:
    """Let the graph refer to the shared file instead of holding the table."""
    offset = 0
    for name, array, kind in ((TABLE, embeddings, TensorProto.INT8), (SCALES, scales, TensorProto.FLOAT)):
        tensor = TensorProto(name=name, data_type=kind, dims=array.shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", table.FILE), ("offset", offset), ("length", array.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        model.graph.initializer.append(tensor)
        offset += array.nbytes


if __name__ == "__main__":
    default = Path(__file__).resolve().parent.parent / "bot" / "models" / "weights"
    package(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else default)
