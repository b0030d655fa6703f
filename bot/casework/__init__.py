"""
THE DESK: what a social worker, a CSV file or a case system does with conferences and invitations, and who may.

Every change is written with its line of the audit and the messages that it causes, all or nothing. No page lives here.
"""
