"""What each problem says, in English and Korean. The client owns the sentences; these are the
ones of logs, of documents, and of clients that do not know a code."""

from collections.abc import Mapping
from typing import Any

TEXTS: Mapping[str, tuple[str, str]] = {
    # What a save refuses.
    "type": ("This must be {expected}.", "{expected} 형식이어야 합니다."),
    "missing": ("{field} is missing.", "{field} 값이 비어 있습니다."),
    "id_chars": (
        "A key has 1 to 64 letters, digits and _, and starts with a letter.",
        "키는 문자로 시작하는 1~64자의 영문, 숫자, _ 여야 합니다.",
    ),
    "length": ("At most {limit} characters are allowed.", "최대 {limit}자까지 쓸 수 있습니다."),
    "too_many": ("At most {limit} are allowed.", "최대 {limit}개까지 가능합니다."),
    "too_many_nodes": (
        "A journey may have at most {limit} steps.",
        "여정에는 단계를 최대 {limit}개까지 둘 수 있습니다.",
    ),
    "too_many_edges": (
        "A journey may have at most {limit} connections.",
        "여정에는 연결을 최대 {limit}개까지 둘 수 있습니다.",
    ),
    "depth": ("Nested too deeply.", "중첩이 너무 깊습니다."),
    "choice": ("One of these is needed: {choices}.", "다음 중 하나여야 합니다: {choices}."),
    "unknown_type": ("There is no step type {type}.", "{type} 단계 유형이 없습니다."),
    "unknown_node": ("There is no step {key}.", "{key} 단계가 없습니다."),
    "self_edge": (
        "A step cannot lead to itself.",
        "단계를 자기 자신에게 연결할 수 없습니다.",
    ),
    "duplicate_edge": ("This connection exists twice.", "같은 연결이 두 번 있습니다."),
    "position": (
        "A position is two numbers, x and y.",
        "위치는 두 숫자 x와 y여야 합니다.",
    ),
    "schema_version": (
        "This form of a journey is not known here.",
        "이 여정 형식은 지원하지 않습니다.",
    ),
    # What a publication refuses.
    "no_entry": (
        "The journey has no entry: choose the event by which people enter.",
        "진입 단계가 없습니다. 사람들이 들어올 이벤트를 선택하세요.",
    ),
    "many_entries": (
        "The journey has more than one entry. Keep one.",
        "진입 단계가 둘 이상입니다. 하나만 남기세요.",
    ),
    "entry_entered": (
        "A connection leads back to the entry. Delete it.",
        "진입 단계로 되돌아가는 연결이 있습니다. 삭제하세요.",
    ),
    "unreachable": (
        "Nobody can reach “{step}”. Connect it or delete it.",
        "‘{step}’ 단계에 도달할 수 없습니다. 연결하거나 삭제하세요.",
    ),
    "cycle": (
        "“{step}” leads back to itself. Journeys cannot go in circles.",
        "‘{step}’ 단계가 자기 자신으로 되돌아갑니다. 여정은 순환할 수 없습니다.",
    ),
    "many_edges": (
        "Two connections leave “{step}” at the same place. Keep one.",
        "‘{step}’ 단계의 같은 출구에서 연결이 둘 나갑니다. 하나만 남기세요.",
    ),
    "unknown_port": (
        "A connection leaves “{step}” where there is no path any more. Delete it.",
        "‘{step}’ 단계에서 이제 없는 경로로 나가는 연결이 있습니다. 삭제하세요.",
    ),
    "unknown_reference": (
        "There is no {kind} “{key}”. It may have been deleted; choose another.",
        "‘{key}’ {kind} 항목이 없습니다. 삭제되었을 수 있으니 다른 것을 선택하세요.",
    ),
    "read_before": (
        "“{key}” is read here before it can be known.",
        "‘{key}’ 값은 이 단계보다 뒤에서 알 수 있습니다.",
    ),
    "expression": (
        "The expression cannot be used: {reason}.",
        "수식을 사용할 수 없습니다: {reason}.",
    ),
    "expression_type": (
        "The expression must give {expected}; it gives {given}.",
        "수식의 결과는 {expected}이어야 하는데 {given}입니다.",
    ),
    "entry_looks_up": (
        "The entry's condition can read the event and the profile only, not {key}.",
        "진입 조건에서는 이벤트와 프로필만 읽을 수 있습니다({key} 불가).",
    ),
    "duplicate_key": (
        "Two paths have the key {key}. Rename one.",
        "경로 키 {key}이(가) 두 번 쓰였습니다. 하나를 바꾸세요.",
    ),
    "percent_range": (
        "A percentage is between 0 and 100.",
        "비율은 0에서 100 사이여야 합니다.",
    ),
    "percent_sum": (
        "The percentages add up to {total}; they must add up to 100.",
        "비율의 합이 {total}입니다. 100이 되어야 합니다.",
    ),
    "duration_invalid": (
        "“{text}” is no duration. Write PT6H for six hours, P2D for two days.",
        "‘{text}’은(는) 기간이 아닙니다. 6시간은 PT6H, 2일은 P2D로 쓰세요.",
    ),
    "months_in_duration": (
        "Months and years have no fixed length. Use weeks or days.",
        "월과 년은 길이가 일정하지 않습니다. 주나 일을 사용하세요.",
    ),
    "duration_negative": (
        "A duration cannot be negative.",
        "기간은 음수일 수 없습니다.",
    ),
    "duration_limit": (
        "The longest possible duration is {limit} days.",
        "기간은 최대 {limit}일입니다.",
    ),
    "duration_short": (
        "The shortest possible duration is {limit} seconds.",
        "기간은 최소 {limit}초입니다.",
    ),
    "moment_invalid": (
        "“{text}” is no date and time. Write 2026-12-24T18:00.",
        "‘{text}’은(는) 날짜와 시각이 아닙니다. 2026-12-24T18:00처럼 쓰세요.",
    ),
    "moment_past": (
        "{text} has passed. Nobody would wait here.",
        "{text}은(는) 이미 지났습니다. 아무도 기다리지 않게 됩니다.",
    ),
    "time_invalid": (
        "“{text}” is no time of day. Write 20:00.",
        "‘{text}’은(는) 시각이 아닙니다. 20:00처럼 쓰세요.",
    ),
    "range_empty": (
        "The range ends where it begins, or before.",
        "범위의 끝이 시작과 같거나 더 빠릅니다.",
    ),
    "number_range": (
        "This must be between {low} and {high}.",
        "{low}에서 {high} 사이여야 합니다.",
    ),
    "unknown_timezone": (
        "There is no time zone {zone}.",
        "{zone} 시간대가 없습니다.",
    ),
    # Warnings and hints.
    "range_over": ("This range lies in the past.", "이미 지난 범위입니다."),
    "wait_without_limit": (
        "“{step}” waits without a limit. People may stay here till their longest stay ends.",
        "‘{step}’ 단계에 대기 제한이 없습니다. 최대 체류 기간까지 머무를 수 있습니다.",
    ),
    "longer_than_stay": (
        "This is longer than the longest stay: nobody gets this far.",
        "최대 체류 기간보다 깁니다. 여기까지 도달하는 사람이 없습니다.",
    ),
    "path_longer_than_stay": (
        "The waits up to “{step}” add up to more than the longest stay.",
        "‘{step}’ 단계까지의 대기 합계가 최대 체류 기간보다 깁니다.",
    ),
    "duration_zero": (
        "A duration of zero does not wait.",
        "기간이 0이면 기다리지 않습니다.",
    ),
    "clock_gap": (
        "The clock skips {text} in {zone}; {at} is used.",
        "{zone}에서는 {text} 시각이 없어 {at}을(를) 사용합니다.",
    ),
    "shadowed": (
        "Path {path} can never be taken: path {by} catches everyone first.",
        "경로 {path}에는 아무도 들어올 수 없습니다. 경로 {by}에서 먼저 모두 처리됩니다.",
    ),
    "unknown_parameter": (
        "The action has no parameter {name}; its value is not used.",
        "액션에 {name} 매개변수가 없어 값이 사용되지 않습니다.",
    ),
    "unknown_setting": (
        "The setting {name} is not known and not used.",
        "{name} 설정은 알 수 없어 사용되지 않습니다.",
    ),
    "ends_here": (
        "A path of “{step}” ends without an End step.",
        "‘{step}’ 단계의 한 경로가 종료 단계 없이 끝납니다.",
    ),
    "same_name": (
        "Two steps are called “{step}”.",
        "이름이 ‘{step}’인 단계가 둘 있습니다.",
    ),
    # What goes wrong while people are inside.
    "expression_invalid": (
        "The expression cannot be used.",
        "수식을 사용할 수 없습니다.",
    ),
    "not_boolean": (
        "The rule gave neither true nor false.",
        "규칙의 결과가 참도 거짓도 아닙니다.",
    ),
    "moment_null": ("The computed time is empty.", "계산된 시각이 비어 있습니다."),
    "not_a_moment": ("The computed value is no time.", "계산된 값이 시각이 아닙니다."),
    "moment_out_of_range": (
        "The moment is outside the calendar.",
        "달력의 범위를 벗어난 시각입니다.",
    ),
    "too_many_steps": (
        "More than {limit} steps were taken at once.",
        "한 번에 {limit}단계를 넘었습니다.",
    ),
}


# Why a call or a look-up failed: the end of a sentence, by kind (``outbound.outcome``).
FAILURES: Mapping[str, tuple[str, str]] = {
    "http": ("the other side answered {status}", "상대 시스템이 {status}(으)로 응답했습니다"),
    "timeout": ("no answer came in time", "제시간에 응답이 오지 않았습니다"),
    "capped": (
        "the other side allows no more calls now",
        "상대 시스템이 지금은 호출을 더 받지 않습니다",
    ),
    "connect": ("no connection could be made", "연결할 수 없습니다"),
    "dns": ("the host name is not known", "호스트 이름을 찾을 수 없습니다"),
    "tls": ("the connection is not secure", "보안 연결을 할 수 없습니다"),
    "blocked": ("the address is not allowed", "허용되지 않은 주소입니다"),
    "bad_answer": ("the answer cannot be read", "응답을 읽을 수 없습니다"),
    "too_large": ("the answer is too large", "응답이 너무 큽니다"),
    "unrendered": ("the request could not be written", "요청을 만들 수 없습니다"),
    "rejected": ("the message was refused", "메시지가 거부되었습니다"),
    "crashed": (
        "every attempt ended the process that made it",
        "시도할 때마다 호출하던 프로세스가 종료되었습니다",
    ),
    "error": ("something went wrong", "문제가 발생했습니다"),
}
TEXTS = {
    **TEXTS,
    **{
        f"{of}_{kind}": (f"{english}: {why}.", f"{korean}: {reason}.")
        for of, english, korean in (
            ("action", "The action failed", "액션 실패"),
            ("fetch", "The look-up failed", "조회 실패"),
        )
        for kind, (why, reason) in FAILURES.items()
    },
}


class _Told(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence(code: str, params: Mapping[str, Any], language: str = "en") -> str:
    """The sentence of a code. Never fails: an unknown code is its own sentence."""
    texts = TEXTS.get(code)
    if texts is None:
        return code.replace("_", " ")
    shown = {name: _shown(value) for name, value in params.items()}
    return texts[1 if language == "ko" else 0].format_map(_Told(shown))


def _shown(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
