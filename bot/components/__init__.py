"""
What Rasa loads into its graph: tokens, classifier, safety, fallback, the noting policy, replies and the tracker store.

Not here: rules about parents and councils; a component asks a room.
"""
