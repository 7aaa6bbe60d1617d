"""The encoder's files, made once from the installed package and kept beside the knowledge base."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from nlu.encoder.weights import EncoderWeights, installed_weights, recorded_hash

GRAPH_FILE = "e5.onnx"
_HERE = Path(__file__).parent
ENCODER_FOLDER = _HERE.parent.parent / "build" / "encoder"
#: What the files are made by: when one of these changes they are made anew.
_MAKERS = ("graph.py", "smooth.npz", "tokenizer.py", "weights.py")


def encoder_files(folder: Path = ENCODER_FOLDER) -> Path:
    """Return the folder of the encoder's files, which are made where they are missing.

    Raises:
        OSError: They can be neither found nor made.
        ImportError: A library for making them is missing.
    """
    target = folder / _version()
    if not target.is_dir():
        _make(target)
    return target


def _version() -> str:
    found = hashlib.sha256(recorded_hash().encode())
    for name in _MAKERS:
        found.update((_HERE / name).read_bytes())
    return found.hexdigest()[:16]


def _make(target: Path) -> None:
    """Make the files beside the target and put them in place as a whole."""
    # onnx is for making the files only.
    from nlu.encoder.graph import save_graph
    from nlu.encoder.tokenizer import save_pieces

    target.parent.mkdir(parents=True, exist_ok=True)
    old = [path for path in target.parent.iterdir() if path.is_dir()]
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        weights = EncoderWeights(installed_weights())
        _tell("its words")
        save_pieces(weights, making)
        save_graph(weights, making / GRAPH_FILE, lambda done, all: _tell(f"layer {done} of {all}"))
        print(file=sys.stderr)
        making.chmod(0o755)
        try:
            making.rename(target)
        except OSError:
            # Another process was first; its files are the same.
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    for path in old:
        if not path.name.startswith(".making-"):
            shutil.rmtree(path, ignore_errors=True)


def _tell(what: str) -> None:
    print(f"\rsentence encoder, made once: {what:<16}", end="", file=sys.stderr, flush=True)
