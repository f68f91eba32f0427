"""Parameters from a body that somebody's API takes."""

import re
from collections.abc import Sequence
from typing import Any

from remote.fields import KEY, from_sample

Parameter = dict[str, Any]
_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9_]+")


def parameters_from(declared: Sequence[Parameter], sample: str) -> list[Parameter]:
    """The declared parameters, and one for each value of the sample that has no place yet.

    The key is the last part of the path, with more of it where that is taken. Fields of objects
    in a list have no place of their own: lists are given whole.

    Raises:
        ValidationError: the sample is too large, or not JSON.
    """
    rows = list(declared)
    places = {row.get("path") or row["key"] for row in rows}
    for field in from_sample(sample):
        path = field["path"]
        if "[]" in path or path in places:
            continue
        key = _key(path, {row["key"] for row in rows})
        if key:
            place = {} if key == path else {"path": path}
            rows.append({"key": key, "type": field["type"], **place})
    return rows


def _key(path: str, taken: set[str]) -> str | None:
    parts = path.split(".")
    for start in range(len(parts) - 1, -1, -1):
        key = _NOT_IN_A_KEY.sub("_", "_".join(parts[start:])).strip("_")
        if KEY.fullmatch(key) and key not in taken:
            return key
    return None
