"""
What Rasa asks us to do. Each action asks one room and says one thing; no sentence, file or query lives here.

Not here: what to say (data/answers, domain.yml), who may see what (the rooms).
"""
