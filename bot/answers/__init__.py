"""
ANSWERS: a topic and a council in, the sentences to say out, each with the facts it rests on.

Not here: the facts (leaflets), the sentences (data/answers), their words in a language (text), the turns (data/rules).
"""
