"""Event types, the sources that post them, and the log of what arrived."""
