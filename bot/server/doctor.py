"""``python -m bot doctor``: looks at everything the assistant stands on and says what to do."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.server.findings import Finding

_OK, _BAD = 0, 1


def add_command(commands: Any) -> None:
    """Add ``doctor`` to the command line of ``python -m bot``."""
    doctor = commands.add_parser("doctor", help="check base, model, settings, stores and machine")
    doctor.add_argument("--json", action="store_true", help="print a JSON list of findings")
    doctor.add_argument("--deep", action="store_true", help="load the model too and ask it")
    doctor.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code: 1 when something is bad, else 0."""
    findings = examine(options.database, options.model, os.environ)
    if options.deep:
        # Loads libraries that nobody else needs.
        from bot.server.checks.smoke_test import trial

        findings += trial(options.database, options.model)
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        print(findings_text(findings))
    return _BAD if any(finding.grade == "bad" for finding in findings) else _OK


def examine(database: Path, model: Path, environment: Mapping[str, str]) -> list[Finding]:
    """Return everything found without loading the model.

    Args:
        database: The knowledge base.
        model: The trained model.
        environment: The settings; those of the store are read from the process's own.
    """
    # Loads libraries that no other command needs.
    from bot.server.checks import artifacts as made
    from bot.server.checks import channels, machine, stores
    from nlu.danger.nearness import WEIGHTS

    return [
        *made.knowledge_base(database),
        *made.model(model),
        *made.danger(WEIGHTS),
        *channels.settings(environment),
        *channels.address(environment),
        *channels.encoder(environment),
        *channels.telegram(environment),
        *channels.wechat(environment),
        *channels.origins(),
        *channels.secret(environment),
        *channels.retention(),
        *stores.store(),
        *stores.redis(environment),
        *machine.disk(),
        *machine.clock((database, model)),
        *machine.calendar(),
        *machine.font(),
        *machine.ports(),
    ]


def findings_text(findings: Iterable[Finding]) -> str:
    """Return the findings for the terminal, one a line, what to do behind an arrow."""
    return "\n".join(
        f"{finding.grade:<4}  {finding.what:<9}  {finding.found}"
        + (f"  -> {finding.remedy}" if finding.remedy else "")
        for finding in findings
    )
