"""Every action, in memory, at most a second old."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from remote.snapshot import Snapshot

if TYPE_CHECKING:
    from actions.models import ActionDefinition


def _load() -> Mapping[str, "ActionDefinition"]:
    from actions.models import ActionDefinition

    return {action.key: action for action in ActionDefinition.objects.order_by("key")}


current: Snapshot[Mapping[str, "ActionDefinition"]] = Snapshot(_load)


def forget() -> None:
    """Read the table again next time; every save of an action calls this."""
    current.forget()
