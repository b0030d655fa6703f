"""
SENDING: links, letters, reminders and news of a meeting, through an outbox that survives a crash.

What a parent is told in a conversation does not live here, nor does any provider: those are adapters.
"""
