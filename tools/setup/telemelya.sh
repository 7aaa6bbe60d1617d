#!/bin/sh
# Installs telemelya, a Bot API server for tests, into .tools/telemelya: it needs newer websockets than
# sanic 21.12 lets the project have. Without a Python that makes environments its test is skipped.
set -eu
cd "$(dirname "$0")/../.."
home=.tools/telemelya

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[1-9].*/bin/python; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            # A pyenv shim answers by name only; the interpreter itself knows where it is.
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

if cmp -s tools/setup/telemelya.txt "$home/installed.txt"; then
    exit 0
fi
python=$(find_python) || { echo "wence: telemelya needs Python 3.11 or newer (for instance 'pyenv install 3.11')" >&2; exit 2; }
rm -rf "$home"
"$python" -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check -r tools/setup/telemelya.txt
cp tools/setup/telemelya.txt "$home/installed.txt"
