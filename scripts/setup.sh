#!/bin/sh
# Makes .venv from uv.lock.  setup.sh [dev]: with what the tests and checks need as well.
#
# Nothing that is found is believed before it has run once: a pyenv shim answers to a name and then
# only says that the program is elsewhere. A registry mirror named by UV_DEFAULT_INDEX, UV_INDEX_URL
# or PIP_INDEX_URL is used for everything; the hashes of uv.lock are checked whatever the registry.
set -eu
cd "$(dirname "$0")/.."

group=${1:-}
stamp=.venv/.wence-inputs
inputs=$(cat uv.lock pyproject.toml scripts/setup.sh | cksum)

say() { echo "wence: $*" >&2; }

made() {  # Whether .venv was made, whole, from the same files, with at least what is asked for.
    [ -f "$stamp" ] && .venv/bin/python -c '' 2>/dev/null || return 1
    case $(cat "$stamp") in
        "$inputs dev") group=dev ;;
        "$inputs ") [ -z "$group" ] ;;
        *" dev") group=dev; return 1 ;;
        *) return 1 ;;
    esac
}

fits() {  # Whether a Python can run the project; tells where it really is.
    "$1" - 2>/dev/null <<'PYTHON'
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(1)
import ctypes, sqlite3, ssl  # Some builds lack them.
print(sys.executable)
PYTHON
}

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[1-3].*/bin/python; do
        if [ -n "$candidate" ] && fits "$candidate"; then
            return
        fi
    done
    return 1
}

find_uv() {
    for candidate in "${UV:-}" uv "${HOME:-}/.local/bin/uv" "${HOME:-}/.cargo/bin/uv" .tools/bin/uv; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    # Any Python 3 can fetch it, also one that is too old for the project.
    for candidate in "$python" python3 python; do
        if [ -n "$candidate" ] && "$candidate" -c 'import ssl' 2>/dev/null; then
            say "fetching uv into .tools"
            "$candidate" scripts/get_uv.py .tools/bin >&2 && echo .tools/bin/uv
            return
        fi
    done
    return 1
}

mirror=${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-${PIP_INDEX_URL:-}}}
if [ -n "$mirror" ]; then
    export UV_DEFAULT_INDEX="$mirror"
fi
# Without a place in the home (a service account, a read-only home) the downloads are kept here.
# uv takes an empty name for a mistake.
[ -n "${UV_CACHE_DIR:-}" ] || unset UV_CACHE_DIR
if [ -z "${UV_CACHE_DIR:-}" ] && ! mkdir -p "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/uv" 2>/dev/null; then
    export UV_CACHE_DIR=.tools/cache
fi

if made; then
    exit 0
fi
say "making .venv${group:+ with what the tests need} (a minute with a good network)"
rm -f "$stamp"
python=$(find_python) || python=
uv=$(find_uv) || { say "cannot get uv: it is not installed and could not be fetched from the package registry; install Python 3.11, 3.12 or 3.13, check the network (UV_DEFAULT_INDEX names a mirror) and run make again"; exit 2; }
if [ -z "$python" ]; then
    say "no Python 3.11, 3.12 or 3.13 was found; asking uv for one"
fi
"$uv" venv --quiet --clear --no-project --python "${python:->=3.11,<3.14}" .venv || {
    say "there is no Python 3.11, 3.12 or 3.13 on this machine, and uv could fetch none; install one (Debian, Ubuntu: apt-get install python3) and run make again"
    exit 2
}
# Through the list of hashes, because uv.lock holds the addresses of pypi.org, which a mirror replaces.
"$uv" export --quiet --frozen --no-header --no-emit-project ${group:+--group "$group"} --output-file .venv/requirements.txt >/dev/null &&
    "$uv" pip sync --quiet --require-hashes --compile-bytecode --python .venv/bin/python .venv/requirements.txt || {
    say "could not install the packages of uv.lock; check the network (UV_DEFAULT_INDEX names a mirror) and the disk, and run make again: it goes on where it was"
    exit 2
}
# Rasa's own command is this project's entry to it: it works without the libraries Rasa names.
cat > .venv/bin/rasa <<'RASA'
#!/bin/sh
here=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}" exec "$here/.venv/bin/python" -m bot.model "$@"
RASA
chmod +x .venv/bin/rasa
echo "$inputs $group" > "$stamp"
