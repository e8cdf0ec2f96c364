"""Write the fine-tuned encoder as an ONNX graph with 8-bit weights.

The graph is put together by hand from onnxruntime's fused operators, so that it is small, quick on
processors without a graphics card, and the same bytes for the same weights. It reads one passage:
batching would make a result depend on its neighbours, since activations are quantised by range.
"""

from pathlib import Path

import numpy as np
from encoder import HEADS, WHOLE, StanceEncoder
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper, save
from pretrained import EPSILON, Layer
from pretrained import HEADS as ATTENTION_HEADS
from torch import nn

_FUSED = "com.microsoft"
_LEVELS = 63
"""Weights take 7 of 8 bits: on processors without VNNI the sums of full ones overflow."""


class Graph:
    """Nodes and constants as they are added; every method returns the name of what it made."""

    def __init__(self) -> None:
        self.nodes: list[object] = []
        self.constants: list[TensorProto] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        """A tensor of the model."""
        self.constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def add(
        self, kind: str, inputs: list[str], name: str, domain: str = "", **options: object
    ) -> str:
        """A node with one result."""
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **options))
        return name

    def quantised(self, name: str, weight: NDArray[np.float32]) -> tuple[str, str, str]:
        """A matrix (in, out) as 8-bit numbers with a scale for each column."""
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / _LEVELS
        levels = np.round(weight / scale).astype(np.int8)
        return (
            self.constant(f"{name}.levels", levels),
            self.constant(f"{name}.scale", scale.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(weight.shape[1], np.int8)),
        )

    def linear(self, name: str, value: str, layer: nn.Linear) -> str:
        """A quantised linear layer."""
        levels, scale, zero = self.quantised(name, _matrix(layer))
        bias = self.constant(f"{name}.bias", _vector(layer.bias))
        inputs = [value, levels, scale, zero, bias]
        return self.add("DynamicQuantizeMatMul", inputs, name, _FUSED)

    def normalised(self, name: str, value: str, skip: str, norm: nn.LayerNorm) -> str:
        """The norm of a sum of tensors; onnxruntime has one operator for it that is slower."""
        gain = self.constant(f"{name}.gain", _vector(norm.weight))
        shift = self.constant(f"{name}.shift", _vector(norm.bias))
        summed = self.add("Add", [value, skip], f"{name}.sum")
        return self.add("LayerNormalization", [summed, gain, shift], name, epsilon=EPSILON)


def export(model: StanceEncoder, path: Path) -> None:
    """Write the model: ids (1, length) and kept places in, each head's scores (1, classes) out."""
    graph = Graph()
    hidden = _embed(graph, model)
    places = _places(graph, model)
    for number, layer in enumerate(model.layers):
        if number == WHOLE:
            hidden = graph.add("Gather", [hidden, "kept"], "hidden.kept", axis=1)
        last = number == len(model.layers) - 1
        hidden = _layer(graph, f"layer{number}", hidden, layer, places if last else None)
    _heads(graph, model, hidden)
    path.parent.mkdir(parents=True, exist_ok=True)
    save(_finish(graph, tuple(HEADS)), path)


def _finish(graph: Graph, heads: tuple[str, ...]) -> ModelProto:
    made = helper.make_graph(
        graph.nodes,
        "stance",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "length"]),
            helper.make_tensor_value_info("kept", TensorProto.INT64, ["kept"]),
        ],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, HEADS[name]])
            for name in heads
        ],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="kolvet")
    model.ir_version = 8
    return model


def _embed(graph: Graph, model: StanceEncoder) -> str:
    words = model.embeddings.word.weight.detach().numpy()
    scale = np.maximum(np.abs(words).max(1, keepdims=True), 1e-8) / 127
    graph.constant("words", np.round(words / scale).astype(np.int8))
    graph.constant("words.scale", scale.astype(np.float16))
    graph.constant("places", model.embeddings.place.detach().numpy().astype(np.float16))
    levels = graph.add("Gather", ["words", "ids"], "piece.levels")
    as_float = graph.add("Cast", [levels], "piece.float", to=TensorProto.FLOAT)
    scales = graph.add("Gather", ["words.scale", "ids"], "piece.scale.half")
    scales = graph.add("Cast", [scales], "piece.scale", to=TensorProto.FLOAT)
    pieces = graph.add("Mul", [as_float, scales], "pieces")
    graph.constant("least", np.array([[[1e-6]]], np.float32))
    for name, value in (("zero", 0), ("one", 1), ("two", 2)):
        graph.constant(name, np.array([value], np.int64))
    shape = graph.add("Shape", ["ids"], "shape")
    length = graph.add("Slice", [shape, "one", "two"], "length")
    here = graph.add("Slice", ["places", "zero", length], "place.half")
    here = graph.add("Cast", [here], "place", to=TensorProto.FLOAT)
    summed = graph.add("Add", [pieces, here], "embedded")
    gain = graph.constant("embedded.gain", _vector(model.embeddings.norm.weight))
    shift = graph.constant("embedded.shift", _vector(model.embeddings.norm.bias))
    return graph.add("LayerNormalization", [summed, gain, shift], "hidden", epsilon=EPSILON)


def _places(graph: Graph, model: StanceEncoder) -> str:
    """Where the heads look, of the kept places: the beginning, then the marks."""
    graph.constant("first_mark", np.array(model.first_mark, np.int64))
    flat = graph.add("Gather", [graph.add("Squeeze", ["ids", "zero"], "ids.flat"), "kept"], "read")
    is_mark = graph.add("GreaterOrEqual", [flat, "first_mark"], "is_mark")
    marks = graph.add("Squeeze", [graph.add("NonZero", [is_mark], "marks.row"), "zero"], "marks")
    return graph.add("Concat", ["zero", marks], "places.read", axis=0)


def _layer(graph: Graph, name: str, hidden: str, layer: Layer, places: str | None) -> str:
    """One layer; with `places`, its results at those places only."""
    parts = (layer.query, layer.key, layer.value)
    joined = np.concatenate([_matrix(part) for part in parts], 1)
    levels, scale, zero = graph.quantised(f"{name}.attend", joined)
    bias = graph.constant(f"{name}.attend.bias", np.concatenate([_vector(p.bias) for p in parts]))
    quantised = [f"{name}.in", f"{name}.in.scale", f"{name}.in.zero"]
    graph.nodes.append(helper.make_node("DynamicQuantizeLinear", [hidden], quantised))
    seen = graph.add(
        "QAttention",
        [quantised[0], levels, bias, quantised[1], scale, "", quantised[2], zero],
        f"{name}.seen",
        _FUSED,
        num_heads=ATTENTION_HEADS,
    )
    if places:
        seen = graph.add("Gather", [seen, places], f"{name}.seen.read", axis=1)
        hidden = graph.add("Gather", [hidden, places], f"{name}.hidden.read", axis=1)
    out = graph.linear(f"{name}.out", seen, layer.out)
    middle = graph.normalised(f"{name}.middle", out, hidden, layer.norm_attention)
    levels, scale, zero = graph.quantised(f"{name}.up", _matrix(layer.up))
    up = graph.add("DynamicQuantizeMatMul", [middle, levels, scale, zero], f"{name}.up", _FUSED)
    bias = graph.constant(f"{name}.up.bias", _vector(layer.up.bias))
    active = graph.add("BiasGelu", [up, bias], f"{name}.active", _FUSED)
    down = _down(graph, f"{name}.down", active, layer.down)
    return graph.normalised(f"{name}.hidden", down, middle, layer.norm_forward)


def _down(graph: Graph, name: str, active: str, layer: nn.Linear) -> str:
    """The linear layer after the activation, each piece by its own range.

    Single pieces (the beginning, the end) get values there that are a hundred times the others'.
    """
    largest = graph.add("ReduceMax", [active], f"{name}.largest", axes=[2], keepdims=1)
    largest = graph.add("Max", [largest, "least"], f"{name}.range")
    even = graph.add("Div", [active, largest], f"{name}.even")
    levels, scale, zero = graph.quantised(name, _matrix(layer))
    out = graph.add("DynamicQuantizeMatMul", [even, levels, scale, zero], name, _FUSED)
    scaled = graph.add("Mul", [out, largest], f"{name}.scaled")
    bias = graph.constant(f"{name}.bias", _vector(layer.bias))
    return graph.add("Add", [scaled, bias], f"{name}.sum")


def _heads(graph: Graph, model: StanceEncoder, hidden: str) -> None:
    first = graph.add("Gather", [hidden, graph.constant("first", np.array(0))], "begin", axis=1)
    graph.constant("all", np.array([2**31 - 1], np.int64))
    marks = graph.add("Slice", [hidden, "one", "all", "one"], "marks.read")
    mean = graph.add("ReduceMean", [marks], "marks.mean", axes=[1], keepdims=0)
    pooled = graph.add("Concat", [first, mean], "pooled", axis=1)
    for name, head in model.heads.items():
        weight = graph.constant(f"head.{name}", _matrix(head))
        bias = graph.constant(f"head.{name}.bias", _vector(head.bias))
        graph.add("Gemm", [pooled, weight, bias], name)


def _matrix(layer: nn.Linear) -> NDArray[np.float32]:
    return layer.weight.detach().numpy().T.astype(np.float32)


def _vector(values: object) -> NDArray[np.float32]:
    return values.detach().numpy().astype(np.float32)  # type: ignore[attr-defined,no-any-return]
