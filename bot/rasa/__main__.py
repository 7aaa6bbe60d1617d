"""``python -m bot.rasa COMMAND``: Rasa's own command line (train, shell, test, run ...).

``.venv/bin/rasa`` is this, so that Rasa's documented commands work where the libraries that no
component of this model uses are not installed.
"""

from __future__ import annotations

import importlib.util
import sys
import warnings
from tarfile import TarFile
from typing import Any

from bot.rasa.import_stubs import prepare_for_commands
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.settings.libraries import compute_in_one_thread, turn_off_telemetry


def main() -> None:
    """Run Rasa's command line with the arguments of this one."""
    # A fit shares out its products itself: with threads of numpy's own beside that a training on a
    # busy machine takes three times as long. Read when numpy is loaded, which the encoder does.
    compute_in_one_thread()
    from nlu.encoder.engines import choose_encoder

    try:
        choose_encoder(read_settings().encoder)
    except SettingError as error:
        sys.exit(f"rasa: {error}")
    turn_off_telemetry()
    # Rasa reads how it was called, for its usage line.
    sys.argv = ["rasa", *_without_plots(sys.argv[1:])]
    prepare_for_commands()
    _ignore_warnings_of_age()
    _run_graphs_without_dask()
    _pack_without_squeezing()
    from rasa.__main__ import main as rasa

    try:
        rasa()
    except ImportError as error:
        sys.exit(f"rasa: {error}")


def _ignore_warnings_of_age() -> None:
    """Keep quiet what libraries say of Rasa 3.6, which is older than they are by years."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # One warns of itself when it is imported, the other turns such warnings on.
        import pkg_resources  # noqa: F401
        import sanic.app  # noqa: F401
    warnings.simplefilter("ignore", DeprecationWarning)


def _run_graphs_without_dask() -> None:
    """Let training and every other command run graphs as serving does.

    Rasa hands dask its inputs as tasks that name themselves, which dask since 2024 calls a cycle.
    """
    import rasa.engine.runner.dask

    from bot.rasa.runner import OrderedGraphRunner

    rasa.engine.runner.dask.DaskGraphRunner = OrderedGraphRunner


def _pack_without_squeezing() -> None:
    """Let a model be packed as it is.

    Weights in half precision get smaller by an eighth, which took seconds of each training and a
    quarter of a second of each start.
    """
    from rasa.engine.storage import local_model_storage
    from tarsafe import TarSafe

    class Unsqueezed(TarSafe):  # type: ignore[misc]
        @classmethod
        def gzopen(cls, name: str, mode: str = "r", fileobj: Any = None, **_: Any) -> TarFile:
            opened: TarFile = super().gzopen(name, mode, fileobj, compresslevel=0)
            return opened

    local_model_storage.TarSafe = Unsqueezed


def _without_plots(arguments: list[str]) -> list[str]:
    """Return the arguments of a command, with ``--no-plot`` for tests where nothing can plot."""
    if arguments[:1] != ["test"] or importlib.util.find_spec("matplotlib"):
        return arguments
    print("rasa: matplotlib is not installed, so that no plots are made", file=sys.stderr)
    return [*arguments, "--no-plot"]


if __name__ == "__main__":
    main()
