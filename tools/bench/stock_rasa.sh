#!/bin/sh
# Makes .tools/stock-rasa for `make bench BENCH=rasa`: Rasa as its makers ship it, with TensorFlow.
# Its metadata names Python 3.10 at most. Some 2 GB, that nothing but the comparison uses.
set -eu
cd "$(dirname "$0")/../.."
home=.tools/stock-rasa

find_python() {
    for candidate in python3.10 python3 "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.10.*/bin/python; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then
            # A pyenv shim answers by name only; the interpreter itself knows where it is.
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

if cmp -s tools/bench/stock-rasa.txt "$home/installed.txt"; then
    exit 0
fi
python=$(find_python) || { echo "wence: stock Rasa runs on Python 3.10 at most and there is none on this machine; the comparison is left out" >&2; exit 2; }
echo "wence: making $home, stock Rasa with TensorFlow (2 GB, some minutes)" >&2
rm -rf "$home"
"$python" -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check --use-pep517 --no-deps -r tools/bench/stock-rasa.txt
cp tools/bench/stock-rasa.txt "$home/installed.txt"
