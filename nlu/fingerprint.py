"""What a component's result hangs on beside its settings and the examples.

Rasa keeps what a component learnt and takes it again while these and the source of its class are
the same; a changed function that the class calls, or a changed base, it does not see.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from policies_kb.kb import KnowledgeBase


def of_modules(*names: str) -> str:
    """Return a hash of the source of imported modules."""
    found = hashlib.sha256()
    for name in names:
        found.update(Path(str(sys.modules[name].__file__)).read_bytes())
    return found.hexdigest()


def of_base(config: dict[str, Any]) -> str:
    """Return the hash of what the knowledge base of a component was built from."""
    with KnowledgeBase.open(Path(config["database"])) as kb:
        return kb.meta()["inputs_hash"]
