from __future__ import annotations

from store_fixtures import file as file
from store_fixtures import shared_url as shared_url
