"""
TEXTING: the same conversation by text message: who a number is, what its words ask of us, what goes back in few parts.

Not here: what is answered (answers, conversation), what we send unasked (outreach), how a provider calls us (web).
"""
