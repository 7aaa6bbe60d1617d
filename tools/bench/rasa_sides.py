"""What is compared: this project, stock Rasa, another commit; each trained and served as usual.

Stock Rasa needs an older Python and TensorFlow, so it has an environment of its own
(``tools/bench/stock_rasa.sh``).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from bot.rasa.errors import EngineError
from policies_kb.paths import DATABASE, ROOT
from tools.bench.processes import Program, any_free_port
from tools.bench.timed_client import Protocol

#: Where the programs ``python`` and ``rasa`` of each side are.
_OWN_PROGRAMS = Path(sys.executable).parent
_STOCK_PROGRAMS = ROOT / ".tools" / "stock-rasa" / "bin"
_DATABASE = DATABASE.relative_to(ROOT)
_QUIET = {
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
}
_OWN_CONFIG = ROOT / "config.yml"
_OWN_PROTOCOL = Protocol(
    "/api/chat",
    lambda conversation, text: {"conversation": conversation, "message": text},
    lambda reply: reply["status"] != "error",
)


@dataclass(frozen=True)
class Side:
    """One of those compared.

    Attributes:
        name: Its name among the sides, also that of its model.
        kind: ``wence`` or ``stock``.
        title: What the table calls it.
        programs: The folder of its ``python`` and ``rasa``.
        folder: Where it is trained and run.
        config: Pipeline and policies.
        data: Training data.
        protocol: How its server is asked.
        home: The checkout whose code, domain and base it has.
    """

    name: str
    kind: str
    title: str
    programs: Path
    folder: Path
    config: Path
    data: tuple[Path, ...]
    protocol: Protocol
    home: Path = ROOT

    @property
    def model(self) -> Path:
        """Return the file of its model."""
        return self.folder / "models" / f"{self.name}.tar.gz"

    def prepare(self, *, keep_vectors: bool = False) -> None:
        """Make its folder new.

        Args:
            keep_vectors: Whether sentence vectors stay that were made by the last training.
        """
        build = self.folder / "build"
        if not keep_vectors:
            shutil.rmtree(self.folder, ignore_errors=True)
        build.mkdir(parents=True, exist_ok=True)
        # The pipeline looks for the base, and keeps vectors, below the folder it is trained in.
        base = build / DATABASE.name
        base.unlink(missing_ok=True)
        base.symlink_to(self.home / _DATABASE)
        shutil.copy(self.config, self.folder / "config.yml")
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)

    def training(self, cores: set[int]) -> Program:
        """Start ``rasa train`` with nothing kept from an earlier one but sentence vectors."""
        command = [self._path("rasa"), "train", "--config", "config.yml", "--domain"]
        command += [str(self.home / "nlu" / "domain.yml"), "--data", *map(str, self.data)]
        command += ["--out", str(self.model.parent), "--fixed-model-name", self.name]
        cache = {"RASA_CACHE_DIRECTORY": str(self.folder / ".cache")}
        return self._program(command, "train", cores, cache)

    def loading(self, cores: set[int]) -> Program:
        """Start a process that loads the model; it prints what it took."""
        (self.folder / "load.log").unlink(missing_ok=True)
        command = [self._path("python"), "-m", "tools.bench.rasa_load", self.kind, str(self.model)]
        return self._program(command, "load", cores)

    def parsing(self, program: Path, asked: Path, cores: set[int]) -> Program:
        """Start the program that times how messages are understood; it prints what it took."""
        (self.folder / "parse.log").unlink(missing_ok=True)
        command = [self._path("python"), str(program), str(self.home / _DATABASE)]
        return self._program([*command, str(self.model), str(asked)], "parse", cores)

    def server(self, cores: set[int], processes: int = 1) -> Serving:
        """Start what answers users, with so many processes that understand messages."""
        return _SERVERS[self.kind](self, cores, processes)

    def _path(self, program: str) -> str:
        return str(self.programs / program)

    def _program(
        self,
        command: list[str],
        name: str,
        cores: set[int],
        environment: Mapping[str, str] | None = None,
    ) -> Program:
        settings = {**_QUIET, "PYTHONPATH": str(self.home), **(environment or {})}
        return Program(command, self.folder / f"{name}.log", cores, settings, self.folder)


@dataclass
class Serving:
    """The programs of a running server; use it as a context, it ends them.

    Attributes:
        programs: All its programs.
        ports: Where it can be asked; clients are spread over them.
    """

    programs: list[Program] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def __enter__(self) -> Serving:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with ExitStack() as stack:
            for program in self.programs:
                stack.callback(program.stop)

    @property
    def ended(self) -> bool:
        """Tell whether one of its programs is over."""
        return any(program.ended for program in self.programs)

    def cpu_seconds(self) -> float:
        """Return the processor time used so far."""
        return sum(program.cpu_seconds() for program in self.programs)

    def memory(self) -> tuple[int, int]:
        """Return PSS and RSS in bytes."""
        found = [program.memory() for program in self.programs]
        return sum(pss for pss, _ in found), sum(rss for _, rss in found)


def wence(folder: Path, data: Path) -> Side:
    """Return this project."""
    return _own("wence", "Wence", folder, data)


def wence_in_full(folder: Path, data: Path, model: Path) -> Side:
    """Return this project with the model its users get; it is not trained here.

    Raises:
        EngineError: There is no such model.
    """
    if not model.is_file():
        raise EngineError(f"there is no model {model}; make it with `make train`")
    side = _own("full", "Wence, all examples", folder, data)
    side.prepare()
    side.model.parent.mkdir()
    side.model.symlink_to(model)
    return side


def checkout(home: Path, name: str, title: str, folder: Path) -> Side:
    """Return a checkout of this project, this one or another, with the model made in it.

    Raises:
        EngineError: Environment, base, model or sentence vectors are not made there.
    """
    model = home / "models" / "wence.tar.gz"
    vectors = home / "build" / "vectors.db"
    for file in (home / ".venv/bin/python", home / _DATABASE, model, vectors):
        if not file.exists():
            raise EngineError(f"there is no {file}; run `make train` there")
    side = Side(
        name=name,
        kind="wence",
        title=title,
        programs=home / ".venv" / "bin",
        folder=folder,
        config=home / "config.yml",
        data=(folder / "data",),
        protocol=_OWN_PROTOCOL,
        home=home,
    )
    side.prepare()
    shutil.copytree(home / "nlu" / "data", folder / "data")
    shutil.copy(vectors, folder / "build")
    side.model.parent.mkdir()
    side.model.symlink_to(model)
    return side


def stock(folder: Path, data: Path, stories: Path) -> Side:
    """Return stock Rasa.

    Raises:
        EngineError: It is not there.
    """
    if not (_STOCK_PROGRAMS / "rasa").is_file():
        raise EngineError("there is no stock Rasa; make it with `sh tools/bench/stock_rasa.sh`")
    protocol = Protocol(
        "/webhooks/rest/webhook",
        lambda conversation, text: {"sender": conversation, "message": text},
        lambda reply: any("custom" in message for message in reply),
    )
    config = Path(__file__).with_name("rasa_stock.yml")
    return Side(
        name="stock",
        kind="stock",
        title="stock Rasa",
        programs=_STOCK_PROGRAMS,
        folder=folder,
        config=config,
        data=(data, stories),
        protocol=protocol,
    )


def _own(name: str, title: str, folder: Path, data: Path) -> Side:
    return Side(
        name=name,
        kind="wence",
        title=title,
        programs=_OWN_PROGRAMS,
        folder=folder,
        config=_OWN_CONFIG,
        data=(data,),
        protocol=_OWN_PROTOCOL,
    )


def _serve_wence(side: Side, cores: set[int], processes: int) -> Serving:
    port = any_free_port()
    kept = side.folder / "conversations.db"
    for file in side.folder.glob(f"{kept.name}*"):
        file.unlink()
    settings = {
        "WENCE_DATABASE": f"sqlite:///{kept}",
        # One client asks more than a user may.
        "WENCE_RATE_USER": "0",
        "WENCE_RATE_ADDRESS": "0",
    }
    command = [side._path("python"), "-m", "bot", "--model", str(side.model), "serve"]
    command += ["--port", str(port), "--workers", str(processes)]
    return Serving([side._program(command, "serve", cores, settings)], [port])


def _serve_stock(side: Side, cores: set[int], processes: int) -> Serving:
    actions = any_free_port()
    endpoints = side.folder / "endpoints.yml"
    endpoints.write_text(f'action_endpoint:\n  url: "http://127.0.0.1:{actions}/webhook"\n')
    # The actions are this project's, and so are the libraries they need.
    command = [str(_OWN_PROGRAMS / "rasa"), "run", "actions", "--actions", "actions.rasa_actions"]
    command += ["--port", str(actions)]
    serving = Serving([side._program(command, "actions", cores)])
    for number in range(processes):
        port = any_free_port()
        command = [side._path("rasa"), "run", "--model", str(side.model)]
        command += ["--endpoints", str(endpoints), "--interface", "127.0.0.1", "--port", str(port)]
        serving.programs.append(side._program(command, f"serve-{number}", cores))
        serving.ports.append(port)
    return serving


_SERVERS: dict[str, Callable[[Side, set[int], int], Serving]] = {
    "wence": _serve_wence,
    "stock": _serve_stock,
}
