"""
Beforehand's own code, one room a subject. What Rasa calls lives in `actions` and `bot.components`.

Imports go one way: actions, web, components, cli → wiring → adapters → rooms → text → languages.
"""
