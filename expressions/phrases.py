"""The phrases of ``words``: one set for each language, the same keys in both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Phrases:
    language: str
    conjunction: str
    disjunction: str
    negation: str
    comparisons: Mapping[str, str]
    moments: Mapping[str, str]
    ago: str
    hence: str
    tests: Mapping[tuple[str, bool], str]
    has_null: str
    conditional: str
    default: str
    below: str
    element: str
    nothing: str
    true: str
    false: str
    steps: Mapping[str, str]
    chosen: Mapping[str, str]


EN = Phrases(
    language="en",
    conjunction=", and ",
    disjunction=", or ",
    negation="it is not so that {}",
    comparisons={
        "==": "{} is {}",
        "!=": "{} is not {}",
        "<": "{} is less than {}",
        "<=": "{} is at most {}",
        ">": "{} is more than {}",
        ">=": "{} is at least {}",
    },
    moments={
        "<": "{} is before {}",
        "<=": "{} is not after {}",
        ">": "{} is after {}",
        ">=": "{} is not before {}",
    },
    ago="{} ago",
    hence="{} from now",
    tests={
        ("null", False): "{} has no value",
        ("null", True): "{} has a value",
        ("numeric", False): "{} is a number",
        ("numeric", True): "{} is not a number",
        ("integer", False): "{} is a whole number",
        ("integer", True): "{} is not a whole number",
        ("decimal", False): "{} is a decimal number",
        ("decimal", True): "{} is not a decimal number",
    },
    has_null="{} has an empty element",
    conditional="if {}, then {}, else {}",
    default=" (or {} if there is none)",
    below="{} › {}",
    element="its",
    nothing="no value",
    true="yes",
    false="no",
    steps={
        "all": "all of {}",
        "first": "the first of {}",
        "last": "the last of {}",
        "firstEntryKey": "the first key of {}",
        "keys": "the keys of {}",
    },
    chosen={
        "all": "those of {} where ({})",
        "first": "the first of {} where ({})",
        "last": "the last of {} where ({})",
        "at": "{} at position {}",
        "entry": "{} under {}",
    },
)

KO = Phrases(
    language="ko",
    conjunction=" 그리고 ",
    disjunction=" 또는 ",
    negation="다음이 아님: {}",
    comparisons={
        "==": "{} = {}",
        "!=": "{} ≠ {}",
        "<": "{} < {} (미만)",
        "<=": "{} ≤ {} (이하)",
        ">": "{} > {} (초과)",
        ">=": "{} ≥ {} (이상)",
    },
    moments={
        "<": "{} < {} (이전)",
        "<=": "{} ≤ {} (이전이거나 같음)",
        ">": "{} > {} (이후)",
        ">=": "{} ≥ {} (이후이거나 같음)",
    },
    ago="{} 전",
    hence="{} 뒤",
    tests={
        ("null", False): "{} 값이 없음",
        ("null", True): "{} 값이 있음",
        ("numeric", False): "{}이(가) 숫자임",
        ("numeric", True): "{}이(가) 숫자가 아님",
        ("integer", False): "{}이(가) 정수임",
        ("integer", True): "{}이(가) 정수가 아님",
        ("decimal", False): "{}이(가) 소수임",
        ("decimal", True): "{}이(가) 소수가 아님",
    },
    has_null="{}에 빈 항목이 있음",
    conditional="{}이면 {}, 아니면 {}",
    default=" (없으면 {})",
    below="{}의 {}",
    element="각 항목",
    nothing="값 없음",
    true="예",
    false="아니요",
    steps={
        "all": "{} 전체",
        "first": "{}의 첫 항목",
        "last": "{}의 마지막 항목",
        "firstEntryKey": "{}의 첫 키",
        "keys": "{}의 키 목록",
    },
    chosen={
        "all": "{} 중 ({})인 것",
        "first": "{} 중 ({})인 첫 항목",
        "last": "{} 중 ({})인 마지막 항목",
        "at": "{}의 {}번째 항목",
        "entry": "{}의 {} 항목",
    },
)

UNITS = {
    "en": {},
    "ko": {
        "years": "년",
        "months": "개월",
        "weeks": "주",
        "days": "일",
        "hours": "시간",
        "minutes": "분",
        "seconds": "초",
        "dayOfWeek": "요일",
    },
}
UNITS["en"] = {unit: unit for unit in UNITS["ko"]}

MOMENTS = ("now", "nowWithDelta", "toDateTime", "toDateTimeOnly", "toDateOnly", "date")


def amount(number: int, unit: str, language: str) -> str:
    """``1 day``, ``2 hours``; ``2시간``."""
    if language == "ko":
        return f"{number:,}{UNITS['ko'].get(unit, unit)}"
    return f"{number:,} {unit.removesuffix('s') if number == 1 else unit}"


def length(duration: timedelta, language: str) -> str:
    """``1 hour 30 minutes``; nothing below a second is said."""
    left, said = int(abs(duration).total_seconds()), []
    for unit, seconds in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
        count, left = divmod(left, seconds)
        if count:
            said.append(amount(count, unit, language))
    return ("−" if duration < timedelta() else "") + (
        " ".join(said) or amount(0, "seconds", language)
    )


CALLS: dict[str, dict[tuple[str, int], str]] = {
    "en": {
        ("inSegment", 1): "the person is in {0}",
        ("count", 1): "the number of {0}",
        ("countWithNull", 1): "the number of {0}",
        ("listSize", 1): "the number of {0}",
        ("distinctCount", 1): "the number of different {0}",
        ("sum", 1): "the total of {0}",
        ("avg", 1): "the average of {0}",
        ("max", 1): "the largest of {0}",
        ("min", 1): "the smallest of {0}",
        ("in", 2): "{0} is one of {1}",
        ("now", 0): "now",
        ("inLastHours", 2): "{0} is within the last {1} hours",
        ("inLastDays", 2): "{0} is within the last {1} days",
        ("inLastMonths", 2): "{0} is within the last {1} months",
        ("inLastYears", 2): "{0} is within the last {1} years",
        ("inNextHours", 2): "{0} is within the next {1} hours",
        ("inNextDays", 2): "{0} is within the next {1} days",
        ("inNextMonths", 2): "{0} is within the next {1} months",
        ("inNextYears", 2): "{0} is within the next {1} years",
        ("toDuration", 1): "the time {0}",
        ("toDateTime", 1): "{0} as a moment",
        ("toDateTimeOnly", 1): "{0} as local time",
        ("toDateOnly", 1): "{0} as a date",
        ("toInteger", 1): "{0} as a whole number",
        ("toDecimal", 1): "{0} as a number",
        ("toString", 1): "{0} as text",
        ("contain", 2): "{0} contains {1}",
        ("containWithIgnoreCase", 2): "{0} contains {1} (any case)",
        ("startWith", 2): "{0} starts with {1}",
        ("startWithIgnoreCase", 2): "{0} starts with {1} (any case)",
        ("endWith", 2): "{0} ends with {1}",
        ("endWithIgnoreCase", 2): "{0} ends with {1} (any case)",
        ("equalWithIgnoreCase", 2): "{0} is {1} (any case)",
        ("notEqualWithIgnoreCase", 2): "{0} is not {1} (any case)",
        ("isEmpty", 1): "{0} is an empty text",
        ("isNotEmpty", 1): "{0} is not empty",
        ("matchRegExp", 2): "{0} matches the pattern {1}",
        ("length", 1): "the length of {0}",
        ("coalesce", 2): "{0}, or {1} if there is none",
        ("dateDiff", 3): "the {2} from {0} to {1}",
    },
    "ko": {
        ("inSegment", 1): "{0} 세그먼트에 속함",
        ("count", 1): "{0}의 개수",
        ("countWithNull", 1): "{0}의 개수",
        ("listSize", 1): "{0}의 개수",
        ("distinctCount", 1): "서로 다른 {0}의 개수",
        ("sum", 1): "{0}의 합계",
        ("avg", 1): "{0}의 평균",
        ("max", 1): "{0} 중 가장 큰 값",
        ("min", 1): "{0} 중 가장 작은 값",
        ("in", 2): "{0}이(가) {1} 중 하나임",
        ("now", 0): "지금",
        ("inLastHours", 2): "{0}이(가) 최근 {1}시간 이내",
        ("inLastDays", 2): "{0}이(가) 최근 {1}일 이내",
        ("inLastMonths", 2): "{0}이(가) 최근 {1}개월 이내",
        ("inLastYears", 2): "{0}이(가) 최근 {1}년 이내",
        ("inNextHours", 2): "{0}이(가) 앞으로 {1}시간 이내",
        ("inNextDays", 2): "{0}이(가) 앞으로 {1}일 이내",
        ("inNextMonths", 2): "{0}이(가) 앞으로 {1}개월 이내",
        ("inNextYears", 2): "{0}이(가) 앞으로 {1}년 이내",
        ("toDuration", 1): "기간 {0}",
        ("toDateTime", 1): "{0} 시각",
        ("toDateTimeOnly", 1): "{0} 현지 시각",
        ("toDateOnly", 1): "{0} 날짜",
        ("toInteger", 1): "정수 {0}",
        ("toDecimal", 1): "숫자 {0}",
        ("toString", 1): "텍스트 {0}",
        ("contain", 2): "{0}에 {1} 포함",
        ("containWithIgnoreCase", 2): "{0}에 {1} 포함(대소문자 무시)",
        ("startWith", 2): "{0}이(가) {1}(으)로 시작",
        ("startWithIgnoreCase", 2): "{0}이(가) {1}(으)로 시작(대소문자 무시)",
        ("endWith", 2): "{0}이(가) {1}(으)로 끝남",
        ("endWithIgnoreCase", 2): "{0}이(가) {1}(으)로 끝남(대소문자 무시)",
        ("equalWithIgnoreCase", 2): "{0} = {1} (대소문자 무시)",
        ("notEqualWithIgnoreCase", 2): "{0} ≠ {1} (대소문자 무시)",
        ("isEmpty", 1): "{0}이(가) 빈 텍스트임",
        ("isNotEmpty", 1): "{0}이(가) 비어 있지 않음",
        ("matchRegExp", 2): "{0}이(가) {1} 패턴과 일치",
        ("length", 1): "{0}의 길이",
        ("coalesce", 2): "{0} (없으면 {1})",
        ("dateDiff", 3): "{0}부터 {1}까지의 {2}",
    },
}
