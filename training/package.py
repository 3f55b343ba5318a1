"""Pack exported models into `bot/models/weights`: one embedding table serves all three encoders.

    python -m training.package SOURCE_DIR [OUT_DIR]

SOURCE_DIR holds retriever-query-int8.onnx, retriever-passage-int8.onnx, cross-reader-int8.onnx,
cross-reader-sentence-head.npz and tokenizer.json. The two retrievers keep their table as int8 with one scale a row;
the cross-encoder's export has the same frozen table with one scale for all of it, which is coarser: its lookup is
replaced by theirs.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TABLE, SCALES = "word_embeddings.q", "word_embeddings.s"
TABLE_FILE = "word-embeddings.bin"
GRAPHS = {
    "retriever-query-int8.onnx": "query.onnx",
    "retriever-passage-int8.onnx": "passage.onnx",
    "cross-reader-int8.onnx": "reader.onnx",
}


def package(source: Path, out: Path) -> None:
    """Write graphs, table, tokenizer, sentence head and checksums to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    reference = onnx.load(source / "retriever-passage-int8.onnx")
    table = _initializer(reference, "m.embeddings.word_embeddings.q")
    scales = _initializer(reference, "m.embeddings.word_embeddings.s")
    (out / TABLE_FILE).write_bytes(table.tobytes() + scales.tobytes())
    for name, target in GRAPHS.items():
        model = onnx.load(source / name)
        if name.startswith("cross"):
            _replace_lookup(model)
        else:
            if not np.array_equal(_initializer(model, "m.embeddings.word_embeddings.q"), table):
                raise SystemExit(f"{name} has another embedding table; export all models with the embeddings frozen")
            _rename(model, "m.embeddings.word_embeddings.q", TABLE)
            _rename(model, "m.embeddings.word_embeddings.s", SCALES)
        _externalise(model, table, scales)
        onnx.save(model, out / target)
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    shutil.copyfile(source / "cross-reader-sentence-head.npz", out / "sentence-head.npz")
    names = [*GRAPHS.values(), TABLE_FILE, "tokenizer.json", "sentence-head.npz"]
    sums = "".join(f"{hashlib.sha256((out / n).read_bytes()).hexdigest()}  {n}\n" for n in sorted(names))
    (out / "SHA256SUMS").write_text(sums, "ascii")


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


def _externalise(model: onnx.ModelProto, table: np.ndarray, scales: np.ndarray) -> None:
    """Let the graph refer to the shared file instead of holding the table."""
    offset = 0
    for name, array, kind in ((TABLE, table, TensorProto.INT8), (SCALES, scales, TensorProto.FLOAT)):
        tensor = TensorProto(name=name, data_type=kind, dims=array.shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", TABLE_FILE), ("offset", offset), ("length", array.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        model.graph.initializer.append(tensor)
        offset += array.nbytes


if __name__ == "__main__":
    default = Path(__file__).resolve().parent.parent / "bot" / "models" / "weights"
    package(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else default)
