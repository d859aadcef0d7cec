"""make run: what the web server and the worker are started in."""

import socket

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from csonet.portal.management.commands import start
from csonet.portal.management.commands.start import own_key, served_environment


@pytest.fixture(autouse=True)
def _a_laptop(monkeypatch, settings, tmp_path):
    for name in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "SECURE", "STAFF_NEEDS_SECOND_FACTOR"):
        monkeypatch.delenv(name, raising=False)
    settings.VAR_DIR = tmp_path
    settings.ALLOWED_HOSTS = ["localhost"]


def test_a_visitor_of_make_run_never_meets_a_page_for_developers():
    environment = served_environment(8123)
    assert environment["DEBUG"] == "off"
    assert environment["PORT"] == "8123"
    assert environment["SECURE"] == "off"
    assert environment["ALLOWED_HOSTS"] == "localhost"


@pytest.mark.parametrize("debug", ["on", "off"])
def test_what_the_environment_says_of_debug_is_left_alone(monkeypatch, debug):
    monkeypatch.setenv("DEBUG", debug)
    environment = served_environment(8000)
    assert environment["DEBUG"] == debug
    assert environment.get("STAFF_NEEDS_SECOND_FACTOR") is None


def test_what_else_the_environment_says_goes_before_the_laptops_defaults(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "portal.example.org")
    monkeypatch.setenv("SITE_URL", "http://portal.example.org")
    environment = served_environment(8000)
    assert environment["ALLOWED_HOSTS"] == "portal.example.org"
    assert environment["SITE_URL"] == "http://portal.example.org"


def test_the_machines_key_is_made_once_and_for_its_owner_alone(tmp_path):
    key = own_key(tmp_path / "key")
    assert len(key) >= 50
    assert own_key(tmp_path / "key") == key
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_told_before_anything_is_done(monkeypatch):
    monkeypatch.setattr(start.Command, "prepare", lambda command: pytest.fail("nothing is prepared"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Nothing can listen on 127.0.0.1:{port}") as told:
            call_command("start")
    assert told.value.returncode == 1


@pytest.mark.parametrize(("said", "host"), [(None, "127.0.0.1"), ("0.0.0.0", "0.0.0.0")])  # noqa: S104
def test_other_machines_reach_the_demonstration_only_where_somebody_says_so(monkeypatch, said, host):
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setattr(start.Command, "prepare", lambda command: None)
    monkeypatch.delenv("BIND", raising=False)
    if said:
        monkeypatch.setenv("BIND", said)
    started = []
    monkeypatch.setattr(start, "serve", lambda *given: started.append(start.web_command(*given[:3])) or 0)
    with pytest.raises(SystemExit):
        call_command("start")
    assert f"{host}:0" in started[0]


@pytest.mark.django_db
@pytest.mark.parametrize("migrated", [True, False])
def test_tables_are_made_where_they_are_missing(monkeypatch, settings, migrated):
    settings.DEMONSTRATION = True
    called = []
    monkeypatch.setattr(start, "call_command", lambda name, **_options: called.append(name))
    monkeypatch.setattr(start, "compile_catalogues", lambda: called.append("compile_catalogues"))
    monkeypatch.setattr(start, "statics_are_old", lambda: not migrated)
    if not migrated:
        MigrationRecorder(connection).migration_qs.filter(app="portal").delete()
    start.Command().prepare()
    made = [] if migrated else ["migrate"]
    collected = [] if migrated else ["collectstatic"]
    assert called == [*made, "compile_catalogues", *collected, "load_demo"]
