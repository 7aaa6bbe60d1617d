#!/bin/sh
# Makes .venv from uv.lock.  setup.sh [dev] [ocr]: with what the tests and checks need as well, with
# what reads scans. What was once asked for stays when .venv is brought up to date.
#
# Nothing that is found is believed before it has run once: a pyenv shim answers to a name and then
# only says that the program is elsewhere. UV_PYTHON names the Python to use. A registry mirror named
# by UV_DEFAULT_INDEX, UV_INDEX_URL, PIP_INDEX_URL or pip's configuration is used for everything; the
# hashes of uv.lock are checked whatever the registry.
set -eu
cd "$(dirname "$0")/../.."

groups=$*
stamp=.venv/.wence-inputs
inputs=$(cat uv.lock pyproject.toml tools/setup/setup.sh | cksum)

say() { echo "wence: $*" >&2; }

made() {  # Whether .venv was made, whole, from the same files, with at least what is asked for.
    read -r sum size kept 2>/dev/null <"$stamp" || return 1
    wanted=$groups groups=$kept
    for group in $wanted; do
        case " $groups " in *" $group "*) ;; *) groups="${groups:+$groups }$group" ;; esac
    done
    [ "$sum $size" = "$inputs" ] && [ "$groups" = "$kept" ]
}

fits() {  # Whether a Python can run the project; tells where it really is, behind shim and environment.
    "$1" - 2>/dev/null <<'PYTHON'
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(1)
import ctypes, sqlite3, ssl  # Some builds lack them.
print(sys._base_executable)
PYTHON
}

find_python() {
    if [ -n "${UV_PYTHON:-}" ]; then
        fits "$UV_PYTHON"
        return
    fi
    for candidate in python3 python3.13 python3.12 python3.11 python \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[1-3].*/bin/python; do
        if fits "$candidate"; then
            return
        fi
    done
    return 1
}

find_uv() {
    for candidate in "${UV:-}" uv "${HOME:-}/.local/bin/uv" "${HOME:-}/.cargo/bin/uv" .tools/bin/uv; do
        # One that is too old does not know uv.lock or a word of the commands below.
        if [ -n "$candidate" ] && "$candidate" export --quiet --frozen >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    # Any Python 3 can fetch it, also one that is too old for the project.
    for candidate in "$python" python3 python; do
        if [ -n "$candidate" ] && "$candidate" -c 'import ssl, urllib.request' 2>/dev/null; then
            say "fetching uv into .tools"
            "$candidate" tools/setup/get_uv.py .tools/bin >&2 && echo .tools/bin/uv
            return
        fi
    done
    return 1
}

find_mirror() {
    for address in "${UV_DEFAULT_INDEX:-}" "${UV_INDEX_URL:-}" "${PIP_INDEX_URL:-}" "$(
        cat "${PIP_CONFIG_FILE:-/dev/null}" "${XDG_CONFIG_HOME:-${HOME:-}/.config}/pip/pip.conf" \
            "${HOME:-}/.pip/pip.conf" /etc/pip.conf 2>/dev/null |
            sed -n 's/^ *index-url *[=:] *//p' | head -n 1
    )"; do
        if [ -n "$address" ]; then
            echo "$address"
            return
        fi
    done
    return 1
}

use_this_machine() {  # Registry, certificates and cache as they are here.
    mirror=$(find_mirror) && export UV_DEFAULT_INDEX="$mirror"
    # An agency's network may stand between with a certificate that only the machine's own list knows;
    # a bare container has no list.
    if [ -s /etc/ssl/certs/ca-certificates.crt ] || [ -s /etc/pki/tls/certs/ca-bundle.crt ] ||
        [ "$(uname)" = Darwin ]; then
        export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_NATIVE_TLS="${UV_NATIVE_TLS:-true}"
    fi
    # uv takes an empty name for a mistake.
    [ -n "${UV_CACHE_DIR:-}" ] || unset UV_CACHE_DIR
    # Without a place in the home (a service account, a read-only home) downloads are kept here.
    cache=${UV_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/uv}
    mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || export UV_CACHE_DIR=.tools/cache
}

make_environment() {
    "$uv" venv --quiet --clear --no-project --python "${python:-${UV_PYTHON:->=3.11,<3.14}}" .venv &&
        fits .venv/bin/python >/dev/null || {
        if [ -n "${UV_PYTHON:-}" ]; then
            say "UV_PYTHON names $UV_PYTHON, which is no Python 3.11, 3.12 or 3.13 that runs here;" \
                "name another, or none, and run make again"
        else
            say "there is no Python 3.11, 3.12 or 3.13 on this machine, and uv could fetch none;" \
                "install one (Debian, Ubuntu: apt-get install python3) and run make again"
        fi
        exit 2
    }
}

install_packages() {
    # Through the list of hashes, because uv.lock holds the addresses of pypi.org, which a mirror replaces.
    flags=
    for group in $groups; do
        flags="$flags --group $group"
    done
    # shellcheck disable=SC2086
    "$uv" export --quiet --frozen --no-header --no-emit-project $flags \
        --output-file .venv/requirements.txt >/dev/null &&
        "$uv" pip sync --quiet --require-hashes -b .venv/requirements.txt \
            --compile-bytecode --python .venv/bin/python .venv/requirements.txt || {
        say "could not install the packages of uv.lock; check the network (UV_DEFAULT_INDEX names a" \
            "mirror) and the disk, and run make again: it goes on where it was"
        exit 2
    }
    # It has no wheel, and what building it leaves in the cache is 130 MB for a list of 5. Where
    # another uv holds the cache it stays.
    UV_LOCK_TIMEOUT=1 "$uv" cache clean --quiet jieba 2>/dev/null || true
    # Rasa's own command is this project's entry to it: it works without the libraries Rasa names.
    cat > .venv/bin/rasa <<'RASA'
#!/bin/sh
here=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}" exec "$here/.venv/bin/python" -m bot.rasa "$@"
RASA
    chmod +x .venv/bin/rasa
}

usable=
if [ -f "$stamp" ] && fits .venv/bin/python >/dev/null; then
    usable=yes
    if made; then
        exit 0
    fi
fi
say "making .venv${groups:+ with $groups} (a minute with a good network)"
use_this_machine
python=$(find_python) || python=
uv=$(find_uv) || {
    say "cannot get uv: none here works, and none could be fetched from the package registry; install" \
        "Python 3.11, 3.12 or 3.13, check the network (UV_DEFAULT_INDEX names a mirror), run make again"
    exit 2
}
# One that was made whole is brought up to date in place: a server may be running from it.
rm -f "$stamp"
[ -n "$usable" ] || make_environment
install_packages
echo "$inputs $groups" > "$stamp"
