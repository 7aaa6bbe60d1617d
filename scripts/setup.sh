#!/bin/sh
# Makes .venv from uv.lock: finds uv (or installs it into .tools) and a Python 3.10.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for candidate in "${PYTHON:-}" python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then
            # A pyenv shim answers by name only; the interpreter itself knows where it is.
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

find_uv() {
    # A pyenv shim is found by its name and then only says that uv is elsewhere: it is run before it is believed.
    if uv --version >/dev/null 2>&1; then
        command -v uv
        return
    fi
    if [ ! -x .tools/bin/uv ]; then
        echo "wence: installing uv into .tools" >&2
        python3 -m venv .tools >&2 && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv >&2
    fi
    echo .tools/bin/uv
}

uv=$(find_uv) || { echo "wence: cannot get uv; install Python 3 with venv and pip, or uv itself, and run make again" >&2; exit 2; }
python=$(find_python)
# Without a Python 3.10 of the system or of pyenv, uv fetches one of its own.
"$uv" sync --quiet --frozen --compile-bytecode ${python:+--python "$python"} || {
    echo "wence: could not make .venv; install Python 3.10 (for instance 'pyenv install 3.10') or check the network, and run make again" >&2
    exit 2
}
