"""
The API for councils' case systems, `/api/v1`: thin doors to the same use cases that the desk's pages call.

Everything that is refused is told as problem+json, here and nowhere else. No page and no parent's word lives here.
"""
