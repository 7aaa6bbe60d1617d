"""What was found for a question about facts, before it is worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class FactSentence:
    """One sentence of the answer: which one it is and what goes into it.

    Attributes:
        kind: Name of the sentence; who words it knows the names.
        values: What is put in, as printed; dates as ``YYYY-MM-DD`` or ``YYYY-MM``.
    """

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """Where it stands.

    Attributes:
        document: Id of the paper; empty for the publication the papers stand in.
        quote: Verbatim words.
        field: Of rows of an attachment's table: the field they stand under.
        due: Their month.
        items: Their names.
    """

    document: str
    quote: str = ""
    field: str = ""
    due: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thread:
    """What a question spoke of, kept so that the next may leave it out.

    Attributes:
        kind: ``statement``, ``figure``, ``item``, ``field``, ``unit``, ``place``, ``paper``,
            ``gazette`` or ``law``.
        document: Id of the paper.
        provision: Id of the provision.
        key: What tells the row within its kind.
        words: Words of the question that told the row.
        columns: Columns asked for.
        names: Names spoken of, in order: places compared, papers listed.
    """

    kind: str = ""
    document: str = ""
    provision: str = ""
    key: str = ""
    words: str = ""
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the thread as plain data, to be kept in a conversation."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Thread:
        """Return the thread that :meth:`as_json` made plain data of, an empty one for none."""
        if not data:
            return cls()
        lists = {name: tuple(data[name]) for name in ("columns", "names")}
        return cls(**{**data, **lists})


@dataclass(frozen=True)
class FactAnswer:
    """The answer to a question about facts.

    Attributes:
        told: Its sentences, the first one the answer itself.
        proofs: Where they stand.
        absent: Whether what was asked for is not there.
        items: Rows of a list too long for a sentence.
        thread: What was spoken of.
        law: Id of a provision of the law of today that belongs to the answer, or empty.
    """

    told: tuple[FactSentence, ...]
    proofs: tuple[Proof, ...] = ()
    absent: bool = False
    items: tuple[str, ...] = ()
    thread: Thread = field(default_factory=Thread)
    law: str = ""


def tell(kind: str, **values: str) -> FactSentence:
    """Return a sentence with its values."""
    return FactSentence(kind, values)


def joined(answers: Sequence[FactAnswer]) -> FactAnswer:
    """Return the answers to questions of one message as one, each told in its turn."""
    told: list[FactSentence] = []
    for one in (one for answer in answers for one in answer.told):
        if one not in told:
            told.append(_verdict_alone(one) if _is_told(one, told) else one)
    return FactAnswer(
        told=tuple(told),
        proofs=tuple(dict.fromkeys(proof for answer in answers for proof in answer.proofs)),
        absent=all(answer.absent for answer in answers),
        items=tuple(dict.fromkeys(item for answer in answers for item in answer.items)),
        thread=answers[-1].thread,
        law=next((answer.law for answer in answers if answer.law), ""),
    )


def _is_told(one: FactSentence, told: Sequence[FactSentence]) -> bool:
    """Tell whether what a verdict is given on was told with another verdict before."""
    kind, values = one.kind.rpartition("+")[2], {**one.values, "claim": ""}
    alike = (other for other in told if other.kind.rpartition("+")[2] == kind)
    return "+" in one.kind and any({**other.values, "claim": ""} == values for other in alike)


def _verdict_alone(one: FactSentence) -> FactSentence:
    return FactSentence(one.kind.partition("+")[0], one.values)
