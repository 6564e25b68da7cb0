"""The one door: sign-in and sign-out, for officers and the CMS alike."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import auth
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import sessions
from ..forms import SignInForm
from ..numbers import normalised


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    onward = local_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(onward or "sop_pages:home")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.person)
        if form.cleaned_data["shared"]:
            sessions.end_with_browser(request)
        # Home in the language of this page: the person has just read and typed in it.
        return redirect(onward or "sop_pages:home")
    return render(request, "officers/sign_in.html", {"form": form, "next": onward})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request):
    """POST signs out; anything else asks first, so that no link or picture can do it."""
    if request.method == "POST":
        auth.logout(request)
        return redirect("officers:sign_in")
    return render(request, "officers/sign_out.html")


def local_address(request, address: str) -> str:
    """The address if it leads to this site and isn't the door itself, else ""."""
    local = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if local and "\0" not in address and "/sign-" not in address else ""


def locked_out(request, original_response=None, credentials=None):
    """The page of those who failed too often, with the minutes left; django-axes asks for it."""
    number = (credentials or {}).get("username") or request.POST.get("username", "")
    minutes = minutes_left(normalised(number), request.axes_ip_address)
    page = render(request, "officers/locked_out.html", {"minutes": minutes}, status=429)
    page.headers["Retry-After"] = str(minutes * 60)
    page.headers["Cache-Control"] = "no-store"
    return page


def minutes_left(number: str, address: str) -> int:
    """Whole minutes, at least 1, until this name may try again from this address."""
    latest = (
        AccessAttempt.objects.filter(username=number, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    left = settings.AXES_COOLOFF_TIME - (timezone.now() - latest) if latest else timedelta()
    return max(1, -(-int(left.total_seconds()) // 60))
