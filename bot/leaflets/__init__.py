"""
FACTS: what each council's leaflet says, as typed values with their lines; and what holds in all England.

Not here: the sentences that say it (data/answers), which of them to say (answers), their words in a language (text).
"""
