"""The officer's side of a slip: open it, choose a password, be signed in."""

from django.contrib import auth
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import slips
from ..forms import NewPasswordForm, SlipCodeForm
from ..languages import remember_language


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_sign_in(request):
    """Where the code can be typed; scanning it leads straight to use_slip."""
    form = SlipCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = slips.as_typed(form.cleaned_data["code"])
        if code:
            return redirect("officers:slip", code=code)
        return refused(request, "unknown", 404)
    return render(request, "officers/first_sign_in.html", {"form": form})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_slip(request, code):
    """Opening shows a page and spends nothing; the POST that sets the password spends the slip."""
    slip = slips.with_code(code)
    if slip is None:
        return refused(request, "unknown", 404)
    if slip.state != "open":
        return refused(request, slip.state, 410)
    form = NewPasswordForm(slip.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return spent(request, slip, form.cleaned_data["new_password"])
    return render(request, "officers/use_slip.html", {"form": form, "person": slip.user})


def spent(request, slip, password):
    try:
        person = slips.spend(slip, password)
    except slips.SlipRefused:
        return refused(request, "used", 410)
    auth.login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return remember_language(redirect(f"/{person.language}/"), person.language)


def refused(request, state: str, status: int):
    """A page that says why; `state` is "unknown" or a closed state of Slip."""
    return render(request, "officers/slip_refused.html", {"state": state}, status=status)
