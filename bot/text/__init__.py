"""
WORDS: dates, counts, lists, numbers and sentences in the parent's language; and how we read the files people write.

Not here: what a sentence says (data/phrases.yml, data/answers), what is true (leaflets), how it looks on a page (web).
"""
