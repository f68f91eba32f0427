"""What the codes mean, in English and Korean: plain sentences that name the fault and the way out."""

from collections.abc import Mapping
from typing import Any

_EXPECTED = {
    "en": {
        "expression": "a value, a field or a function",
        "operator_or_end": "an operator, or the end",
        "type_test": '"null", "not null", "numeric", "integer" or "decimal"',
        "name": "a name",
    },
    "ko": {
        "expression": "값, 필드 또는 함수",
        "operator_or_end": "연산자 또는 식의 끝",
        "type_test": '"null", "not null", "numeric", "integer", "decimal" 중 하나',
        "name": "이름",
    },
}

_TEXTS: dict[str, tuple[str, str]] = {
    # Syntax
    "empty": (
        "The expression is empty. Write a condition or a value.",
        "식이 비어 있습니다. 조건이나 값을 입력하세요.",
    ),
    "too_long": (
        "The expression is longer than {limit} characters. Shorten it or split it into steps.",
        "식이 {limit}자를 넘습니다. 줄이거나 여러 단계로 나누세요.",
    ),
    "too_deep": (
        "The expression is nested more than {limit} levels deep. Simplify it.",
        "식이 {limit}단계보다 깊게 중첩되었습니다. 단순하게 바꾸세요.",
    ),
    "too_many_nodes": (
        "The expression has {count} parts; at most {limit} are allowed. Split it into steps.",
        "식의 구성 요소가 {count}개입니다. 최대 {limit}개까지 쓸 수 있으니 여러 단계로 나누세요.",
    ),
    "unterminated_text": (
        "This text has no closing {quote}. Add one where the text ends.",
        "텍스트를 닫는 {quote}가 없습니다. 텍스트가 끝나는 곳에 추가하세요.",
    ),
    "unexpected_character": (
        "The character {found} cannot stand here. Remove it, or put text between quotes.",
        "여기에는 {found} 문자를 쓸 수 없습니다. 지우거나, 텍스트라면 따옴표로 감싸세요.",
    ),
    "use_instead": ("Write {meant} instead of {found}.", "{found} 대신 {meant}를 쓰세요."),
    "unexpected": (
        "Expected {expected}, found {found}.",
        "{expected}이(가) 와야 하는데 {found}이(가) 있습니다.",
    ),
    "unexpected_end": (
        "The expression ends too early: expected {expected}.",
        "식이 너무 일찍 끝났습니다. {expected}이(가) 필요합니다.",
    ),
    "lowercase_word": ("Write {meant} in lower case.", "{meant}는 소문자로 쓰세요."),
    "unknown_word": (
        "{found} is not a word of the language. Put text between quotes, and fields into @{{...}}.",
        "{found}은(는) 알 수 없는 단어입니다. 텍스트는 따옴표로, 필드는 @{{...}}로 감싸세요.",
    ),
    "chained_comparison": (
        "Comparisons cannot follow one another. Put parentheses round one, or join them by and.",
        "비교를 이어서 쓸 수 없습니다. 하나를 괄호로 감싸거나 and로 연결하세요.",
    ),
    "not_needs_parentheses": (
        "Put not and what it negates into parentheses here.",
        "여기서는 not과 그 대상을 괄호로 감싸세요.",
    ),
    "integer_out_of_range": (
        "The number is outside the range of integers (64 bits).",
        "정수 범위(64비트)를 벗어난 수입니다.",
    ),
    "too_many_digits": (
        "The number has more than {limit} digits. Round it.",
        "숫자가 {limit}자리를 넘습니다. 반올림하세요.",
    ),
    "unknown_path_function": (
        "{name} is no function of a path. There are all, first, last, at, entry, firstEntryKey, keys.",
        "{name}은(는) 경로에 쓸 수 있는 함수가 아닙니다. all, first, last, at, entry, firstEntryKey, keys를 쓸 수 있습니다.",
    ),
    "unknown_option": (
        "A reference takes defaultValue and, for a data source, params; found {found}.",
        "참조에는 defaultValue와 (데이터 소스일 때) params만 쓸 수 있습니다. {found}이(가) 있습니다.",
    ),
    "double_parameter": (
        "The parameter {name} is given twice. Remove one.",
        "매개변수 {name}이(가) 두 번 있습니다. 하나를 지우세요.",
    ),
    # Names
    "unknown_function": (
        "There is no function {name}.{hint}",
        "{name} 함수는 없습니다.{hint}",
    ),
    "arity": (
        "{name} takes {expected} arguments, but {given} are given.",
        "{name}의 인수는 {expected}개인데 {given}개가 있습니다.",
    ),
    "unknown_event": (
        "The event {name} does not come before this step.{hint}",
        "{name} 이벤트는 이 단계 앞에 없습니다.{hint}",
    ),
    "unknown_node": (
        "The step {name} does not come before this step.{hint}",
        "{name} 단계는 이 단계 앞에 없습니다.{hint}",
    ),
    "unknown_action": (
        "The action {name} does not come before this step.{hint}",
        "{name} 액션은 이 단계 앞에 없습니다.{hint}",
    ),
    "unknown_source": (
        "There is no data source {name}.{hint}",
        "{name} 데이터 소스는 없습니다.{hint}",
    ),
    "unknown_group": (
        "The data source {source} has no field group {name}.{hint}",
        "{source} 데이터 소스에 {name} 필드 그룹이 없습니다.{hint}",
    ),
    "missing_group": (
        "Name the field group: #{{{name}.group.field}}.",
        "필드 그룹을 쓰세요: #{{{name}.그룹.필드}}.",
    ),
    "unknown_property": (
        "The journey has no property {name}.{hint}",
        "여정에 {name} 속성이 없습니다.{hint}",
    ),
    "unknown_field": (
        "{owner} has no field {name}.{hint}",
        "{owner}에 {name} 필드가 없습니다.{hint}",
    ),
    "unknown_parameter": (
        "The field group {owner} has no parameter {name}.{hint}",
        "{owner} 필드 그룹에 {name} 매개변수가 없습니다.{hint}",
    ),
    "current_outside": (
        "{name} has a meaning only inside all(...), first(...) or last(...).",
        "{name}은(는) all(...), first(...), last(...) 안에서만 쓸 수 있습니다.",
    ),
    "wrong_current": (
        "Here the element is called {meant}.",
        "여기서는 항목을 {meant}(으)로 써야 합니다.",
    ),
    # Types
    "wrong_type": (
        "A value of type {expected} is needed; this is {given}.",
        "{expected} 타입이 필요한데 {given} 타입입니다.",
    ),
    "wrong_arguments": (
        "{name} cannot take ({given}). It can be called as {expected}.",
        "{name}에 ({given})을(를) 넣을 수 없습니다. {expected} 형식으로 쓰세요.",
    ),
    "wrong_result": (
        "The result must be {expected}; it is {given}.",
        "결과는 {expected}이어야 하는데 {given}입니다.",
    ),
    "mixed_list": (
        "All elements of a list have one type; this is {given} among {expected}.",
        "목록의 항목은 모두 같은 타입이어야 합니다. {expected} 사이에 {given}이(가) 있습니다.",
    ),
    "mixed_branches": (
        "Both branches need one type: {left} and {right} differ.",
        "두 분기의 타입이 같아야 합니다: {left}와(과) {right}이(가) 다릅니다.",
    ),
    "wrong_default": (
        "The default must be {expected} like the field; it is {given}.",
        "기본값은 필드처럼 {expected}이어야 하는데 {given}입니다.",
    ),
    "never_equal": (
        "Values of type {left} and {right} are never equal. Convert one of them.",
        "{left}와(과) {right} 값은 결코 같을 수 없습니다. 한쪽을 변환하세요.",
    ),
    "cannot_compare": (
        "{left} and {right} have no common order. Convert one of them.",
        "{left}와(과) {right}은(는) 크기를 비교할 수 없습니다. 한쪽을 변환하세요.",
    ),
    "cannot_calculate": (
        "{left} {operator} {right} has no meaning. Convert one of them.",
        "{left} {operator} {right}은(는) 계산할 수 없습니다. 한쪽을 변환하세요.",
    ),
    "wrong_operand": (
        "{operator} cannot take {given}.",
        "{operator}에 {given}을(를) 쓸 수 없습니다.",
    ),
    "not_a_list": (
        "{name} works on a list; this is {given}.",
        "{name}은(는) 목록에만 쓸 수 있는데 {given}입니다.",
    ),
    "not_a_map": (
        "{name} works on a map; this is {given}.",
        "{name}은(는) 맵에만 쓸 수 있는데 {given}입니다.",
    ),
    "constant_needed": (
        "{name} must be a text constant in quotes.",
        "{name}은(는) 따옴표로 감싼 고정 텍스트여야 합니다.",
    ),
    "constant_unreadable": (
        "{text} cannot be read as {expected}.",
        "{text}을(를) {expected}(으)로 읽을 수 없습니다.",
    ),
    # Constants and logic
    "always_true": (
        "This is always true. Is a field meant?",
        "항상 참입니다. 필드를 쓰려던 것인가요?",
    ),
    "always_false": (
        "This is always false. Is a field meant?",
        "항상 거짓입니다. 필드를 쓰려던 것인가요?",
    ),
    "always_null": (
        "null makes the whole of this null. Is a field meant, or coalesce(...)?",
        "null이 있으면 전체가 null이 됩니다. 필드나 coalesce(...)를 쓰려던 것인가요?",
    ),
    "null_is_no": (
        "null counts as no here. Is a field meant?",
        "여기서 null은 거짓으로 봅니다. 필드를 쓰려던 것인가요?",
    ),
    "division_by_zero": ("Division by zero gives null.", "0으로 나누면 null이 됩니다."),
    # Runs
    "not_a_number": ('"{text}" is no number.', '"{text}"은(는) 숫자가 아닙니다.'),
    "number_out_of_range": (
        "The number is too large or too small (up to 34 digits, exponent up to 308).",
        "수가 너무 크거나 작습니다(최대 34자리, 지수 308).",
    ),
    "date_out_of_range": (
        "The date is outside the years 1 to 9999.",
        "날짜가 1년에서 9999년 사이를 벗어났습니다.",
    ),
    "duration_out_of_range": ("The duration is too long.", "기간이 너무 깁니다."),
    "part_out_of_range": (
        "{value} cannot be the {part} of this date.",
        "{value}은(는) 이 날짜의 {part} 값이 될 수 없습니다.",
    ),
    "unknown_unit": (
        '"{found}" is no unit. There are {known}.',
        '"{found}"은(는) 없는 단위입니다. {known} 중에서 고르세요.',
    ),
    "bad_pattern": (
        "The regular expression cannot be used: {reason}. RE2 has no back-references, no look-around.",
        "정규식을 쓸 수 없습니다: {reason}. 역참조와 전후방 탐색은 지원하지 않습니다(RE2).",
    ),
    "pattern_too_long": ("The pattern is longer than {limit}.", "패턴이 {limit}보다 깁니다."),
    "pattern_text_too_long": (
        "The text is too long for a regular expression (over {limit} characters).",
        "정규식으로 검사하기에 텍스트가 너무 깁니다({limit}자 초과).",
    ),
    "bad_text": (
        "The text holds characters that are not valid.",
        "텍스트에 올바르지 않은 문자가 있습니다.",
    ),
    "bad_date_pattern": (
        "The date pattern cannot be used at {found}. Use y M d H h m s S a E X; others between '.",
        "날짜 형식의 {found} 부분을 쓸 수 없습니다. y M d H h m s S a E X를 쓰고, 다른 글자는 '로 감싸세요.",
    ),
    "value_too_deep": (
        "The value is nested more than {limit} levels deep. Read a part of it.",
        "값이 {limit}단계보다 깊게 중첩되었습니다. 그 일부만 쓰세요.",
    ),
    "patterns_too_large": (
        "The regular expressions are too large together. Simplify them.",
        "정규식이 너무 큽니다. 더 단순하게 쓰세요.",
    ),
    "too_many_items": (
        "The list has {count} elements; at most {limit} are allowed. Filter it first.",
        "목록의 항목이 {count}개입니다. 최대 {limit}개이니 먼저 걸러 내세요.",
    ),
    "too_many_steps": (
        "The expression takes more than {limit} steps. Work on shorter lists.",
        "계산이 {limit}단계를 넘습니다. 더 짧은 목록을 쓰세요.",
    ),
    "result_too_large": (
        "The result is larger than {limit} bytes. Take less of it.",
        "결과가 {limit}바이트를 넘습니다. 더 작게 줄이세요.",
    ),
}

CODES = frozenset(_TEXTS)


def message(code: str, params: Mapping[str, Any], language: str = "en") -> str:
    """The sentence of a code. An unknown code is its own sentence: a message never fails."""
    texts = _TEXTS.get(code)
    if texts is None:
        return code
    language = "ko" if language.startswith("ko") else "en"
    filled = {name: _shown(name, value, language) for name, value in params.items()}
    filled["hint"] = _hint(params.get("nearest"), language)
    try:
        return texts[language == "ko"].format_map(filled)
    except KeyError:
        return texts[language == "ko"]


def _shown(name: str, value: Any, language: str) -> str:
    text = str(value)
    if name == "expected" and text in _EXPECTED[language]:
        return _EXPECTED[language][text]
    if name == "found" and not text:
        return "the end" if language == "en" else "식의 끝"
    return text if len(text) <= 200 else text[:200] + "…"


def _hint(nearest: Any, language: str) -> str:
    if not nearest:
        return ""
    return f" Did you mean {nearest}?" if language == "en" else f" {nearest}을(를) 뜻했나요?"
