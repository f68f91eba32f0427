"""How much a journey may hold and how far a walk may go. The product's numbers, in one place."""

from datetime import timedelta

MAX_NODES = 500
MAX_EDGES = 1_000
MAX_BYTES = 512 * 1024
MAX_NAME = 200
MAX_DEPTH = 32
MAX_TEXT = 10_000  # of one expression
MAX_PATHS = 50  # of a condition, a split; alternatives of a wait
MAX_PARAMETERS = 100
MAX_POSITION = 1_000_000

MAX_WALK = 1_000  # nodes that one plan may pass
MAX_PENDING = 10  # events that may wait on a run while a call is out (the reference's number)
MAX_KEPT = 64 * 1024  # bytes of one answer that a run keeps for later steps
MAX_SEEN = 10  # events kept for steps that count events since the person entered

LONGEST_STAY = timedelta(days=91)
MAX_STAY = timedelta(days=3_660)
MIN_STAY = timedelta(minutes=1)
MAX_WAIT = MAX_STAY
MAX_PAUSE = timedelta(days=366)

TIMEOUT = 5.0  # seconds, of a call and a look-up
MIN_TIMEOUT, MAX_TIMEOUT = 1, 30
RETRIES = 3
MAX_RETRIES = 10
