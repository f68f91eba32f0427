"""What a process loads at its start stays for as long as it lives, so no collector looks at it again.

A full round of the collector over everything that Django loads stops a process for 80 to 100 ms,
every few seconds under load: that was the slowest hundredth of all calls.
"""

import gc


def settle() -> None:
    """Put what is loaded by now out of the collector's sight. Once, when a process is ready."""
    gc.collect()
    gc.freeze()
