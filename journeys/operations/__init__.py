"""What users do to journeys: one file an operation, named by its verb.

Each takes who does it (``by``) and when (``now``), runs in a transaction of its own, and raises
``config.problems.Problem`` when it must refuse. The API, the admin and the commands call these.
"""
