"""
THE OUTSIDE: what keeps, encrypts, sends and understands on behalf of the rooms, each behind a room's own port.

Not here: any decision about a parent (the rooms), or which adapter is used where (wiring).
"""
