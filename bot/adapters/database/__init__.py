"""
What is kept, one file a kind: SQLite by default, PostgreSQL past one process, personal fields encrypted.

Not here: what a conference, a note or a conversation is, and when one changes (the rooms).
"""
