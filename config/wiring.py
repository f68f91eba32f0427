"""Where a lower part needs an answer from a higher one, it is handed a function here.

Imports point one way (journeys > datasources | actions > events). ``events`` must know whether
any journey wants an event type, and which fates an event had; ``datasources`` must be told of
events that update a profile. None of them may import the part that knows.
"""


def connect() -> None:
    """Called once, when Django has loaded all apps."""
