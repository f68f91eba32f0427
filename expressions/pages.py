"""What each function does, by an example and in words: for the editor and for the page about it.

``nulls`` is the behaviour when an argument is null; a test runs every example and every null.
"""

from dataclasses import dataclass

# What null does, in English and in Korean.
NULLS = {
    "null": ("null", "null"),
    "skipped": (
        "nulls are left out; null if nothing is left",
        "null은 제외; 남는 값이 없으면 null",
    ),
    "counted": ("as it says; a null list counts as empty", "설명과 같음; null 목록은 빈 목록"),
    "false": ("false", "거짓"),
    "value": ("null is a value: equal to null alone", "null도 값: null과만 같음"),
    "text": ("counts as no text; null if both are", "빈 텍스트로 봄; 둘 다 null이면 null"),
    "first": ("skipped; null if all are", "건너뜀; 모두 null이면 null"),
    "empty": ("counts as an empty list", "빈 목록으로 봄"),
    "none": ("-", "-"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """``result`` is the example's value as JSON; None where it differs from run to run."""

    english: str
    korean: str
    example: str
    result: str | None
    nulls: str = "null"

    def text(self, language: str = "en") -> str:
        return self.korean if language.startswith("ko") else self.english

    def null_text(self, language: str = "en") -> str:
        return NULLS[self.nulls][language.startswith("ko")]


PAGES: dict[str, Page] = {
    "inSegment": Page("whether the person is in the segment", "사람이 세그먼트에 속하는지",
                      'inSegment("vip")', "false", "none"),
    "avg": Page("the average, always a decimal", "평균(항상 소수)", "avg([10, 3, 8])", "7.0", "skipped"),
    "count": Page("how many elements are not null", "null이 아닌 항목의 수",
                  "count([10, 2, null])", "2", "counted"),
    "countOnlyNull": Page("how many elements are null", "null인 항목의 수",
                          "countOnlyNull([10, 2, null])", "1", "counted"),
    "countWithNull": Page("how many elements there are", "항목의 수",
                          "countWithNull([10, 2, null])", "3", "counted"),
    "distinctCount": Page("how many different values there are, null aside; of objects by a key",
                          "서로 다른 값의 수(null 제외), 객체는 키 기준",
                          "distinctCount([10, 2, 10, null])", "2", "counted"),
    "distinctCountWithNull": Page("how many different values there are, null being one",
                                  "서로 다른 값의 수(null 포함)",
                                  "distinctCountWithNull([10, 2, 10, null])", "3", "counted"),
    "max": Page("the largest", "가장 큰 값", "max([10, 3, null])", "10", "skipped"),
    "min": Page("the smallest", "가장 작은 값", "min(10, 3)", "3", "skipped"),
    "sum": Page("the total of numbers or durations; 0 of an empty list", "숫자나 기간의 합; 빈 목록은 0",
                "sum([10, 3, null])", "13", "skipped"),
    "distinct": Page("the first of each value; of objects by a key", "값마다 첫 항목; 객체는 키 기준",
                     "distinct([10, 2, 10, null])", "[10, 2]"),
    "distinctWithNull": Page("the same, one null kept", "같지만 null 하나는 남김",
                             "distinctWithNull([10, null, 10, null])", "[10, null]"),
    "in": Page("whether the value is in the list", "값이 목록에 있는지", 'in("a", ["a", "b"])', "true", "value"),
    "listSize": Page("how many elements there are", "항목의 수", "listSize([10, null])", "2", "counted"),
    "serializeList": Page("the elements as one text; true puts each in double quotes",
                          "항목을 이은 텍스트; true면 각각 큰따옴표로 감쌈",
                          'serializeList(["a", "b"], ", ", false)', '"a, b"'),
    "sort": Page("in order, true for ascending, nulls last; objects by a key",
                 "정렬(true는 오름차순), null은 끝; 객체는 키 기준", "sort([3, 1, 2], true)", "[1, 2, 3]"),
    "filter": Page("the objects whose key is one of the values", "키가 값 목록에 있는 객체",
                   'count(filter(@{Order.items}, "sku", ["a"]))', "1"),
    "getListItem": Page("the element at a place, from 0; null outside", "해당 위치의 항목(0부터); 없으면 null",
                        "getListItem([10, 2], 1)", "2"),
    "intersect": Page("what is in both lists", "두 목록에 모두 있는 값",
                      "intersect([1, 2, 3], [3, 2])", "[2, 3]", "empty"),
    "limit": Page("the first so many, or the last with false", "앞에서(false면 뒤에서) 몇 개",
                  "limit([1, 2, 3], 2)", "[1, 2]"),
    "coalesce": Page("the first that is not null", "null이 아닌 첫 값", 'coalesce(null, "a")', '"a"', "first"),
    "toBool": Page('of texts "true" alone is true, of numbers all but 0', '텍스트는 "true"만, 숫자는 0이 아니면 참',
                   'toBool("true")', "true"),
    "toDateTime": Page("from ISO 8601 with an offset, milliseconds since 1970, or a wall clock in a zone, "
                       "in either order; without a zone the journey's",
                       "오프셋이 있는 ISO 8601, 1970년부터의 밀리초, 또는 시간대의 벽시계(순서 무관, 없으면 여정의 시간대)",
                       'toDateTime("2026-03-01T10:00:00+09:00")', '"2026-03-01T10:00:00+09:00"'),
    "toDateTimeOnly": Page("the wall clock that the value shows", "값이 보이는 벽시계 시각",
                           'toDateTimeOnly("2026-03-01")', '"2026-03-01T00:00:00"'),
    "toDateOnly": Page("the date that the value shows, or of year, month and day", "값이 보이는 날짜, 또는 연·월·일",
                       "toDateOnly(2026, 3, 1)", '"2026-03-01"'),
    "date": Page("dateTime, dateTimeOnly or dateOnly, by how the text is written",
                 "쓰인 형식에 따라 dateTime, dateTimeOnly, dateOnly", 'date("2026-03-01")', '"2026-03-01"'),
    "toDecimal": Page("as a decimal; dates and durations in milliseconds", "소수로; 날짜와 기간은 밀리초",
                      'toDecimal("4.5")', "4.5"),
    "toDuration": Page("from ISO 8601 or milliseconds", "ISO 8601 또는 밀리초에서 기간으로",
                       'toDuration("PT90M")', '"PT1H30M"'),
    "toInteger": Page("as an integer, the fraction cut off; dates and durations in milliseconds",
                      "정수로(소수부 버림); 날짜와 기간은 밀리초", "toInteger(1.9)", "1"),
    "toString": Page("as text: dates in UTC, durations in ISO 8601", "텍스트로: 날짜는 UTC, 기간은 ISO 8601",
                     "toString(toDuration(4000))", '"PT4S"'),
    "toTimeZone": Page("a time zone by its name or offset", "이름이나 오프셋으로 시간대",
                       'toTimeZone("Asia/Seoul")', '"Asia/Seoul"'),
    "currentTimeInMillis": Page("now, in milliseconds since 1970", "현재 시각(1970년부터의 밀리초)",
                                "currentTimeInMillis()", "1772359200000", "none"),
    "now": Page("now, in UTC unless a zone is given", "현재 시각(시간대가 없으면 UTC)",
                'now("Asia/Seoul")', '"2026-03-01T19:00:00+09:00"', "none"),
    "nowWithDelta": Page("now plus so many years, months, weeks or days by the calendar, hours, minutes or "
                         "seconds exactly", "현재에서 달력으로 몇 년·개월·주·일, 정확히 몇 시간·분·초 뒤",
                         'nowWithDelta(-1, "days")', '"2026-02-28T10:00:00Z"'),
    **{
        f"in{word}{unit.title()}": Page(
            f"whether it is between now and {span} {unit}, both included", korean,
            f'in{word}{unit.title()}(toDateTime("{at}"), 4)', "true")
        for unit, noun in (("hours", "시간"), ("days", "일"), ("months", "개월"), ("years", "년"))
        for word, span, korean, at in (
            ("Last", "the last so many", f"최근 몇 {noun} 안인지(양 끝 포함)", "2026-03-01T09:00:00Z"),
            ("Next", "the next so many", f"앞으로 몇 {noun} 안인지(양 끝 포함)", "2026-03-01T11:00:00Z"),
        )
    },
    "setDays": Page("another day of the month", "달의 날만 바꿈",
                    'setDays(toDateTimeOnly("2026-03-01T10:20:00"), 25)', '"2026-03-25T10:20:00"'),
    "setHours": Page("another hour, all else kept", "시만 바꿈",
                     'setHours(toDateTimeOnly("2026-03-01T10:20:00"), 4)', '"2026-03-01T04:20:00"'),
    "setMinutes": Page("another minute, all else kept", "분만 바꿈",
                       'setMinutes(toDateTimeOnly("2026-03-01T10:20:00"), 0)', '"2026-03-01T10:00:00"'),
    "updateTimeZone": Page("the same moment in another zone", "같은 순간을 다른 시간대로",
                           'updateTimeZone(now(), "Europe/Paris")', '"2026-03-01T11:00:00+01:00"'),
    "dateDiff": Page("whole units from the first to the second", "첫째에서 둘째까지의 온전한 단위 수",
                     'dateDiff(toDateOnly("2026-01-31"), toDateOnly("2026-03-01"), "days")', "29"),
    "datePart": Page("years, months, days, hours, minutes, seconds or dayOfWeek (Monday is 1)",
                     "연·월·일·시·분·초 또는 요일(월요일이 1)",
                     'datePart(toDateOnly("2026-03-01"), "dayOfWeek")', "7"),
    "formatDate": Page("as text by the letters y M d H h m s S a E X; in the zone given, else the journey's; "
                       "en or ko", "y M d H h m s S a E X 글자에 따른 텍스트(시간대는 지정하거나 여정의 것, en 또는 ko)",
                       'formatDate(now(), "yyyy-MM-dd HH:mm", "UTC")', '"2026-03-01 10:00"'),
    "random": Page("from 0 to below 1, the same for a step of a run", "0 이상 1 미만(같은 실행의 같은 단계에서는 같음)",
                   "random() < 1", "true", "none"),
    "round": Page("the nearest integer, ties upwards", "가장 가까운 정수(가운데는 위로)", "round(-2.5)", "-2"),
    "floor": Page("the next integer below", "내림", "floor(-1.5)", "-2"),
    "ceil": Page("the next integer above", "올림", "ceil(1.2)", "2"),
    "abs": Page("without its sign", "절댓값", "abs(-3)", "3"),
    "concat": Page("two texts, or a list of texts, joined", "텍스트를 이음", 'concat("Hello", "World")', '"HelloWorld"', "text"),
    "contain": Page("whether it contains the part", "포함하는지", 'contain("rowing is great", "great")', "true"),
    "containWithIgnoreCase": Page("the same in any case", "포함하는지(대소문자 무시)",
                                  'containWithIgnoreCase("rowing is great", "GREAT")', "true"),
    "endWith": Page("whether it ends so", "그렇게 끝나는지", 'endWith("Hello World", "World")', "true"),
    "endWithIgnoreCase": Page("the same in any case", "그렇게 끝나는지(대소문자 무시)",
                              'endWithIgnoreCase("Hello World", "WORLD")', "true"),
    "startWith": Page("whether it begins so", "그렇게 시작하는지", 'startWith("Hello World", "Hello")', "true"),
    "startWithIgnoreCase": Page("the same in any case", "그렇게 시작하는지(대소문자 무시)",
                                'startWithIgnoreCase("Hello World", "HELLO")', "true"),
    "equalWithIgnoreCase": Page("equal in any case", "같은지(대소문자 무시)",
                                'equalWithIgnoreCase("rowing", "ROWING")', "true", "value"),
    "notEqualWithIgnoreCase": Page("different in any case", "다른지(대소문자 무시)",
                                   'notEqualWithIgnoreCase("rowing", "ROWING")', "false", "value"),
    "indexOf": Page("where the part first stands, from 0; -1 if nowhere", "처음 나오는 위치(0부터, 없으면 -1)",
                    'indexOf("Hello", "l")', "2"),
    "lastIndexOf": Page("where the part last stands, from 0; -1 if nowhere", "마지막으로 나오는 위치(0부터, 없으면 -1)",
                        'lastIndexOf("Hello", "l")', "3"),
    "isEmpty": Page("whether it is a text without characters", "빈 텍스트인지", 'isEmpty("")', "true", "false"),
    "isNotEmpty": Page("whether it has characters", "비어 있지 않은지", 'isNotEmpty("a")', "true", "false"),
    "length": Page("how many characters there are", "글자 수", 'length("안녕")', "2"),
    "lower": Page("in lower case", "소문자로", 'lower("B")', '"b"'),
    "upper": Page("in upper case", "대문자로", 'upper("b")', '"B"'),
    "trim": Page("without blanks at its ends", "양 끝 공백 제거", 'trim(" a ")', '"a"'),
    "matchRegExp": Page("whether the whole text fits the pattern (RE2)", "전체가 정규식(RE2)에 맞는지",
                        r'matchRegExp("Hello World", "Hello\s+World")', "true"),
    "replace": Page("the first occurrence replaced, taken literally", "처음 나오는 것을 바꿈(글자 그대로)",
                    'replace("Hello", "l", "x")', '"Hexlo"'),
    "replaceAll": Page("all occurrences replaced, taken literally", "모두 바꿈(글자 그대로)",
                       'replaceAll("Hello", "l", "x")', '"Hexxo"'),
    "replaceRegExp": Page("all that fits the pattern (RE2) replaced", "정규식(RE2)에 맞는 것을 모두 바꿈",
                          'replaceRegExp("a1b22", "[0-9]+", "#")', '"a#b#"'),
    "split": Page("the parts between what fits the pattern (RE2)", "정규식(RE2)에 맞는 것 사이의 부분들",
                  r'split("20.45.2", "\.")', '["20", "45", "2"]'),
    "substr": Page("from a place, from 0, up to another, that excluded; places outside mean the ends",
                   "시작 위치(0부터)에서 끝 위치 앞까지; 벗어나면 양 끝", 'substr("Hello World", 0, 5)', '"Hello"'),
    "left": Page("the first so many characters", "앞에서 몇 글자", 'left("Hello", 2)', '"He"'),
    "right": Page("the last so many characters", "뒤에서 몇 글자", 'right("Hello", 2)', '"lo"'),
    "uuid": Page("a random identifier, the same for a step of a run", "무작위 식별자(같은 실행의 같은 단계에서는 같음)",
                 "length(uuid())", "36", "none"),
}  # fmt: skip
