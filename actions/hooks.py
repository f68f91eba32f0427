"""What this app asks of higher parts. ``config.wiring`` sets these functions at start.

The defaults are the answers of an installation that has no journeys.
"""

from collections.abc import Callable

# (action key) -> names of journeys that use it.
used_by: Callable[[str], list[str]] = lambda _key: []  # noqa: E731
