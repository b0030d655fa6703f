"""
PAPER: a document as a tagged PDF (PDF/UA-1), set by Typst in fonts that npm brings, in every script of ours.

Not here: what stands in a document (`bot.notes.document`).
"""
