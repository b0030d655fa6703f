"""
TURNS: one message in, one reply out, whatever the door; what is remembered between them.

Not here: what a message means (components), what to answer (answers), how a door looks (web).
"""
