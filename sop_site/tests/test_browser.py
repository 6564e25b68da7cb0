"""The browser's fixtures themselves: they must be able to fail."""

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import path
from wagtail.models import Locale, Page

PAGE = (
    "<!doctype html><html lang=lo><head><title>t</title><link rel=icon href=data:,></head>"
    "<body><main><h1>ຄູ່ມື</h1>{}</main></body></html>"
)


def plain(request):
    who = request.user.username if request.user.is_authenticated else "anonymous"
    return HttpResponse(PAGE.format(f"<p id=who>{who}</p>"))


def faulty(request):
    return HttpResponse(PAGE.format("<img src=data:,><script>throw Error('oh')</script>"))


urlpatterns = [path("plain/", plain), path("faulty/", faulty)]
pytestmark = [pytest.mark.browser, pytest.mark.urls("sop_site.tests.test_browser")]


def test_page_opens_for_person_signed_in(open_page, officer, axe, screen):
    page = open_page("/plain/", person=officer, size=screen)

    assert page.locator("#who").inner_text() == "LS-OFFICER"
    assert page.viewport_size["width"] == {"phone": 360, "desk": 1280}[screen]
    assert axe(page) == []


def test_page_opens_for_anonymous(open_page):
    page = open_page("/plain/")

    assert page.locator("#who").inner_text() == "anonymous"


def test_faults_of_a_page_are_seen(open_page, page_faults, axe):
    page_faults.expect("")

    page = open_page("/faulty/")

    assert page_faults.seen
    assert any("image-alt" in line for line in axe(page))


@pytest.mark.django_db(transaction=True)
def test_committing_test_leaves_pristine_database_for_the_next(officer):
    """Twice in a row, so that the second runs after a restoration."""
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db(transaction=True)
def test_committing_test_finds_no_rows_of_others(django_user_model):
    assert not django_user_model.objects.filter(username="LS-OFFICER").exists()
    assert Page.objects.filter(depth=1).count() == 1
    assert Locale.objects.exists()
    assert Group.objects.exists()
