"""Guided cases: a few questions, then the way that fits, with its proof."""

from __future__ import annotations

from collections.abc import Mapping

from actions.guides.credit import CreditCase
from actions.guides.model import Guide
from actions.guides.request import RequestCase
from actions.guides.wages import WagesCase

#: The guided cases by the intent that starts them.
GUIDES: Mapping[str, Guide] = {
    guide.name: guide for guide in (WagesCase(), CreditCase(), RequestCase())
}
