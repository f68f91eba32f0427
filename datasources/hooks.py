"""What this app asks of higher parts. ``config.wiring`` sets these functions at start.

The defaults are the answers of an installation that has no journeys.
"""

from collections.abc import Callable

# (source key) -> names of journeys that use it.
source_used_by: Callable[[str], list[str]] = lambda _key: []  # noqa: E731

# ("Source.group") -> names of journeys that use it; ``Profile.<group>`` for the built-in source.
used_by: Callable[[str], list[str]] = lambda _key: []  # noqa: E731
