"""Text to tokens: one regular expression, every quantifier possessive, so that time is linear.

A plain reference such as ``@{Order.total}`` is one token: most references are, and it keeps
parsing fast. Any other reference is opened by a token of its own and read by the parser.
"""

import re
from typing import NamedTuple

from expressions.limits import MAX_TEXT
from expressions.problems import ExpressionError, Fix, Problem, problem

KEYWORDS = frozenset(
    ("and", "or", "not", "is", "has", "null", "true", "false", "if", "then", "else")
)

_PART = r"[A-Za-z_][A-Za-z0-9_-]*+"
_SIGIL = r"(?:@(?:event|node|action)?|\#|\$)\{"
_TOKEN = re.compile(
    rf"""\s*+(?:
      ({_SIGIL}\s*+{_PART}(?:\.{_PART})*+\s*+\}})          # 1 a plain reference
    | ([A-Za-z_][A-Za-z0-9_]*+)                            # 2 a word
    | ([0-9]++(?:\.[0-9]++)?+)                             # 3 a number
    | ("(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')              # 4 a text
    | (\.\s*+{_PART})                                      # 5 a dot and a part of a path
    | (==|!=|<=|>=|[<>+\-*/%()\[\],:{{}}.])                # 6 a sign
    | ({_SIGIL}(?:\s*+{_PART})?+)                          # 7 the opening of a reference
    | (\S)                                                 # 8 anything else is a fault
    )""",
    re.VERBOSE | re.DOTALL,
)

REFERENCE, WORD, NUMBER, TEXT, PART, SIGN, OPENING, FAULT, END = (
    "reference",
    "word",
    "number",
    "text",
    "part",
    "sign",
    "opening",
    "fault",
    "end",
)
_KINDS = ("", REFERENCE, WORD, NUMBER, TEXT, PART, SIGN, OPENING, FAULT)


class Token(NamedTuple):
    """``kind`` is the sign or keyword itself where it is one."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[tuple[str, str, int, int]]:
    """All tokens of a text (shaped as :class:`Token`, plain tuples for speed), END last.

    Raises ExpressionError for a text that is too long or holds what no token begins with.
    """
    if len(text) > MAX_TEXT:
        raise ExpressionError([problem("too_long", (0, len(text)), limit=MAX_TEXT)])
    found: list[tuple[str, str, int, int]] = []
    add, keywords = found.append, KEYWORDS
    # Without its trailing blanks: the search would start anew at each of them.
    for match in _TOKEN.finditer(text.rstrip()):
        index = match.lastindex
        if index is None:
            continue
        part = match[index]
        end = match.end()
        if index == 6 or (index == 2 and part in keywords):
            add((part, part, end - len(part), end))
        elif index == 8:
            raise ExpressionError([_fault(text, end - 1)])
        else:
            add((_KINDS[index], part, end - len(part), end))
    length = len(text)
    add((END, "", length, length))
    return found


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
