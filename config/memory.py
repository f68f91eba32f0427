"""What a process loads at its start stays for as long as it lives, so no collector looks at it again.

A full round of the collector over everything that Django loads stops a process for 80 to 100 ms,
every few seconds under load: that was the slowest hundredth of all calls. What is left to it, the
objects of one batch, is let go by counting references; looking for cycles after every 700 of them
was a tenth of the engine's time.
"""

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100  # objects, and rounds of the generation before


def settle() -> None:
    """Put what is loaded by now out of the collector's sight. Once, when a process is ready."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
