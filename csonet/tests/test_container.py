"""The container, as far as no engine is needed: what goes into the image, and that .env.example starts the portal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from csonet.ui.storage import StaticStorage

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = dict(
    line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("#")
)


def pattern(rule: str) -> re.Pattern[str]:
    """A line of .dockerignore as Docker reads it: from the root, `*` within a name, `**/` over any folders."""
    parts = re.split(r"(\*\*/|\*)", rule.rstrip("/"))
    meanings = {"**/": "(?:.*/)?", "*": "[^/]*"}
    return re.compile("".join(meanings.get(part, re.escape(part)) for part in parts) + "(?:/.*)?")


RULES = [
    (not line.startswith("!"), pattern(line.removeprefix("!")))
    for line in (ROOT / ".dockerignore").read_text().splitlines()
    if line and not line.startswith("#")
]


def is_sent(path: str) -> bool:
    """Does a file of the repository's folder reach the build? The last rule that speaks of it decides."""
    spoken = [leaves_out for leaves_out, rule in RULES if rule.fullmatch(path)]
    return not (spoken and spoken[-1])


def packages() -> list[str]:
    """The top-level packages, as the tools know them."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["isort"]["known-first-party"]


def test_what_the_portal_runs_on_goes_into_the_image():
    wanted = ["manage.py", "requirements.lock", "static/css/site.css", "templates/base.html"]
    wanted += ["csonet/locale/fr/LC_MESSAGES/django.po", "training/samples/files/four-pictures.webm"]
    wanted += [f"{package}/apps.py" for package in packages() if package != "csonet"]
    assert [path for path in wanted if not (ROOT / path).exists()] == []
    assert [path for path in wanted if not is_sent(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".env.production",
        "csonet/.env",
        ".git",
        ".git/config",
        ".venv/bin/python",
        "var/csonet.sqlite3",
        "var/badge-keys/2026.pem",
        "media/attachments/letter.pdf",
        "accounts/left.sqlite3-wal",
        "csonet.dump",
        "notes.txt",
        "requirements-dev.lock",
        "conftest.py",
        "accounts/tests/test_names.py",
        "csonet/content/search/tests/test_query.py",
        "csonet/testing/makers.py",
        "csonet/locale/fr/LC_MESSAGES/django.mo",
        "news/__pycache__/models.cpython-311.pyc",
    ],
)
def test_neither_secrets_nor_tests_nor_what_a_laptop_made_go_into_the_image(path):
    assert not is_sent(path)


def test_whatever_the_image_copies_is_there_and_sent():
    copied = [words.split()[:-1] for words in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)]
    sources = [source for words in copied for source in words]
    assert "." in sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if source != "." and not is_sent(source)] == []


def test_nothing_that_runs_imports_what_stays_out_of_the_image():
    running = [path for package in packages() for path in (ROOT / package).rglob("*.py")]
    importing = re.compile(r"^\s*(?:from|import) (?:csonet\.testing|[\w.]+\.tests)\b", re.MULTILINE)
    sent = [path for path in running if is_sent(path.relative_to(ROOT).as_posix())]
    assert len(sent) > 100
    assert [str(path) for path in sent if importing.search(path.read_text())] == []


def test_every_variable_of_compose_stands_in_the_example():
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text()))
    assert used
    assert used - set(EXAMPLE) == set()


def test_every_name_of_the_example_is_explained():
    explained = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in EXAMPLE if f"`{name}`" not in explained] == []


def test_the_example_starts_the_portal_once_it_has_a_key(tmp_path):
    """What a new machine leaves empty (mail before all) stops nothing: the first start is not the time to guess."""
    machine = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    told = {**EXAMPLE, "SECRET_KEY": "a-key-of-this-test-" + "x7Qp2Lm9Zr4Tn8Vw" * 3, "DEBUG": "off"}
    here = {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env={**machine, **told, **here}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_is_collected_can_be_read_by_another_account(tmp_path):
    """The image collects as root and runs as nobody in particular; uploads stay closed to others all the same."""
    saved = StaticStorage(location=tmp_path)
    name = saved.save("a.css", ContentFile(b"p{}"))
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644
