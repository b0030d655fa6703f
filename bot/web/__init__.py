"""
The pages a parent sees and the addresses that machines call. A route is a doorway: it asks a room and shows the answer.

Not here: what to say (answers), what a message means (components), who is who (conferences). Never imports rasa.
"""
