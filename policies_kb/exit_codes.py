"""The exit codes of the commands."""

from __future__ import annotations

OK, FOUND_PROBLEMS, FAILED = 0, 1, 2
#: Nothing was changed because the operator did not say yes.
DECLINED = 1
#: Some of several files were refused; the others were added.
SOME_REFUSED = 1
