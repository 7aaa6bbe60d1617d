from __future__ import annotations

from store_fixtures import archive as archive
from store_fixtures import file as file
from store_fixtures import filled as filled
from store_fixtures import saved as saved
from store_fixtures import shared_url as shared_url
from store_fixtures import url as url
