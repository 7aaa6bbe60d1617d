"""Fetches the uv of uv.lock from the package registry, for a machine that has a Python but no uv.

    get_uv.py FOLDER

Uses the standard library only: Debian's Python comes without pip and venv. The registry is that of
``UV_DEFAULT_INDEX`` (a mirror) or pypi.org; uv.lock says which file, and the hash it must have
whatever the registry. Runs on Python 3.6 and later.
"""

import base64
import hashlib
import html.parser
import http.client
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
#: A wheel of uv in uv.lock: its name, the platforms in it, its hash.
WHEEL = re.compile(r'/(uv-[\d.]+-py3-none-([\w.]+)\.whl)", hash = "sha256:([0-9a-f]{64})"')


class PackageLinks(html.parser.HTMLParser):
    """The addresses on a page of the simple repository API (PEP 503)."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        """Keep the address of a link."""
        address = dict(attributes).get("href")
        if tag == "a" and address:
            self.found.append(address.partition("#")[0])


def runs_here(tag):
    """Whether a platform tag (PEP 600, 656) is of this system, machine and C library."""
    if platform.system() == "Darwin":
        family = "macosx_"
    else:
        family = "manylinux_" if platform.libc_ver()[0] == "glibc" else "musllinux_"
    return tag.startswith(family) and tag.endswith("_" + platform.machine())


def wheel_for_this_machine(lock):
    """Return name and hash of the wheel to fetch; of several that run here, the least demanding."""
    found = [
        (name, wanted)
        for name, tags, wanted in WHEEL.findall(lock)
        if any(runs_here(tag) for tag in tags.split("."))
    ]
    if not found:
        sys.exit(f"wence: uv.lock has no uv for this machine ({platform.platform()})")
    return min(found)


def fetch(address):
    """Return the content at an address."""
    # Some mirrors refuse the name that Python gives itself.
    headers = {"Accept": "text/html, */*", "User-Agent": "wence-setup"}
    parts = urllib.parse.urlsplit(address)
    who, at, host = parts.netloc.rpartition("@")
    if at:
        # urllib takes them for a part of the host's name.
        secret = base64.b64encode(urllib.parse.unquote(who).encode()).decode()
        headers["Authorization"] = f"Basic {secret}"
        address = urllib.parse.urlunsplit(parts._replace(netloc=host))
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return answer.read()


def fetch_wheel(name, wanted):
    """Return the content of a wheel of uv, whose hash is the wanted one."""
    index = os.environ.get("UV_DEFAULT_INDEX") or "https://pypi.org/simple"
    page = index.rstrip("/") + "/uv/"
    links = PackageLinks()
    links.feed(fetch(page).decode("utf-8", "replace"))
    for address in links.found:
        if urllib.parse.unquote(address).endswith("/" + name):
            content = fetch(urllib.parse.urljoin(page, address))
            if hashlib.sha256(content).hexdigest() != wanted:
                sys.exit(f"wence: {name} of {shown(index)} is not the one in uv.lock")
            return content
    sys.exit(f"wence: {shown(page)} has no {name}")


def shown(address):
    """Return an address without the name and password in it."""
    parts = urllib.parse.urlsplit(address)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def main(folder):
    """Put the program ``uv`` into the folder."""
    lock = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "uv.lock")
    with open(lock, encoding="utf-8") as file:
        name, wanted = wheel_for_this_machine(file.read())
    with zipfile.ZipFile(io.BytesIO(fetch_wheel(name, wanted))) as packed:
        inside = next(inside for inside in packed.namelist() if inside.endswith("/scripts/uv"))
        program = packed.read(inside)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    part = os.path.join(folder, "uv.part")
    with open(part, "wb") as file:
        file.write(program)
    os.chmod(part, 0o755)
    os.replace(part, os.path.join(folder, "uv"))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (OSError, ValueError, http.client.HTTPException) as error:
        sys.exit(f"wence: the package registry does not answer: {error}")
