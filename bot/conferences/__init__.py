"""
CASES: a conference, who is invited, the link and code that let them in, and the dates that follow from it.

Not here: how any of it is kept (adapters.database), said (answers, text) or sent (outreach).
"""
