"""An API of somebody else's: how we sign in, what goes where, how its answer is judged.

Data sources and actions both call such APIs and may not import each other, so both carry this
folder, byte for byte the same (a test holds them so). It imports ``outbound`` and ``config``
only, and moves below both as one piece once there is a place for it.
"""
