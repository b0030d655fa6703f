"""
PAPER: notes and letters as tagged PDFs (PDF/UA-1), set by Typst in fonts that npm brings, in every script of ours.

Not here: what stands in them (`bot.notes.document`, `bot.outreach.letter`).
"""
