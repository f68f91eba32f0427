"""Where a lower part needs an answer from a higher one, it is handed a function here.

Imports point one way (journeys > datasources | actions > events). ``events`` must know whether
any journey wants an event type, and which fates an event had; ``datasources`` must be told of
events that update a profile. None of them may import the part that knows.
"""


def connect() -> None:
    """Called once, when Django has loaded all apps."""
    import actions.hooks
    import datasources.hooks
    import events.hooks
    from config import wake
    from datasources import profiles
    from journeys.engine import backlog, versions
    from journeys.reports import fates, uses

    events.hooks.wanted = lambda connection: versions.board(connection).wanted
    events.hooks.accepted = profiles.from_events
    events.hooks.fates = fates.fates
    events.hooks.wake = wake.engine
    events.hooks.backlog = backlog.size
    events.hooks.used_by = uses.used_by_event
    datasources.hooks.source_used_by = uses.used_by_source
    datasources.hooks.used_by = uses.used_by_group
    actions.hooks.used_by = uses.used_by_action
