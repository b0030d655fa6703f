"""
Parents' own notes, word for word, in six lists; what they need on the day; and what of it they share.

Not here: how a note gets written in a conversation (conversation), or looks on a page (web).
"""
