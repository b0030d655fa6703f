from __future__ import annotations

from pathlib import Path

from bot.web import assets
from bot.web.pages import STATIC

ROOT = Path(__file__).parents[2]


def test_no_committed_file_names_a_package_registry():
    for name in ("package.json", "package-lock.json", ".npmrc"):
        text = (ROOT / name).read_text("utf-8")
        assert 'resolved"' not in text
        assert "registry." not in text


def test_the_font_and_the_crest_of_govuk_are_left_out():
    """They may be used on gov.uk only, and the script's own files must not ask for others."""
    assets.build()

    css = (STATIC / "vendor" / "govuk-frontend.min.css").read_text("utf-8")
    assert "GDS" not in css
    assert "url(" not in css
    assert "sourceMappingURL" not in css


def test_building_twice_does_nothing_the_second_time():
    assets.build()

    assert assets.build() is False


def test_our_own_script_stays_small():
    assert sum(file.stat().st_size for file in STATIC.glob("*.js")) < 30_000
