"""What is committed, and what never may be."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from bot.text.data_files import ROOT
from tests.house.calls import files, tree

# Made on the machine that runs, never kept here.
NEVER = (
    ".db",
    ".sqlite",
    ".sqlite3",
    ".db-wal",
    ".key",
    ".pem",
    ".env",
    ".tar.gz",
    ".joblib",
    ".pkl",
    ".mo",
    ".pyc",
    ".log",
)
BIGGEST = 1_000_000

REGISTRIES = re.compile(
    r"registry\.npmjs\.org|registry\.yarnpkg\.com|files\.pythonhosted\.org|pypi\.org/simple|pypi\.python\.org"
    r"|--(?:extra-)?index-url|(?:^|\s)index-url\s*=|\"resolved\"\s*:|proxy\.golang\.org|artifactory|/simple/\s",
    re.IGNORECASE | re.MULTILINE,
)
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAC[0-9a-f]{32}\b|\bSK[0-9a-f]{32}\b|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{30,}"
    r"|\beyJ[\w-]{20,}\.[\w-]{20,}\.|(?<![\w=/+-])[\w-]{43}=(?![\w=])"
)
# The key of databases that live as long as one test.
TESTS_KEY = Path("tests/stores.py")


def committed() -> list[Path]:
    """What git has, and what the next `git add` would give it."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    found = {}
    for name in committed():
        try:
            found[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    assert len(found) > 100
    return found


def test_no_model_database_key_or_log_is_committed():
    assert [str(name) for name in committed() if name.name.endswith(NEVER) or name.name.startswith(".env")] == []


def test_nothing_big_is_committed():
    assert [str(name) for name in committed() if (ROOT / name).stat().st_size > BIGGEST] == []


def test_no_file_holds_the_address_of_a_package_registry(texts):
    """It would be this machine's; another machine has its own. This file names them to look for them."""
    here = Path(__file__).relative_to(ROOT)
    found = [
        (str(name), hit.group()) for name, text in texts.items() if name != here if (hit := REGISTRIES.search(text))
    ]

    assert found == []


def test_no_file_holds_a_secret(texts):
    found = [(str(name), hit.group()[:12]) for name, text in texts.items() if (hit := SECRETS.search(text))]

    assert [one for one in found if one[0] != str(TESTS_KEY)] == []


def test_the_search_for_secrets_finds_one(texts):
    """The tests' own key is shaped like the real one."""
    assert SECRETS.search(texts[TESTS_KEY])


def test_what_is_made_on_the_machine_is_ignored_by_git():
    made = [
        "var/beforehand.db",
        "var/secret.key",
        "models/x.tar.gz",
        ".rasa/cache/cache.db",
        "node_modules/x",
        ".venv/x",
    ]
    ignored = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", *made], capture_output=True, text=True, check=False
    ).stdout.split()

    assert ignored == made


def packages() -> list[Path]:
    return [path for path in files("bot", "actions") if path.name == "__init__.py"]


@pytest.mark.parametrize("path", packages(), ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_every_package_says_in_two_sentences_what_lives_there_and_what_does_not(path):
    said = ast.get_docstring(tree(path)) or ""

    assert len(re.findall(r"[.!?](?=\s|$)", said)) >= 2, said


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in files("bot", "actions")}
    bare = [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()]

    # Alembic loads its scripts by path.
    assert [folder for folder in bare if "/migrations" not in folder] == []


@pytest.mark.skipif(not (ROOT / "README.md").exists(), reason="there is no README.md yet")
def test_the_readme_names_every_room():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in packages() if path.parent.parent == ROOT / "bot"]

    assert len(rooms) > 5
    assert [room for room in rooms if not re.search(rf"\b{room}\b", readme)] == []


def test_imports_go_one_way():
    """The layers and bans of pyproject.toml, as `make check` holds them."""
    told = subprocess.run(
        [str(ROOT / ".venv/bin/lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stdout
    assert " 0 broken" in told.stdout
