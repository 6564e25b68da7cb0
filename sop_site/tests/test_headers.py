import pytest
from django.test import Client

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "base-uri 'none'",
}


def policy(response) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/lo/sign-in/", "/en/sign-in/", "/lo/no-such-page/", "/healthz"])
def test_site_is_strict(client, path):
    response = client.get(path)

    assert policy(response) == STRICT
    assert response["Permissions-Policy"] == "camera=(self), geolocation=(), microphone=(self)"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_cms_may_have_inline_scripts_and_styles(as_, admin_person):
    response = as_(admin_person).get("/cms/")

    changed = {"script-src 'self' 'unsafe-inline'", "style-src 'self' 'unsafe-inline'"}
    assert response.status_code == 200
    assert policy(response) == STRICT - {"script-src 'self'", "style-src 'self'"} | changed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
    ],
)
def test_address_is_what_our_outermost_proxy_saw(settings, rf, proxies, forwarded, seen):
    from sop_site.security_headers import RealAddressMiddleware

    settings.PROXIES = proxies
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)

    found = RealAddressMiddleware(lambda asked: asked.META["REMOTE_ADDR"])(request)

    assert found == seen


@pytest.mark.django_db
def test_cookies_are_not_for_scripts(client, officer):
    client = Client(enforce_csrf_checks=True)
    response = client.get("/lo/sign-in/")

    cookie = response.cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
