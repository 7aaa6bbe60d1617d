"""``python -m policies_kb``."""

import sys

from policies_kb.cli import main

sys.exit(main())
