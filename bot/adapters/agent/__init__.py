"""
Rasa in our own process: its graph run in order, its actions called directly, its replies collected.

Not here: what Rasa loads by name (bot/components), what its actions do (actions).
"""
