#!/bin/sh
# Looks up every locked package in the advisories of PyPI; arguments go to pip-audit.
# Exit 0: nothing known. Exit 1: findings, or packages that could not be looked up.
# Each finding is judged in docs/security.md.
set -eu
cd "$(dirname "$0")/.."

uv=uv
"$uv" --version >/dev/null 2>&1 || uv=.tools/bin/uv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$uv" export --quiet --frozen --no-dev --no-hashes --no-emit-project > "$folder/packages.txt"
# Of the same Python, so that only what is installed here is looked up.
.venv/bin/python -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pip-audit
# Strict: a package that is not found must not look like one without findings.
"$folder/venv/bin/pip-audit" --strict --disable-pip --no-deps --progress-spinner off \
    -r "$folder/packages.txt" "$@"
