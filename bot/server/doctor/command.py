"""``python -m bot doctor``: looks at everything the assistant stands on and says what to do."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.server.doctor.findings import Finding
from bot.settings.environment import Environment

_OK, _BAD = 0, 1


def add_command(commands: Any) -> None:
    """Add ``doctor`` to the command line of ``python -m bot``."""
    doctor = commands.add_parser("doctor", help="check base, model, settings, stores and machine")
    doctor.add_argument("--json", action="store_true", help="print a JSON list of findings")
    doctor.add_argument("--deep", action="store_true", help="load the model too and ask it")
    doctor.set_defaults(run=run)


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Run the command and return its exit code: 1 when something is bad, else 0."""
    # Loads libraries that no other command needs.
    from bot.server.doctor.artifacts import base_to_examine
    from bot.server.served_base import ServedBase

    database, findings = base_to_examine(ServedBase.of(environment.settings, options.database))
    findings += examine(database, options.model, environment)
    if options.deep:
        # Loads libraries that nobody else needs.
        from bot.server.doctor.smoke_test import smoke_test

        findings += smoke_test(database, options.model, environment.settings)
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        print(findings_text(findings))
    return _BAD if any(finding.grade == "bad" for finding in findings) else _OK


def examine(database: Path, model: Path, environment: Environment) -> list[Finding]:
    """Return everything found without loading the model.

    Args:
        database: The knowledge base.
        model: The trained model.
        environment: The settings, and what is wrong with them.
    """
    # Loads libraries that no other command needs.
    from bot.server.doctor import artifacts, channels, machine, stores
    from nlu.danger.nearness import WEIGHTS

    return [
        *artifacts.knowledge_base(database),
        *artifacts.model(model),
        *artifacts.danger(WEIGHTS),
        *channels.variables(environment),
        *channels.telegram(environment),
        *channels.wechat(environment),
        *channels.secret(environment.settings),
        *stores.store(environment.settings.database.get_secret_value()),
        *stores.redis(environment.settings.redis.get_secret_value()),
        *machine.disk(environment.settings.database.get_secret_value()),
        *machine.clock((database, model)),
        *machine.calendar(),
        *machine.font(),
        *machine.ports(environment.settings),
    ]


def findings_text(findings: Iterable[Finding]) -> str:
    """Return the findings for the terminal, one a line, what to do behind an arrow."""
    return "\n".join(
        f"{finding.grade:<4}  {finding.what:<10}  {finding.found}"
        + (f"  -> {finding.remedy}" if finding.remedy else "")
        for finding in findings
    )
