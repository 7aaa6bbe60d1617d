"""What a doctor's check found, in short."""

from __future__ import annotations

from bot.server.doctor.findings import Finding


def grades(findings: list[Finding]) -> list[str]:
    return [finding.grade for finding in findings]


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding
