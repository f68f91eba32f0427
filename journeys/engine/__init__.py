"""The engine: takes people through published journeys. Database in, core, database out.

``cycle`` claims, matches, plans and applies in one transaction; ``sender`` calls the outside
between two; ``sweep`` finds what a lost wake-up left. ``docs/engine.md`` tells the whole.
"""
