"""
WHO MAY: the accounts of a council's staff, their roles, signing in, and the audit of what they saw and changed.

No case lives here, and nothing about a parent.
"""
