"""
NOTES: what a parent writes for their conference, in four sections, word for word.

Not here: how a note gets written in a conversation (conversation), or looks on a page (web).
"""
