"""``/openapi.json`` and ``/api``: what programs may ask, for programs and for their makers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web.pages import show_page

_FILE = Path(__file__).parent / "openapi.yml"


@cache
def description() -> dict[str, Any]:
    """Return the description of the interface (OpenAPI 3.1)."""
    with _FILE.open(encoding="utf-8") as file:
        return yaml.safe_load(file)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Operation:
    """One thing that may be asked, as the page shows it.

    Attributes:
        method: HTTP method in capitals.
        path: Path of the address.
        summary: What it does.
        takes: Name of the schema of its body, empty for none.
        example: A body as JSON, empty for none.
        responses: (HTTP status, what it means, name of the schema) of each.
    """

    method: str
    path: str
    summary: str
    takes: str
    example: str
    responses: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ReplyField:
    """One field of a schema, as the page shows it.

    Attributes:
        name: Its name.
        kind: Its type in words.
        target: Name of the schema it holds, empty for a plain type.
        required: Whether it is always there.
        means: What it holds.
    """

    name: str
    kind: str
    target: str
    required: bool
    means: str


def openapi_document(request: Request) -> Response:
    """Send the description as JSON; scripts of any site may read it."""
    return JSONResponse(description(), headers={"Access-Control-Allow-Origin": "*"})


def page(request: Request) -> Response:
    """Show the description as a page, without any script."""
    told = description()
    schemas = told["components"]["schemas"]
    return show_page(
        request,
        "api.html",
        info=told["info"],
        operations=operations(),
        schemas={name: fields(name) for name in schemas if "properties" in schemas[name]},
    )


def operations() -> list[Operation]:
    """Return everything that may be asked, in the order of the description."""
    return [
        _operation(method, path, told)
        for path, methods in description()["paths"].items()
        for method, told in methods.items()
    ]


def fields(schema: str) -> list[ReplyField]:
    """Return the fields of a schema.

    Raises:
        KeyError: There is no such schema, or it is no object.
    """
    told = description()["components"]["schemas"][schema]
    required = told.get("required", ())
    return [
        ReplyField(
            name=name,
            kind=_kind(field),
            target=_target(field),
            required=name in required,
            means=field.get("description", ""),
        )
        for name, field in told["properties"].items()
    ]


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=told["summary"],
        takes=_target(body.get("schema", {})),
        example=json.dumps(body["example"], ensure_ascii=False) if "example" in body else "",
        responses=tuple(
            (
                status,
                answer["description"],
                _target(answer["content"]["application/json"]["schema"]),
            )
            for status, answer in told["responses"].items()
        ),
    )


def _target(schema: dict[str, Any]) -> str:
    """Return the name of the schema another one points to, itself or by its items."""
    pointer = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return str(pointer).rpartition("/")[2]


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _kind(description()["components"]["schemas"][_target(schema)])
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kinds = schema.get("type", "object")
    if kinds == "array":
        return f"array of {schema['items'].get('type', 'object')}"
    return kinds if isinstance(kinds, str) else " or ".join(kinds)
