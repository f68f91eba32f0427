"""Declared fields: how many there may be, and their paths: ``a.b``, ``items[].price``."""

import re

MAX_PATH = 500
MAX_FIELDS = 500
_NAME = r"[^.\[\]'\"\s]{1,100}"
_PATH = re.compile(rf"{_NAME}(\[\])*(\.{_NAME}(\[\])*)*\Z")


def is_path(text: str) -> bool:
    """Whether a field may be declared here. No path reaches for what Python keeps under ``__``."""
    return (
        len(text) <= MAX_PATH
        and text.isprintable()
        and "__" not in text
        and _PATH.match(text) is not None
    )
