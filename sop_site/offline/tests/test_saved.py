"""What phones fetch for their saved copy."""

import gzip
import hashlib
import json

import brotli
import pytest

from sop_site.offline import saved
from sop_site.offline.saved import registry, sets

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch, settings, tmp_path):
    """Two sources of the tests' own: sources.shared and sources.own may be changed."""

    class Sources:
        def __init__(self):
            self.shared = {"/lo/a/": "ກ", "/lo/b/": "ຂ"}
            self.own = {}

        def pages(self, locale, request):
            return [saved.Document(u, locale, "T", m) for u, m in self.shared.items()]

        def own_pages(self, locale, request):
            mine = self.own.get(request.user.username, {})
            return [saved.Document(u, locale, "T", m, own=True) for u, m in mine.items()]

    found = Sources()
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(registry, "_sources", {})
    saved.register("pages", found.pages, stamp=lambda locale: json.dumps(found.shared))
    saved.register("own", found.own_pages)
    sets._set_of.cache_clear()
    return found


def manifest(client):
    return client.get("/offline/lo/manifest.json").json()


def test_manifest_names_documents_by_their_hash(client, sources):
    said = manifest(client)

    digest = hashlib.sha256("T\0ກ".encode()).hexdigest()[:16]
    assert sorted(said) == ["docs", "protocol", "shared", "version"]
    assert said["docs"][0] == {"u": "/lo/a/", "h": digest}


def test_bundle_holds_all_and_is_kept_for_ever(client, sources):
    version = manifest(client)["version"]

    reply = client.get(f"/offline/lo/bundle-{version}.json", headers={"Accept-Encoding": "br"})

    said = json.loads(brotli.decompress(reply.content))
    assert reply["Content-Encoding"] == "br"
    assert reply["Cache-Control"] == "public, max-age=31536000, immutable"
    assert said["docs"][1] == {
        "u": "/lo/b/",
        "h": hashlib.sha256("T\0ຂ".encode()).hexdigest()[:16],
        "locale": "lo",
        "t": "T",
        "m": "ຂ",
    }


def test_what_all_have_comes_packed_to_everybody(client, as_, officer, sources):
    saved.register(
        "pages",
        sources.pages,
        stamp=lambda locale: json.dumps(sources.shared),
        patterns=lambda locale: [saved.Pattern.between(["<p>", "text", "</p>"])],
    )
    sources.shared["/lo/a/"] = "<p>ກ</p>"
    sources.own[officer.username] = {"/lo/mine/": "ລັບ"}
    shared = manifest(as_(officer))["shared"]

    mine = as_(officer).get(f"/offline/lo/packed-{shared}.json")
    others = client.get(f"/offline/lo/packed-{manifest(client)['version']}.json")

    said = mine.json()
    assert (said["version"], said["patterns"]) == (shared, [["<p>", 0, "</p>"]])
    assert [doc["m"] for doc in said["docs"]] == [[[0, "ກ"]], ["ຂ"]]
    assert mine["Cache-Control"] == "public, max-age=31536000, immutable"
    assert mine["X-Unpacked-Length"] == str(len(mine.content))
    assert mine.content == others.content


@pytest.mark.parametrize(
    ("accepted", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_packed_bundle_lies_ready_compressed(client, sources, accepted, read):
    path = f"/offline/lo/packed-{manifest(client)['shared']}.json"
    plain = client.get(path)

    replies = [client.get(path, headers={"Accept-Encoding": accepted}) for _ in range(2)]

    assert {reply["Content-Encoding"] for reply in replies} == {accepted}
    assert {read(reply.content) for reply in replies} == {plain.content}


def test_few_old_states_stay_on_the_disk(client, sources, settings):
    for n in range(10):
        sources.shared["/lo/a/"] = str(n)
        client.get(f"/offline/lo/packed-{manifest(client)['shared']}.json")

    kept = [path.suffix for path in (settings.VAR_DIR / "saved").iterdir()]
    assert (kept.count(".json"), kept.count(".packed")) == (6, 6)


def test_old_bundle_and_old_documents_are_gone(client, sources):
    before = manifest(client)
    sources.shared["/lo/a/"] = "ໃໝ່"

    bundle = client.get(f"/offline/lo/bundle-{before['version']}.json")
    docs = client.get(f"/offline/lo/docs?h={before['docs'][0]['h']}")
    packed = client.get(f"/offline/lo/packed-{before['shared']}.json")

    assert (bundle.status_code, docs.status_code, packed.status_code) == (410, 410, 410)
    assert bundle.json() == {"protocol": 1, "code": "stale_version"}
    assert manifest(client)["version"] != before["version"]


def test_some_documents_are_fetched_by_hash(client, sources):
    wanted = manifest(client)["docs"][1]["h"]

    said = client.get(f"/offline/lo/docs?h={wanted}").json()

    assert [(doc["u"], doc["m"]) for doc in said["docs"]] == [("/lo/b/", "ຂ")]


@pytest.mark.parametrize("asked", ["", "x", "../../etc", ",".join(["a" * 16] * 201)])
def test_what_is_no_hash_is_400(client, sources, asked):
    reply = client.get("/offline/lo/docs", {"h": asked})

    assert (reply.status_code, reply.json()["code"]) == (400, "bad_hash")


def test_own_pages_are_their_persons_alone(client, as_, officer, colleague, sources):
    sources.own[officer.username] = {"/lo/mine/": "ລັບ"}

    mine = manifest(as_(officer))
    bundle = as_(officer).get(f"/offline/lo/bundle-{mine['version']}.json")

    own = [entry for entry in mine["docs"] if entry.get("own")]
    assert [entry["u"] for entry in own] == ["/lo/mine/"]
    assert bundle["Cache-Control"] == "private, no-store"
    assert "ລັບ" in bundle.content.decode()
    for other in (client, as_(colleague)):
        assert all("own" not in entry for entry in manifest(other)["docs"])
        assert other.get(f"/offline/lo/bundle-{mine['version']}.json").status_code == 410
        assert other.get(f"/offline/lo/docs?h={own[0]['h']}").status_code == 410


def test_unchanged_manifest_is_304(client, sources):
    etag = client.get("/offline/lo/manifest.json")["ETag"]

    reply = client.get("/offline/lo/manifest.json", headers={"If-None-Match": etag})

    assert (reply.status_code, reply.content) == (304, b"")


def test_unknown_language_is_404(client, sources):
    assert client.get("/offline/fr/manifest.json").status_code == 404


def test_worker_is_one_script_with_its_build(client):
    reply = client.get("/sw.js")

    text = reply.content.decode()
    assert reply["Cache-Control"] == "no-cache"
    assert text.startswith('const BUILD = "')
    assert '"/lo/offline/"' in text
    assert 'importScripts("/static/js/core.js");\n"use strict";' in text
    assert "export " not in text


@pytest.mark.parametrize(("language", "name"), [("lo", "ຄູ່ມື"), ("en", "Khumue")])
def test_site_can_be_installed(client, language, name):
    said = client.get(f"/manifest.webmanifest?language={language}").json()

    assert (said["short_name"], said["lang"], said["scope"]) == (name, language, "/")
    assert [icon["sizes"] for icon in said["icons"]] == ["192x192", "512x512"] * 2
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}


@pytest.mark.parametrize("path", ["/lo/offline/", "/lo/to-send/"])
def test_pages_on_the_phone_name_nobody(as_, officer, client, path):
    mine = as_(officer).get(path).content

    assert mine == client.get(path).content
    assert officer.name.encode() not in mine
    assert officer.uid.encode() not in mine
