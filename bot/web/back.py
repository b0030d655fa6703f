"""Back to the page on which something was chosen."""

from __future__ import annotations


def back_to(next: str) -> str:
    """The address, if it is one of ours; else the first page, so that no form can send a parent elsewhere."""
    return next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/"
