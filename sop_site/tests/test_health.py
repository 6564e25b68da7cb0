import pytest
from django.db import connection
from django.test import Client

from sop_site import health

PARTS = {"database": "ok", "migrations": "ok", "search": "ok", "storage": "ok"}


@pytest.mark.django_db
def test_healthz_of_a_well_site(settings, client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", **PARTS, "version": settings.VERSION}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_healthz_asks_little(client, django_assert_num_queries):
    client.get("/healthz")

    with django_assert_num_queries(2):
        client.get("/healthz")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file that can be taken away")
def test_healthz_without_database_is_503(client, tmp_path):
    here = connection.settings_dict
    connection.close()
    kept = {"NAME": here["NAME"], "OPTIONS": here["OPTIONS"]}
    here.update(NAME=tmp_path / "gone.sqlite3", OPTIONS={**here["OPTIONS"], "create": False})
    try:
        response = Client().get("/healthz")
    finally:
        connection.close()
        here.update(kept)

    assert response.status_code == 503
    assert response.json()["status"] == "unwell"
    assert response.json()["database"] == "out of reach"
    assert response.json()["migrations"] == "unknown"
    assert response["Retry-After"] == "5"
    assert not (tmp_path / "gone.sqlite3").exists()


@pytest.mark.django_db
def test_healthz_with_migrations_waiting_is_503(client, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'officers'")

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["migrations"].endswith("not applied")


@pytest.mark.django_db
def test_healthz_with_full_storage_is_503(client, settings):
    settings.LIMITS = {**settings.LIMITS, "least_free_bytes": 10**18}

    response = client.get("/healthz")

    assert (response.status_code, response.json()["storage"]) == (503, "full")


@pytest.mark.django_db
def test_healthz_says_which_part_failed(client, monkeypatch):
    def broken():
        raise ValueError("secret detail")

    monkeypatch.setattr(health, "_storage", broken)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["storage"] == "failed (ValueError)"
    assert b"secret" not in response.content
