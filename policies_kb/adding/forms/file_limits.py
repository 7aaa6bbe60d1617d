"""How much memory, time and space reading a file may take."""

from __future__ import annotations

#: What a packed file may hold.
MAX_UNPACKED = 120 << 20
MAX_MEMBERS = 2000
#: Characters of the text that comes out; a whole gazette issue has a tenth.
MAX_TEXT = 3_000_000
MAX_PAGES = 600
#: A scanned page is read in seconds, not milliseconds.
MAX_SCANNED_PAGES = 60
#: Bytes of memory and seconds of a reading process.
MEMORY = 1 << 30
SCAN_MEMORY = 4 << 30
READ_SECONDS = 60
SCAN_SECONDS = 600
