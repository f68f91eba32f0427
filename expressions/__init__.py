"""The expression language: parse, check, compile, evaluate, explain. Pure Python.

See docs/expressions.md. Everything that others may use is here; the modules are private.

    compiled = compile('@{Order.total} > 100 and inSegment("vip")', scope)
    compiled.evaluate(env)      # True, False, ... or EvaluationError, or what env raises
    compiled.explain(env)       # the same with every value on the way
    check(text, scope, Type.BOOLEAN).problems
"""

from expressions.checker import Checked, check
from expressions.compiled import Compiled, Reference
from expressions.compiled import compile_text as compile  # noqa: A004 - the word of the language
from expressions.completion import complete, hover, signature_help
from expressions.environment import Environment
from expressions.formatter import format_tree as format  # noqa: A004 - the word of the language
from expressions.functions import ALL as FUNCTIONS
from expressions.pages import PAGES
from expressions.parser import parse
from expressions.problems import EvaluationError, ExpressionError, Fix, LimitExceeded, Problem
from expressions.scope import GroupScope, Scope
from expressions.trace import Explanation
from expressions.tree import Tree
from expressions.types import (
    ANY,
    BOOLEAN,
    DATE_ONLY,
    DATETIME,
    DATETIME_ONLY,
    DECIMAL,
    DURATION,
    INTEGER,
    MAP,
    NULL,
    OBJECT,
    STRING,
    TIMEZONE,
    Type,
)
from expressions.values import text_of, to_json, type_of
from expressions.words import words

__all__ = [
    "ANY",
    "BOOLEAN",
    "DATETIME",
    "DATETIME_ONLY",
    "DATE_ONLY",
    "DECIMAL",
    "DURATION",
    "FUNCTIONS",
    "INTEGER",
    "MAP",
    "NULL",
    "OBJECT",
    "PAGES",
    "STRING",
    "TIMEZONE",
    "Checked",
    "Compiled",
    "Environment",
    "EvaluationError",
    "Explanation",
    "ExpressionError",
    "Fix",
    "GroupScope",
    "LimitExceeded",
    "Problem",
    "Reference",
    "Scope",
    "Tree",
    "Type",
    "check",
    "compile",
    "complete",
    "format",
    "hover",
    "parse",
    "signature_help",
    "text_of",
    "to_json",
    "type_of",
    "words",
]
