"""What a component's result hangs on beside its settings and the examples.

Rasa keeps what a component learnt and takes it again while these and the source of its class are
the same; a changed function that the class calls, or a changed base, it does not see.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from nlu.encoder.engines import open_encoder
from policies_kb.kb import KnowledgeBase


def of_modules(*names: str) -> str:
    """Return a hash of the source of imported modules."""
    found = hashlib.sha256()
    for name in names:
        found.update(Path(str(sys.modules[name].__file__)).read_bytes())
    return found.hexdigest()


def of_base(config: dict[str, Any]) -> str:
    """Return the hash of what the knowledge base of a component was built from."""
    if is_kept(config):
        return ""
    with KnowledgeBase.open(Path(config["database"])) as kb:
        return kb.meta()["inputs_hash"]


def encoder_name(config: dict[str, Any]) -> str:
    """Return the name of a component's encoder, which tells its engine and its weights."""
    return "" if is_kept(config) else open_encoder(config["encoder"]).name


def is_kept(config: dict[str, Any]) -> bool:
    """Tell whether Rasa asks for a component whose result it has kept from an earlier training.

    It then gives the class that result instead of its settings
    (``PrecomputedValueProvider`` in rasa/engine/training/components.py).
    """
    return "output" in config
