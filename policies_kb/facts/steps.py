"""Reads procedures: numbered provisions below a heading that announces steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies_kb.facts.fact_rows import ProcedureStep
from policies_kb.rows import Provision

_PROCEDURE = re.compile(r"流程|程序|进度安排|步骤|阶段安排")


def read_steps(document: str, provisions: Sequence[Provision]) -> Iterator[ProcedureStep]:
    """Yield the steps of every procedure in reading order."""
    for above in provisions:
        if not _PROCEDURE.search(above.heading):
            continue
        below = [row for row in provisions if row.parent == above.id]
        steps = [row for row in below if row.ordinal and row.heading]
        for position, row in enumerate(steps, 1):
            yield ProcedureStep(document, row.id, row.heading, above.heading, position, row.heading)
