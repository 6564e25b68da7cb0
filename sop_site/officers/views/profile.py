"""A person's own page: name, language, place, password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import audit, roles
from ..forms import ChangePasswordForm, ProfileForm
from ..languages import remember_language
from ..models import User
from ..numbers import written


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    # A copy: a refused form must not change the name shown in the frame.
    person = User.objects.select_related("district", "province").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        saved.save(update_fields=["name", "language", "sex", "email"])
        with override(saved.language):
            messages.success(request, _("Saved"))
        return remember_language(redirect(f"/{saved.language}/profile/"), saved.language)
    return render(
        request,
        "officers/profile.html",
        {
            "form": form,
            "person": person,
            "number": written(person.username),
            "roles": roles.labels(request.user.roles),
        },
    )


@login_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    form = ChangePasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = request.user
        person.set_password(form.cleaned_data["new_password"])
        person.save(update_fields=["password"])
        # This session goes on under a new key; all others end with the old password.
        update_session_auth_hash(request, person)
        audit.record(person, audit.PASSWORD_CHANGED, person)
        messages.success(request, _("Your password is changed. Other phones are signed out."))
        return redirect("officers:profile")
    return render(request, "officers/change_password.html", {"form": form})
