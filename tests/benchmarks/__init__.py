"""
What a turn costs: our one process beside Rasa's own two servers, with the same model, messages and machine.

Not here: whether answers are right (tests/evaluation, tests/conversations). Nothing here fails because of a time.
"""
