"""Reads a YAML file that an expert edits into a pydantic model, or tells what is wrong and where.

Strict where something could go wrong unseen: an unknown or repeated key, a date that does not
exist, a merge key and a tag are problems, and all problems of a file are told together. Keys are
text and dates are ISO text, so that a row is the same in YAML, JSON and the database.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from policies_kb.errors import DataFileError
from policies_kb.paths import ROOT

Content = TypeVar("Content")
FileRow = TypeVar("FileRow")
NamedRowType = TypeVar("NamedRowType", bound="NamedRow")
Location = Sequence[int | str]
#: Keys that tell which row of a list is meant.
_NAMES = ("id", "name", "document", "value", "figure", "provision")
_TAG = "tag:yaml.org,2002:"
#: So much of a wrong value is shown.
_SHOWN = 80
#: What pydantic says in Python's words or with more of them.
_PLAINLY = {
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "should be a mapping"),
    **dict.fromkeys(("tuple_type", "list_type", "frozen_set_type"), "should be a list"),
    "string_type": "should be text",
    "string_pattern_mismatch": "has not the right form ({pattern})",
    "too_short": "should hold at least {min_length}",
    "too_long": "should hold at most {max_length}",
}


class DataRow(BaseModel):
    """A mapping of a file: its keys are the fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, data: Any) -> Any:
        known = _keys_of(cls)
        unknown = [key for key in data if key not in known] if isinstance(data, dict) else ()
        if unknown:
            nearest = " or ".join(f"'{key}'" for key in get_close_matches(unknown[0], known, n=2))
            hint = f"did you mean {nearest}?" if nearest else f"known are {', '.join(known)}"
            raise PydanticCustomError(
                "unknown_key", "unknown key, {hint}", {"hint": hint, "key": unknown[0]}
            )
        return data


class NamedRow(DataRow):
    """A row that is called by its key, see ``ByName``."""

    _name: str = PrivateAttr("")

    @property
    def name(self) -> str:
        """Its key."""
        return self._name


def _call_by_keys(rows: dict[str, NamedRowType]) -> dict[str, NamedRowType]:
    for name, row in rows.items():
        row._name = name
    return rows


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("should say something")
    return text


def _split(words: Any) -> Any:
    return tuple(words.split()) if isinstance(words, str) else words


def _with_sound_pattern(words: str) -> str:
    _ignoring_case(words)
    return words


def _ignoring_case(words: Any) -> Any:
    if words == "":
        raise ValueError("should say something: it would fit everything")
    try:
        return re.compile(words, re.IGNORECASE) if isinstance(words, str) else words
    except re.error as error:
        raise ValueError(f"should be a regular expression: {error}") from error


#: A mapping of rows that know what they are called.
ByName = Annotated[dict[str, NamedRowType], AfterValidator(_call_by_keys)]
#: Text that says something.
Words = Annotated[str, AfterValidator(_not_blank)]
#: Words that stand in one text, apart by blanks.
SplitWords = Annotated[tuple[str, ...], BeforeValidator(_split)]
#: A regular expression that is a part of others.
PatternText = Annotated[str, AfterValidator(_with_sound_pattern)]
#: A regular expression for which capital and small letters are the same.
AnyCase = Annotated[re.Pattern[str], BeforeValidator(_ignoring_case)]
#: Fits nothing: a pattern that a row does not have.
NEVER = re.compile(r"(?!)")


class YamlText:
    """The text of a YAML file.

    Args:
        text: What it holds.
        name: What it is called in messages.
        above: Lines that stand above the text in its file.

    Attributes:
        data: It as plain data, ``None`` where it is no YAML.
        problems: What is wrong with it as YAML, a line each: ``file:line: message``.
    """

    def __init__(self, text: str, name: str, above: int = 0) -> None:
        self._text, self._above = text, above
        self.name = name
        self.data: Any = None
        loader = _Loader(text)
        try:
            self.data = loader.get_single_data()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            message = getattr(error, "problem", None) or str(error)
            # What is not closed is told of the line behind the last.
            line = min(mark.line, text.rstrip().count("\n")) if mark else 0
            loader.faults.append((line, " ".join(message.split())))
        self.problems = [f"{self._at(line)}: {message}" for line, message in loader.faults]

    def read_as(self, kind: type[Content]) -> Content:
        """Return the data as a model, or as a mapping or list of models.

        Raises:
            DataFileError: Something is wrong with them.
        """
        if self.problems:
            raise DataFileError(self.problems)
        try:
            return _adapter(kind).validate_python(self.data)  # type: ignore[no-any-return,arg-type]
        except ValidationError as error:
            raise DataFileError(list(self._told(error))) from error

    def place(self, *location: int | str) -> str:
        """Return ``file:line`` of a value, or of the nearest thing above it."""
        return self._at(self._line(location))

    def _told(self, error: ValidationError) -> Iterator[str]:
        found = [(self._line(_location(one)), one) for one in error.errors(include_url=False)]
        for line, one in sorted(found, key=lambda pair: pair[0]):
            field = ".".join(self._steps(_location(one)))
            yield f"{self._at(line)}: {field}{': ' if field else ''}{_message(one)}"

    def _steps(self, location: Location) -> Iterator[str]:
        """Yield what leads to a value: keys, and rows by what they are called."""
        value = self.data
        for step in location:
            if isinstance(value, dict) and step in value:
                value = value[step]
                yield str(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
                names = value if isinstance(value, dict) else {}
                yield next((str(names[key]) for key in _NAMES if key in names), str(step + 1))

    def _line(self, location: Location) -> int:
        node, line = self._root, 0
        for step in location:
            if isinstance(node, yaml.MappingNode):
                pairs = [pair for pair in node.value if pair[0].value == step]
                if pairs:
                    line, node = pairs[0][0].start_mark.line, pairs[0][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = node.start_mark.line
        return line

    def _at(self, line: int) -> str:
        return f"{self.name}:{line + 1 + self._above}"

    @cached_property
    def _root(self) -> yaml.Node | None:
        return None if self.data is None else yaml.compose(self._text, yaml.CSafeLoader)


class DataFile(Generic[Content]):
    """A file of data, read once when it is first needed.

    Args:
        file: Where it stands.
        kind: What it holds.
    """

    def __init__(self, file: Path, kind: type[Content]) -> None:
        self.file = file
        self.kind = kind

    @cached_property
    def data(self) -> Content:
        """What it holds.

        Raises:
            DataFileError: It is missing, or something is wrong with it.
        """
        return read_yaml(self.file, self.kind)


def files_in(folder: Path, kind: type[Content]) -> tuple[DataFile[Content], ...]:
    """Return the files of data of a folder, which all hold the same kind of thing."""
    return tuple(DataFile(path, kind) for path in sorted(folder.glob("*.yml")))


def merged(files: Iterable[DataFile[dict[str, FileRow]]]) -> dict[str, FileRow]:
    """Return the rows of files, by name.

    Raises:
        DataFileError: Something is wrong with a file, or two hold a row of one name.
    """
    rows: dict[str, FileRow] = {}
    owner: dict[str, Path] = {}
    for file in files:
        if twice := rows.keys() & file.data.keys():
            name = min(twice)
            place = yaml_text(file.file).place(name)
            message = f"'{name}' stands in {owner[name].name} too"
            raise DataFileError([f"{place}: {message}"])
        rows |= file.data
        owner |= dict.fromkeys(file.data, file.file)
    return rows


def read_all(files: Iterable[DataFile[Any]]) -> None:
    """Read files now, so that nothing wrong with them is found out later.

    Raises:
        DataFileError: All that is wrong with them.
    """
    problems: list[str] = []
    for file in files:
        try:
            _ = file.data
        except DataFileError as error:
            problems += error.problems
    if problems:
        # A file that is read with another tells of the other's problems too.
        raise DataFileError(list(dict.fromkeys(problems)))


def read_yaml(file: Path, kind: type[Content]) -> Content:
    """Return what a file holds as a model, or as a mapping or list of models.

    Raises:
        DataFileError: It is missing, or something is wrong with it.
    """
    return yaml_text(file).read_as(kind)


def yaml_text(file: Path, name: str = "") -> YamlText:
    """Return the text of a file.

    Args:
        file: Where it stands.
        name: What it is called in messages; by default its path within the project.

    Raises:
        DataFileError: It cannot be read.
    """
    name = name or str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)
    try:
        return YamlText(file.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError as error:
        raise DataFileError([f"{name}:1: is not UTF-8 text"]) from error
    except OSError as error:
        raise DataFileError([f"{name}:1: {error.strerror or error}"]) from error


class _Loader(yaml.CSafeLoader):
    """Makes plain data; what is wrong with them is collected as lines and messages."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.faults: list[tuple[int, str]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, "a key should be text")
            elif key.tag == f"{_TAG}merge":
                self._fault(key, "merge keys are not allowed")
            elif key.value in mapping:
                self._fault(key, f"key '{key.value}' stands here twice")
            else:
                mapping[key.value] = self.construct_object(value, deep=True)
        return mapping

    def day(self, node: yaml.ScalarNode) -> str:
        """Return a date as ISO text."""
        try:
            return date.fromisoformat(node.value).isoformat()
        except ValueError:
            self._fault(node, f"'{node.value}' is not a valid date")
            return str(node.value)

    def unknown(self, node: yaml.Node) -> None:
        """Refuse a tag: data are plain."""
        self._fault(node, f"unknown tag {node.tag}")

    def _fault(self, node: yaml.Node, message: str) -> None:
        self.faults.append((node.start_mark.line, message))


_Loader.add_constructor(f"{_TAG}timestamp", _Loader.day)
_Loader.add_constructor(None, _Loader.unknown)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _keys_of(model: type[BaseModel]) -> dict[str, None]:
    return {field.alias or name: None for name, field in model.model_fields.items()}


def _location(error: ErrorDetails) -> Location:
    """Return where the line of an error is: an unknown key itself, a missing one's mapping."""
    if error["type"] == "unknown_key":
        return (*error["loc"], error["ctx"]["key"])
    return error["loc"][:-1] if error["type"] == "missing" else error["loc"]


def _message(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "missing":
        return f"'{error['loc'][-1]}' is missing"
    if kind == "unknown_key":
        return error["msg"]
    if kind in _PLAINLY:
        return _shown(error) + _PLAINLY[kind].format(**error.get("ctx", {}))
    return _shown(error) + re.sub(r"^Value error, |^(?:Input|String) (?=should)", "", error["msg"])


def _shown(error: ErrorDetails) -> str:
    """Return a wrong value as it begins a sentence, nothing for one that is a list or a mapping."""
    value = error["input"]
    return f"{str(value)[:_SHOWN]!r} " if isinstance(value, str | int | float) else ""
