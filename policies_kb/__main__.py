"""``python -m policies_kb``."""

import sys

from .cli import main

sys.exit(main())
