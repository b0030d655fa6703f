"""
The desk: the pages of a council's staff, below `/staff`, in English. Every rule of who may is in the rooms; here people
are known by their cookie. No parent's page lives here.
"""
