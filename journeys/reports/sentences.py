"""What happened, as sentences in English and Korean.

Names stand in quotes and no Korean particle must fit one. Moments in a sentence are those of the
journey's clock.
"""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import override

from journeys.core.phrases import LANGUAGES, is_korean
from journeys.core.problem_texts import FAILURES, TEXTS, sentence

Both = dict[str, str]

_TEXTS: Mapping[str, tuple[str, str]] = {
    # One step of a run
    "entered": ("Entered by “{event}”.", "‘{event}’ 이벤트로 진입했습니다."),
    "arrived_moved": (
        "“{event}” arrived: went on from “{node}” by “{port}”.",
        "‘{event}’ 이벤트 도착: ‘{node}’ 단계에서 ‘{port}’ 경로로 이동했습니다.",
    ),
    "arrived_queued": (
        "“{event}” arrived while “{node}” was busy. It is kept.",
        "‘{node}’ 단계가 진행 중일 때 ‘{event}’ 이벤트가 도착하여 보관했습니다.",
    ),
    "arrived_condition_false": (
        "“{event}” arrived. The condition at “{node}” did not hold.",
        "‘{event}’ 이벤트 도착: ‘{node}’ 단계의 조건에 맞지 않았습니다.",
    ),
    "arrived_not_listening": (
        "“{event}” arrived. “{node}” does not wait for it.",
        "‘{event}’ 이벤트 도착: ‘{node}’ 단계는 이 이벤트를 기다리지 않습니다.",
    ),
    "arrived_too_many_pending": (
        "“{event}” arrived. Too many events were kept already.",
        "‘{event}’ 이벤트 도착: 이미 보관된 이벤트가 너무 많습니다.",
    ),
    "arrived_error": (
        "“{event}” arrived. The condition at “{node}” could not be computed.",
        "‘{event}’ 이벤트 도착: ‘{node}’ 단계의 조건을 계산할 수 없었습니다.",
    ),
    "kept_moved": (
        "“{event}”, kept before, led on.",
        "보관했던 ‘{event}’ 이벤트로 이동했습니다.",
    ),
    "kept_unused": (
        "“{event}”, kept before, was not waited for any more.",
        "보관했던 ‘{event}’ 이벤트를 더 이상 기다리지 않습니다.",
    ),
    "woke": (
        "The time had come at “{node}”: went on by “{port}”.",
        "‘{node}’ 단계의 시각이 되어 ‘{port}’ 경로로 이동했습니다.",
    ),
    "woke_expired": (
        "The longest stay ended at “{node}”.",
        "‘{node}’ 단계에서 최대 체류 기간이 끝났습니다.",
    ),
    "answered_action": ("“{what}” was done.", "‘{what}’ 액션을 완료했습니다."),
    "answered_look_up": ("“{what}” answered.", "‘{what}’ 조회에 응답이 왔습니다."),
    "answered_failed": ("“{what}” failed: {reason}.", "‘{what}’ 실패: {reason}."),
    "retried": ("Was sent on again at “{node}”.", "‘{node}’ 단계에서 다시 시도했습니다."),
    "ended": ("The journey of this person was stopped.", "이 사람의 여정을 중지했습니다."),
    "internal": (
        "A fault of the system stopped this person: {reason}",
        "시스템 오류로 중단되었습니다: {reason}",
    ),
    "set_aside": (
        "An input was set aside, because it stopped the system again and again.",
        "시스템을 반복해서 멈추게 한 입력을 따로 보관했습니다.",
    ),
    "stale": (
        "An answer came too late to matter.",
        "응답이 늦게 와서 반영되지 않았습니다.",
    ),
    # Where a run stands
    "waits": ("Waits at “{node}”, until {moment} at the latest.",
              "‘{node}’ 단계에서 늦어도 {moment}까지 기다립니다."),
    "calling": ("“{node}” is under way.", "‘{node}’ 단계를 실행하고 있습니다."),
    "looking_up": ("“{node}” waits for the answer of a look-up.", "‘{node}’ 단계에서 조회 응답을 기다립니다."),
    "held": ("Is held at “{node}”, because the journey is paused.", "여정이 일시 중지되어 ‘{node}’ 단계에 머물러 있습니다."),
    "failed": ("Was stopped by an error at “{node}”.", "‘{node}’ 단계의 오류로 중단되었습니다."),
    "finished": ("Finished at “{node}”.", "‘{node}’ 단계에서 완료했습니다."),
    "stopped": ("Was ended at “{node}”.", "‘{node}’ 단계에서 종료되었습니다."),
    # Whether a simulated event lets the person in
    "entry_entered": ("The person enters.", "진입합니다."),
    "entry_condition_false": ("The person does not enter: the condition does not hold.",
                              "진입하지 않습니다: 조건에 맞지 않습니다."),
    "entry_not_started": ("The person does not enter: the journey has not started yet.",
                          "진입하지 않습니다: 여정이 아직 시작되지 않았습니다."),
    "entry_over": ("The person does not enter: the journey's end date has passed.",
                   "진입하지 않습니다: 여정의 종료일이 지났습니다."),
    "entry_not_listening": ("The person does not enter: another event starts this journey.",
                            "진입하지 않습니다: 이 여정은 다른 이벤트로 시작합니다."),
    "entry_error": ("The person does not enter: the condition could not be computed.",
                    "진입하지 않습니다: 조건을 계산할 수 없었습니다."),
    # Why a choice could not be made
    "left_over": ("The journey of this person is over.", "이 사람의 여정은 이미 끝났습니다."),
    "left_not_waiting": ("The person waits for no moment.", "이 사람은 기다리는 시각이 없습니다."),
    "left_not_out": ("Nothing was asked, so nothing can be answered.", "보낸 요청이 없어 응답할 수 없습니다."),
    "left_not_failed": ("The person has not failed.", "실패하지 않았습니다."),
    "left_past": ("This moment lies before what happened last.", "마지막으로 일어난 일보다 이른 시각입니다."),
    "left_limit": ("The simulation has become too long.", "시뮬레이션이 너무 깁니다."),
    # What an event meant for a journey
    "fate_entered": ("Entered “{journey}”.", "‘{journey}’ 여정에 진입했습니다."),
    "fate_moved": ("Moved {person} past “{node}” in “{journey}”.",
                   "‘{journey}’ 여정에서 {person} 님이 ‘{node}’ 단계를 지났습니다."),
    "fate_queued": ("Kept by “{journey}” until its present step is done.",
                    "‘{journey}’ 여정의 현재 단계가 끝날 때까지 보관합니다."),
    "fate_ended": ("“{journey}” was stopped before.", "‘{journey}’ 여정이 그 전에 중지되었습니다."),
    "fate_already_inside": ("Ignored by “{journey}”: already inside since {since}.",
                            "‘{journey}’ 여정에서 무시됨: {since}부터 이미 안에 있습니다."),
    "fate_condition_false": ("Ignored by “{journey}”: the condition does not hold.",
                             "‘{journey}’ 여정에서 무시됨: 조건에 맞지 않습니다."),
    "fate_in_pause": ("Ignored by “{journey}”: may enter again from {until} on.",
                      "‘{journey}’ 여정에서 무시됨: {until}부터 다시 진입할 수 있습니다."),
    "fate_no_reentrance": ("Ignored by “{journey}”: was inside before, and nobody enters twice.",
                           "‘{journey}’ 여정에서 무시됨: 이미 진입한 적이 있으며 한 번만 진입할 수 있습니다."),
    "fate_closed": ("Ignored by “{journey}”: closed to new people.",
                    "‘{journey}’ 여정에서 무시됨: 새로운 사람의 진입이 마감되었습니다."),
    "fate_not_started": ("Ignored by “{journey}”: it has not started yet.",
                         "‘{journey}’ 여정에서 무시됨: 아직 시작되지 않았습니다."),
    "fate_over": ("Ignored by “{journey}”: its end date has passed.",
                  "‘{journey}’ 여정에서 무시됨: 종료일이 지났습니다."),
    "fate_not_listening": ("Ignored by “{journey}”: “{node}” does not wait for it.",
                           "‘{journey}’ 여정에서 무시됨: ‘{node}’ 단계는 이 이벤트를 기다리지 않습니다."),
    "fate_came_too_early": ("Ignored by “{journey}”: it came before anybody waited for it.",
                            "‘{journey}’ 여정에서 무시됨: 기다리기 전에 도착했습니다."),
    "fate_too_many_pending": ("Ignored by “{journey}”: too many events are kept already.",
                              "‘{journey}’ 여정에서 무시됨: 보관된 이벤트가 너무 많습니다."),
    "fate_stale": ("Ignored by “{journey}”: too late to matter.",
                   "‘{journey}’ 여정에서 무시됨: 너무 늦었습니다."),
    "fate_error": ("“{journey}” could not compute its condition.",
                   "‘{journey}’ 여정의 조건을 계산할 수 없었습니다."),
    "fate_paused": ("Ignored by “{journey}”: paused.", "‘{journey}’ 여정에서 무시됨: 일시 중지 상태입니다."),
    "fate_set_aside": ("Set aside, because it stopped the system again and again.",
                       "시스템을 반복해서 멈추게 하여 따로 보관했습니다."),
    "fate_nobody_inside": ("Ignored: nobody enters by it, and this person is in no journey that waits for it.",
                           "무시됨: 이 이벤트로 시작하는 여정이 없고, 이 사람은 이 이벤트를 기다리는 여정에 없습니다."),
    # What became of an event before any journey saw it
    "event_waiting": ("Waits for its turn.", "처리를 기다리고 있습니다."),
    "event_nobody_listens": ("Ignored: no journey takes events of this type.",
                             "무시됨: 이 유형의 이벤트를 받는 여정이 없습니다."),
    "event_condition_false": ("Ignored: the condition of its type does not hold.",
                              "무시됨: 이벤트 유형의 조건에 맞지 않습니다."),
    "event_late": ("Ignored: it happened too long ago.", "무시됨: 너무 오래전에 일어난 이벤트입니다."),
    "event_noted_of": ("Noted: done by “{journey}”.", "기록됨: ‘{journey}’ 여정이 한 일입니다."),
    "event_noted": ("Noted among the person's past events: a journey did this.",
                    "여정이 한 일이므로 이 사람의 지난 이벤트에 기록했습니다."),
    "rejected": ("Rejected: {reason}", "거부됨: {reason}"),
    "rejected_at": ("Rejected: {pointer}: {reason}", "거부됨: {pointer}: {reason}"),
    "rejected_type": ("Rejected: {pointer} is {given}, expected {expected}.",
                      "거부됨: {pointer} 값의 형식이 다릅니다. 받은 형식: {given}, 필요한 형식: {expected}."),
    "rejected_missing": ("Rejected: {pointer} is missing.", "거부됨: {pointer} 값이 없습니다."),
    # Why a live journey took no notice of an event
    "not_taken": ("Takes no events of this type. People enter it by “{entry}”.",
                  "이 유형의 이벤트를 받지 않습니다. ‘{entry}’ 이벤트로 진입합니다."),
    "only_inside": ("Waits for it only from people who are inside, and this person was not.",
                    "안에 있는 사람의 이벤트만 기다리는데, 이 사람은 안에 없었습니다."),
    "not_live_then": ("Was published on {moment}, after this event came.",
                      "이 이벤트가 도착한 뒤인 {moment}에 게시되었습니다."),
    "not_seen": ("Did not see this event.", "이 이벤트를 받지 못했습니다."),
    "not_yet": ("Has not seen this event yet: it waits for its turn.",
                "아직 이 이벤트를 처리하지 않았습니다."),
}  # fmt: skip


def text(key: str, language: str, **values: Any) -> str:
    """One sentence in one language."""
    return _TEXTS[key][is_korean(language)].format(**values)


def both(key: str, **values: Any) -> Both:
    """One sentence in each language. A value that is itself in both is taken in the right one."""
    return {language: text(key, language, **_in(values, language)) for language in LANGUAGES}


def _in(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        name: value[language] if isinstance(value, dict) else value
        for name, value in values.items()
    }


def knows(key: str) -> bool:
    return key in _TEXTS


def reason(error: str | None, status: int | None = None, message: str = "") -> Both:
    """Why a call failed."""
    found = FAILURES.get(error or "error")
    if found is None or (error == "http" and status is None):
        return dict.fromkeys(LANGUAGES, message or str(error))
    return {language: found[is_korean(language)].format(status=status) for language in LANGUAGES}


# What is stored of a value that did not fit is one sentence, of `actions.parameters`.
_MISFITS = (
    (re.compile(r"“(.+)” has no value\."), "‘{}’ 값이 없습니다."),
    (re.compile(r"“(.+)” is not of type (\w+)\."), "‘{}’ 값이 {} 형식이 아닙니다."),
)


def misfit(message: str) -> Both:
    """The stored sentence of a value that did not fit, in each language; others as they are."""
    for pattern, korean in _MISFITS:
        found = pattern.fullmatch(message)
        if found:
            return {"en": message, "ko": korean.format(*found.groups())}
    return dict.fromkeys(LANGUAGES, message)


def fault(error: Mapping[str, Any]) -> Both:
    """What went wrong at a step, from the error that its plan told."""
    code, params = str(error.get("code", "")), error.get("params") or {}
    if code in TEXTS:
        told = {"status": "HTTP", **params}
        return {language: sentence(code, told, language) for language in LANGUAGES}
    return dict.fromkeys(LANGUAGES, str(error.get("message") or code))


def clock(moment: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """A moment by a zone's clock: the time alone on the day of ``now``, else with its date."""
    local = moment.astimezone(zone)
    if now is not None and local.date() == now.astimezone(zone).date():
        return local.strftime("%H:%M")
    return local.strftime("%Y-%m-%d %H:%M")


def translated(message: Any, stored: str) -> Both:
    """A marked text in each language, where it has no blanks to fill; else as it was stored."""
    if message is None:
        return dict.fromkeys(LANGUAGES, stored)
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(message)
    return dict.fromkeys(LANGUAGES, stored) if "%(" in found["en"] else found
