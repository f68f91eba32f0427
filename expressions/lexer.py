"""Text to tokens: one regular expression, every quantifier possessive, so that time is linear.

A token's text tells what it is: a quote begins a text, a digit a number, a letter a word, ``@``,
``#`` or ``$`` a reference, a dot with a name a part of a path; a sign stands for itself. A plain
reference such as ``@{Order.total}`` is one token: most references are, and it keeps parsing fast.
Any other reference is opened by a token of its own (``@{Order``) and read by the parser.
"""

import re

from expressions.limits import MAX_TEXT
from expressions.problems import ExpressionError, Fix, Problem, problem

KEYWORDS = frozenset(
    ("and", "or", "not", "is", "has", "null", "true", "false", "if", "then", "else")
)
SIGNS = frozenset(("==", "!=", "<=", ">=", *"<>+-*/%()[],:{}."))

_PART = r"[A-Za-z_][A-Za-z0-9_-]*+"
_NAMES = rf"\s*+{_PART}(?:\.{_PART})*+\s*+"
# Each alternative begins with one character or one class: the others are passed over at once.
_TOKEN = re.compile(
    rf"""(\s*+)(
      [A-Za-z_][A-Za-z0-9_]*+                               # a word
    | @(?:event|node|action)?+\{{(?:{_NAMES}\}}|(?:\s*+{_PART})?+)   # a reference, or its opening
    | [#$]\{{(?:{_NAMES}\}}|(?:\s*+{_PART})?+)
    | "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+'               # a text
    | [0-9][0-9]*+(?:\.[0-9]++)?+                           # a number
    | \.\s*+{_PART}                                         # a dot and a part of a path
    | [=!<>]=                                               # a sign of two characters
    | \S                                                    # a sign, or a fault
    )""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> tuple[list[str], list[int]]:
    """All tokens of a text, and where each starts; the last is empty, at the end.

    What is no token of the language is one all the same, of one character: the parser meets it in
    its turn. Raises ExpressionError for a text that is too long.
    """
    length = len(text)
    if length > MAX_TEXT:
        raise ExpressionError([problem("too_long", (0, length), limit=MAX_TEXT)])
    found: list[str] = []
    starts: list[int] = []
    at = 0
    # Without its trailing blanks: the search would start anew at each of them.
    for blanks, token in _TOKEN.findall(text.rstrip()):
        at += len(blanks)
        found.append(token)
        starts.append(at)
        at += len(token)
    found.append("")
    starts.append(length)
    return found, starts


def is_word(token: str) -> bool:
    return token[:1].isidentifier() and token.isascii() and token not in KEYWORDS


def fault(text: str, at: int, token: str) -> Problem | None:
    """What is wrong with the token at a place in itself, or None."""
    if len(token) != 1 or token in SIGNS or re.fullmatch("[A-Za-z0-9_]", token):
        return None
    return _fault(text, at)


_MISTAKES = {"=": "==", "&": "and", "|": "or", "!": "not ", "“": '"', "”": '"', "‘": "'", "’": "'"}


def _fault(text: str, at: int) -> Problem:
    character = text[at]
    if character in "\"'":
        fix = Fix(text[at:] + character, at, len(text))
        return problem("unterminated_text", (at, len(text)), fix=fix, quote=character)
    width = 2 if text[at : at + 2] in ("&&", "||") else 1
    meant = _MISTAKES.get(character)
    if meant is None:
        return problem("unexpected_character", (at, at + 1), found=character)
    fix = Fix(meant, at, at + width)
    found = text[at : at + width]
    return problem("use_instead", (at, at + width), fix=fix, found=found, meant=meant.strip())


_ESCAPE = re.compile(r"\\([\\\"'nt])")
_ESCAPED = {"n": "\n", "t": "\t"}


def unquote(token: str) -> str:
    r"""The value of a text token: knows ``\\ \" \' \n \t``; any other backslash is itself."""
    inner = token[1:-1]
    if "\\" not in inner:
        return inner
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), inner)


def quote(value: str) -> str:
    """The text token of a value, in double quotes; ``unquote`` gives the value back."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'
