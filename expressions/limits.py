"""The budgets of the language, in one place. A text or a value beyond one of them is refused.

A step is about a third of a microsecond of work, so that MAX_STEPS stays well below 50 ms: an
element looked at costs the parts of the condition, a list its length, a text a step for each 32
characters, a regular expression its size times the text's length.
"""

MAX_TEXT = 10_000
MAX_NODES = 1_000
MAX_DEPTH = 64
MAX_STEPS = 100_000
MAX_RESULT_BYTES = 256 * 1024
MAX_ITEMS = 10_000
MAX_EXPONENT = 308
MAX_DIGITS = 34
MIN_INTEGER = -(2**63)
MAX_INTEGER = 2**63 - 1
MAX_PATTERN = 1_024
MAX_PATTERN_TEXT = 64 * 1024
PATTERN_MEMORY = 256 * 1024
MAX_PROGRAM = 30_000
MAX_PATTERN_CLASSES = 16
MAX_VALUE_DEPTH = 64
MAX_DATE_TEXT = 40
MAX_NUMBER_TEXT = 400
