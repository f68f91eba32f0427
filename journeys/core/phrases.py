"""The phrases in which steps are told: the same keys in English and Korean.

Korean keeps names in quotes apart from particles, so that no particle must fit a name.
"""

import re
from collections.abc import Mapping
from typing import Any

LANGUAGES = ("en", "ko")

_PHRASES: Mapping[str, tuple[str, str]] = {
    "quoted": ("“{}”", "‘{}’"),
    "nameless": ("(not chosen yet)", "(아직 선택 안 함)"),
    "no_rule": ("(no rule yet)", "(아직 규칙 없음)"),
    "only_if": (", only if {}", " (조건: {})"),
    # Entry
    "entry": ("People enter when {event} happens{condition}.", "{event} 이벤트가 발생하면 진입합니다{condition}."),
    # Condition
    "condition": ("Takes the first path that holds: {paths}; otherwise {other}.",
                  "처음으로 맞는 경로로 갑니다. {paths}; 그 밖에는 {other}."),
    "path_if": ("{path} if {rule}", "{path}: {rule}"),
    "no_paths": ("Has no paths yet.", "아직 경로가 없습니다."),
    "else": ("Else", "그 외"),
    "error": ("Error", "오류"),
    "error_path": (" If a value cannot be read, takes the error path.", " 값을 읽을 수 없으면 오류 경로로 갑니다."),
    "error_else": (" If a value cannot be read, takes the Else path.", " 값을 읽을 수 없으면 그 외 경로로 갑니다."),
    "time_between": ("it is between {from} and {to}", "{from}부터 {to} 전까지"),
    "time_from": ("it is {from} or later", "{from} 이후"),
    "time_to": ("it is before {to}", "{to} 전"),
    "on_days": ("{time} on {days}", "{days} {time}"),
    "days": ("it is {days}", "{days}"),
    "date_between": ("the date is from {from} until before {to}", "날짜가 {from}부터 {to} 전까지"),
    "date_from": ("the date is {from} or later", "날짜가 {from} 이후"),
    "date_to": ("the date is before {to}", "날짜가 {to} 전"),
    # Split
    "split": ("Splits people at random: {paths}.", "사람들을 무작위로 나눕니다: {paths}."),
    "share": ("{percent}% {path}", "{path} {percent}%"),
    # Wait
    "wait_event": ("Waits until {event} happens{condition}.", "{event} 이벤트가 발생할 때까지 기다립니다{condition}."),
    "wait_duration": ("Waits {length}{condition}.", "{length} 동안 기다립니다{condition}."),
    "wait_moment": ("Waits until {moment}{condition}.", "{moment}까지 기다립니다{condition}."),
    "wait_first": ("Waits for what comes first: {alternatives}.", "먼저 일어나는 쪽을 기다립니다: {alternatives}."),
    "no_alternatives": ("Waits for nothing yet.", "아직 기다릴 대상이 없습니다."),
    "event_happens": ("when {event} happens", "{event} 이벤트 발생 시"),
    "length_passes": ("after {length}", "{length} 후"),
    "moment_comes": ("at {moment}", "{moment}에"),
    "since_entry": (" (counted since the person entered)", " (진입 이후 발생한 것 포함)"),
    "leads_to": ("{what} → {path}", "{what} → {path}"),
    # Action
    "action": ("Carries out {action}{parameters}.", "{action} 액션을 실행합니다{parameters}."),
    "send": ("Sends {action}{parameters}.", "{action} 메시지를 보냅니다{parameters}."),
    "with": (" with {}", ". {}"),
    "fails_path": (" If it fails, takes the error path.", " 실패하면 오류 경로로 갑니다."),
    # End
    "end": ("The journey ends here.", "여정이 여기서 끝납니다."),
    "end_goal": ("The journey ends here: the goal is reached.", "여정이 여기서 끝납니다(목표 달성)."),
    "end_lost": ("The journey ends here: the person is lost.", "여정이 여기서 끝납니다(이탈)."),
    # The whole
    "step": ("{name}: {what}", "{name}: {what}"),
    "paths_of_condition": ("Takes the first path that holds:", "처음으로 맞는 경로로 갑니다:"),
    "paths_of_split": ("Splits people at random:", "사람들을 무작위로 나눕니다:"),
    "paths_of_wait": ("Waits for what comes first:", "먼저 일어나는 쪽을 기다립니다:"),
    "branch_path": ("{path}: if {rule}", "{path}: {rule}"),
    "branch_wait": ("{path}: {what}", "{path}: {what}"),
    "branch_share": ("{path}: for {percent}% of the people", "{path}: {percent}%의 사람"),
    "branch_else": ("Otherwise ({path})", "그 밖에({path})"),
    "branch_error": ("If it fails ({path})", "실패하면({path})"),
    "again": ("Goes on at {step}.", "{step} 단계로 이어집니다."),
    "open_end": ("Nothing follows: the journey ends here.", "다음 단계가 없어 여정이 여기서 끝납니다."),
    "unreached": ("Nobody reaches {step}.", "{step} 단계에는 아무도 도달하지 않습니다."),
    "empty": ("Nothing is drawn yet.", "아직 그려진 것이 없습니다."),
    "again_any": ("The same person may enter again after leaving.", "같은 사람이 나간 뒤 다시 진입할 수 있습니다."),
    "again_after": ("The same person may enter again {length} after leaving.", "같은 사람은 나간 뒤 {length}이 지나면 다시 진입할 수 있습니다."),
    "again_never": ("Everybody enters once at most.", "한 사람은 한 번만 진입합니다."),
    "clock_fixed": ("Clocks are those of {zone}.", "시각은 {zone} 시간대를 따릅니다."),
    "clock_person": ("Clocks are those of the person, where known, else of {zone}.", "시각은 사람의 시간대를 따르고, 모르면 {zone} 시간대를 따릅니다."),
    "starts": ("People enter from {moment} on.", "{moment}부터 진입합니다."),
    "ends": ("Nobody enters from {moment} on; people inside finish.", "{moment}부터는 진입하지 않으며, 안에 있는 사람은 끝까지 진행합니다."),
    "stay": ("Nobody stays longer than {length}.", "최대 {length}까지 머무릅니다."),
    "and": (" and ", " 및 "),
    "next": ("next", "다음"),
    "time": ("time", "시각"),
}  # fmt: skip
WEEKDAYS: Mapping[str, tuple[str, str]] = {
    "mon": ("Monday", "월요일"), "tue": ("Tuesday", "화요일"), "wed": ("Wednesday", "수요일"),
    "thu": ("Thursday", "목요일"), "fri": ("Friday", "금요일"), "sat": ("Saturday", "토요일"),
    "sun": ("Sunday", "일요일"),
}  # fmt: skip
_UNITS = (
    ("year", "년"), ("month", "개월"), ("week", "주"), ("day", "일"), ("hour", "시간"),
    ("minute", "분"), ("second", "초"),
)  # fmt: skip
_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)


def is_korean(language: str) -> bool:
    return language.startswith("ko")


def phrase(key: str, language: str, *values: Any, **named: Any) -> str:
    """A phrase with its blanks filled."""
    return _PHRASES[key][is_korean(language)].format(*values, **named)


def quoted(text: str, language: str) -> str:
    return phrase("quoted", language, text) if text else phrase("nameless", language)


def length(text: str, language: str) -> str:
    """An ISO 8601 duration in words; what is none stays as it is written."""
    match = _DURATION.fullmatch(text) if len(text) <= 80 else None
    parts = [] if match is None else list(zip(match.groups(), _UNITS, strict=True))
    told = [_part(number, unit, language) for number, unit in parts if number and _more(number)]
    if not told:
        zero = match is not None and any(match.groups())
        return _part("0", _UNITS[-1], language) if zero else text
    if is_korean(language):
        return " ".join(told)
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last


def _more(number: str) -> bool:
    return float(number) > 0


def _part(number: str, unit: tuple[str, str], language: str) -> str:
    plain = number.lstrip("0") or "0"
    if is_korean(language):
        return f"{plain}{unit[1]}"
    return f"{plain} {unit[0]}" + ("" if plain == "1" else "s")


def moment(text: str) -> str:
    """A moment of a graph as people write it: ``2026-12-24 18:00``, with UTC where it says so."""
    shown = text.strip().replace("T", " ", 1)
    return shown[:-1] + " UTC" if shown.endswith("Z") else shown


def listed(parts: list[str], language: str) -> str:
    """Words in a row: ``a, b and c``."""
    if is_korean(language) or len(parts) < 2:
        return ", ".join(parts)
    return ", ".join(parts[:-1]) + phrase("and", language) + parts[-1]
