"""A name for people from the path of a field: ``customer.firstName`` is "First name"."""

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z_\-]+")
# Alone these say nothing, so the name above is put before them.
_BARE = frozenset(
    ("id", "name", "type", "value", "code", "key", "date", "time", "number", "status", "token")
)


def shown(path: str) -> str:
    """The words of the last name of a path, with those of the one above where it says little."""
    names = [name for name in path.replace("[]", "").split(".") if name]
    if not names:
        return path
    words = _words(names[-1])
    if len(names) > 1 and " ".join(words) in _BARE:
        words = _words(names[-2]) + words
    text = " ".join(words) or names[-1]
    return text[:1].upper() + text[1:]


def _words(name: str) -> list[str]:
    found = _WORDS.findall(name.lstrip("_@"))
    return [word if word.isupper() and len(word) > 1 else word.lower() for word in found]
