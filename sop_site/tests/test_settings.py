"""A start with a misspelt or unusable value ends with one sentence that names it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

HONEST = {
    "DJANGO_SETTINGS_MODULE": "sop_site.settings.production",
    "SECRET_KEY": "a7Kq9-Zx3wVb5nMt1LrYp8Gd2HsFj6QeUcXoIiTzBvNkWmRyPl",
    "ALLOWED_HOSTS": "khumue.example.la",
}
OURS = ("KHUMUE_", "S3_", "DJANGO_", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL")


def start(folder, *command, **environment):
    """(status, last line on stderr) of manage.py with this environment alone."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith((*OURS, "PUBLIC_URL"))}
    done = subprocess.run(
        [sys.executable, "manage.py", *(command or ("check",))],
        cwd=settings.BASE_DIR,
        env={**inherited, "KHUMUE_VAR": str(folder), **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr.strip()


REFUSALS = [
    ({"KHUMUE_DEBUG": "maybe"}, "KHUMUE_DEBUG is 'maybe'; it must be one of: true, false."),
    (
        {"KHUMUE_DEBGU": "true"},
        "KHUMUE_DEBGU is not a setting that Khumue knows; did you mean KHUMUE_DEBUG?",
    ),
    (
        {"KHUMUE_QQQQQQQQQQQQ": "1"},
        "KHUMUE_QQQQQQQQQQQQ is not a setting that Khumue knows; docs/operators.md lists them.",
    ),
    (
        {"KHUMUE_BATCH_ITEMS": "many"},
        "KHUMUE_BATCH_ITEMS is 'many'; it must be a whole number.",
    ),
    ({"KHUMUE_BATCH_ITEMS": "0"}, "KHUMUE_BATCH_ITEMS is 0; it must be at least 1."),
    ({"KHUMUE_PROXIES": "6"}, "KHUMUE_PROXIES is 6; it must be between 0 and 5."),
    (
        {"DATABASE_URL": "mysql://root@localhost/khumue"},
        "DATABASE_URL is not an address that can be used; it must begin with postgres:// or "
        "postgresql:// or sqlite://.",
    ),
    (
        {"DATABASE_URL": "postgres:///khumue"},
        "DATABASE_URL is not an address that can be used; it has no host.",
    ),
    (
        {"DATABASE_URL": "postgres://khumue@localhost"},
        "DATABASE_URL is not an address that can be used; it names no database.",
    ),
    (
        {"DATABASE_URL": "sqlite:////nowhere/khumue.sqlite3"},
        "DATABASE_URL is not an address that can be used; the folder of its file is missing.",
    ),
    (
        {"DATABSE_URL": "postgres://khumue@localhost/khumue"},
        "DATABSE_URL is not a setting that Khumue knows; did you mean DATABASE_URL?",
    ),
    (
        {"DJANGO_SETTINGS_MODULE": "sop_site.settings.prodution"},
        "DJANGO_SETTINGS_MODULE is 'sop_site.settings.prodution'; there are no such settings. "
        "Khumue has sop_site.settings.development and sop_site.settings.production.",
    ),
    (
        {"REDIS_URL": "localhost:6379"},
        "REDIS_URL is not an address that can be used; it must begin with redis:// or rediss://.",
    ),
    (
        {"REDIS_URL": "redis://localhost:port"},
        "REDIS_URL is not an address that can be used: Port could not be cast to integer value "
        "as 'port'.",
    ),
    ({"S3_ACCESS_KEY": "k"}, "S3_ACCESS_KEY is set, but S3_SECRET_KEY is not; both are needed."),
    ({"S3_REGION": "asia"}, "S3_REGION is set, but S3_BUCKET is not; both are needed."),
]


@pytest.mark.parametrize(("environment", "sentence"), REFUSALS)
def test_unusable_value_stops_the_start(tmp_path, environment, sentence):
    assert start(tmp_path, **environment) == (1, f"Khumue does not start: {sentence}")


PRODUCTION_REFUSALS = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is missing; docs/operators.md says how to make one."),
    (
        {"SECRET_KEY": "django-insecure-" + HONEST["SECRET_KEY"]},
        "SECRET_KEY is a default one; make one of your own.",
    ),
    (
        {"SECRET_KEY": "short"},
        "SECRET_KEY is too short or too simple; it must be 50 random characters.",
    ),
    (
        {"SECRET_KEY": "ab" * 40},
        "SECRET_KEY is too short or too simple; it must be 50 random characters.",
    ),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing; name the site's host."),
    (
        {"ALLOWED_HOSTS": "*"},
        "ALLOWED_HOSTS holds '*'; name hosts such as khumue.example.la.",
    ),
    (
        {"ALLOWED_HOSTS": "khumue.example.la:443"},
        "ALLOWED_HOSTS holds 'khumue.example.la:443'; name hosts such as khumue.example.la.",
    ),
    (
        {"ALLOWED_HOSTS": "khumue.example.la example.la"},
        "ALLOWED_HOSTS holds 'khumue.example.la example.la'; name hosts such as khumue.example.la.",
    ),
    (
        {"PUBLIC_URL": "https://khumue.example.la/site"},
        "PUBLIC_URL holds more than a host; it is the site's address.",
    ),
    (
        {"PUBLIC_URL": "https://elsewhere.example.la"},
        "PUBLIC_URL leads to 'elsewhere.example.la', which ALLOWED_HOSTS does not hold.",
    ),
    ({"DEBUG": "true"}, "DEBUG is on; production does not start with it."),
    ({"KHUMUE_DEBUG": "1"}, "KHUMUE_DEBUG is on; production does not start with it."),
    (
        {"KHUMUE_DEMO_PASSWORD": "x"},
        "KHUMUE_DEMO_PASSWORD is set; production does not start with a demonstration password.",
    ),
    (
        {"PUBLIC_URL": "http://khumue.example.la"},
        "PUBLIC_URL is not an address that can be used; it must begin with https://.",
    ),
    (
        {"REDIS_URLL": "redis://127.0.0.1"},
        "REDIS_URLL is not a setting that Khumue knows; did you mean REDIS_URL?",
    ),
    (
        {"S3_BUKCET": "b"},
        "S3_BUKCET is not a setting that Khumue knows; did you mean S3_BUCKET?",
    ),
]


@pytest.mark.parametrize(("environment", "sentence"), PRODUCTION_REFUSALS)
def test_production_refuses_unsafe_value(tmp_path, environment, sentence):
    said = start(tmp_path, **{**HONEST, **environment})

    assert said == (1, f"Khumue does not start: {sentence}")


def test_production_checks_are_clean(tmp_path):
    status, said = start(tmp_path, "check", "--deploy", "--fail-level=WARNING", **HONEST)

    assert (status, said) == (0, "")


def test_public_url_of_a_whole_domain_has_no_dot(tmp_path):
    look = "from django.conf import settings; print(settings.PUBLIC_URL)"

    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=settings.BASE_DIR,
        env={**HONEST, "KHUMUE_VAR": str(tmp_path), "ALLOWED_HOSTS": ".example.la"},
        capture_output=True,
        text=True,
    )

    assert (done.stdout, done.stderr) == ("https://example.la\n", "")


def test_secret_key_of_a_laptop_is_kept(tmp_path):
    start(tmp_path)
    first = (tmp_path / "secret_key").read_text()
    start(tmp_path)

    assert (tmp_path / "secret_key").read_text() == first
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_database_is_made_by_migrate_alone_and_once(tmp_path):
    mark = tmp_path / "khumue.sqlite3.made"
    mark.touch()

    status, said = start(tmp_path, "migrate")

    assert status == 1
    assert f"The database {tmp_path / 'khumue.sqlite3'} is gone; it was there once." in said
    assert not (tmp_path / "khumue.sqlite3").exists()


def test_missing_database_is_not_made_by_reading(tmp_path):
    status, said = start(tmp_path, "tick", "--all")

    assert status == 1
    assert "is missing; `manage.py migrate` makes the first one." in said
    assert not (tmp_path / "khumue.sqlite3").exists()


@pytest.mark.django_db
def test_wsgi_refuses_demonstration_accounts(settings, officer):
    from django.core.exceptions import ImproperlyConfigured

    from sop_site.checks import no_demonstration_accounts, refuse_unsafe_start

    officer.is_sample = True
    officer.save()
    refuse_unsafe_start()
    settings.DEMO_ACCOUNTS = False

    with pytest.raises(ImproperlyConfigured, match=r"can sign in \(LS-OFFICER\)"):
        refuse_unsafe_start()
    assert [fault.id for fault in no_demonstration_accounts(None)] == ["khumue.E001"]


@pytest.mark.django_db
def test_closed_demonstration_accounts_are_no_obstacle(settings, officer, colleague):
    from django.core.management import call_command

    from sop_site.checks import refuse_unsafe_start

    officer.is_sample = True
    officer.save()
    settings.DEMO_ACCOUNTS = False

    call_command("close_demo_accounts", verbosity=0)

    refuse_unsafe_start()
    colleague.refresh_from_db()
    assert colleague.is_active
