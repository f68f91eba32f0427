"""What became of an event, in words: its disposition, and its fate in each journey."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SUMMARIES: Mapping[str, Any] = {
    "entered": _("entered a journey"),
    "advanced": _("moved someone on"),
    "moved": _("moved someone on"),
    "queued": _("waits for a call to end"),
    "waiting": _("not looked at yet"),
    "ignored": _("ignored by every journey"),
    "nobody_inside": _("nobody waited for it"),
    "nobody_listens": _("no journey listens for it"),
    "condition_false": _("the type's condition is false"),
    "late": _("too late"),
}
FATES: Mapping[str, Any] = {
    "entered": _("Entered."),
    "moved": _("Moved on."),
    "queued": _("Came during a call; taken when the call is over."),
    "woke": _("Woke at its time."),
    "answered": _("A call was answered."),
    "retried": _("Tried again."),
    "ended": _("Ended."),
    "already_inside": _("Already inside, so not entered again."),
    "condition_false": _("The condition of the step is false."),
    "in_pause": _("Was inside lately; may enter again after the pause."),
    "no_reentrance": _("Was inside before; the journey lets nobody in twice."),
    "closed": _("The journey takes no new people."),
    "not_started": _("The journey has not started yet."),
    "over": _("The journey's end date has passed."),
    "not_listening": _("Inside, but the step there does not wait for it."),
    "came_too_early": _("Came during a call, and the next step did not wait for it."),
    "too_many_pending": _("More events waited for this person than may."),
    "stale": _("The person had moved on before it was taken."),
    "error": _("The condition or the key could not be computed."),
    "paused": _("The journey is paused."),
    "set_aside": _("Set aside after it broke the engine twice; can be retried."),
    "nobody_inside": _("No journey was entered by it, and nobody waited for it."),
}


def summary(word: str) -> str:
    """The sentence of a summary; its word, for one that is newer than this table."""
    return str(SUMMARIES.get(word, word.replace("_", " ")))


def fate(entry: Mapping[str, Any]) -> str:
    """One fate as a sentence: what, and at which step it left the person."""
    code = str(entry.get("code", ""))
    words = str(FATES.get(code, code.replace("_", " ")))
    step = entry.get("node_name") or entry.get("node")
    if not step:
        return words
    return f"{words} {gettext('Now at “%(step)s”.') % {'step': step}}"


def journey(entry: Mapping[str, Any]) -> str:
    """Which journey a fate speaks of, and which version."""
    name = entry.get("journey_name") or entry.get("journey") or gettext("no journey")
    version = entry.get("version")
    return (
        f"{name} · {gettext('version %(number)s') % {'number': version}}" if version else str(name)
    )
