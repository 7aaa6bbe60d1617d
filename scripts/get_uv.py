"""Fetches uv from the package registry into a folder, for a machine that has a Python but no uv.

    get_uv.py FOLDER

Uses the standard library only: Debian's Python comes without pip and venv. The registry is that of
``UV_DEFAULT_INDEX`` (a mirror) or pypi.org; the file's hash is checked. Runs on Python 3.6 and
later.
"""

import hashlib
import html.parser
import io
import os
import platform
import re
import sys
import urllib.parse
import urllib.request
import zipfile

#: Seconds without an answer of the registry.
TIMEOUT = 60
#: Ends of the wheels' names by system and machine, the first that is there (PEP 425, 600, 656).
WHEELS = {
    ("Linux", "x86_64"): ("manylinux_2_17_x86_64.manylinux2014_x86_64", "musllinux_1_1_x86_64"),
    ("Linux", "aarch64"): ("manylinux_2_17_aarch64.manylinux2014_aarch64", "musllinux_1_1_aarch64"),
    ("Darwin", "x86_64"): ("macosx_10_12_x86_64",),
    ("Darwin", "arm64"): ("macosx_11_0_arm64",),
}


class Links(html.parser.HTMLParser):
    """The addresses of a page of the simple repository API (PEP 503)."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        """Keep the address of a link to a file that was not withdrawn (PEP 592)."""
        given = dict(attributes)
        if tag == "a" and given.get("href") and "data-yanked" not in given:
            self.found.append(given["href"])


def newest_wheel(addresses, endings):
    """Return the address of the newest release's wheel with the first ending there is."""
    for ending in endings:
        found = []
        for address in addresses:
            name = urllib.parse.unquote(address.split("#")[0].rsplit("/", 1)[-1])
            version = re.match(r"uv-(\d+)\.(\d+)\.(\d+)-py3-none-(.+)\.whl$", name)
            if version and version.group(4) == ending:
                found.append((tuple(map(int, version.groups()[:3])), address))
        if found:
            return max(found)[1]
    return None


def fetch(address):
    """Return what stands at an address."""
    request = urllib.request.Request(address, headers={"Accept": "text/html, */*"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return answer.read()


def main(folder):
    """Put the program ``uv`` into the folder."""
    index = os.environ.get("UV_DEFAULT_INDEX") or "https://pypi.org/simple"
    page = index.rstrip("/") + "/uv/"
    endings = WHEELS.get((platform.system(), platform.machine()), ())
    links = Links()
    links.feed(fetch(page).decode("utf-8", "replace"))
    address = newest_wheel(links.found, endings)
    if address is None:
        sys.exit(f"wence: {page} has no uv for this machine ({platform.platform()})")
    wheel, _, mark = urllib.parse.urljoin(page, address).partition("#")
    content = fetch(wheel)
    wanted = dict(urllib.parse.parse_qsl(mark)).get("sha256")
    if not wanted or hashlib.sha256(content).hexdigest() != wanted:
        sys.exit(f"wence: {wheel} is not what the registry says it is")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        name = next(name for name in packed.namelist() if name.endswith("/scripts/uv"))
        program = packed.read(name)
    os.makedirs(folder, exist_ok=True)
    part = os.path.join(folder, "uv.part")
    with open(part, "wb") as file:
        file.write(program)
    os.chmod(part, 0o755)
    os.replace(part, os.path.join(folder, "uv"))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except OSError as error:
        sys.exit(f"wence: the package registry does not answer: {error}")
