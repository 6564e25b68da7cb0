"""Where a person wants to hear of news outside of Khumue; the address is given for this alone."""

import re

from django import forms
from django.contrib import messages
from django.core.validators import validate_email
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sop_site import gateways

from ..access import personal
from ..models import Reach
from ..models.notices import Channel

PHONE = re.compile(r"\+?[0-9]{8,15}")


class ReachForm(forms.Form):
    """No channel means: nothing is sent."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How?"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    address = forms.CharField(
        label=gettext_lazy("E-mail address or phone number"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(value, label) for value, label in Channel.choices if value in ways]
        self.fields["channel"].choices = [("", _("Nothing, I read it here")), *offered]

    def clean(self):
        cleaned = super().clean()
        channel, address = cleaned.get("channel"), cleaned.get("address", "").strip()
        if channel == Channel.MAIL:
            try:
                validate_email(address)
            except forms.ValidationError:
                self.add_error("address", _("Please check the e-mail address."))
        elif channel:
            address = re.sub(r"[\s()-]", "", address)
            if not PHONE.fullmatch(address):
                self.add_error("address", _("Please check the phone number."))
        return {**cleaned, "address": address}


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request):
    ways = gateways.channels()
    known = Reach.objects.filter(person=request.user).first()
    initial = {"channel": known.channel, "address": known.address} if known else {}
    posted = request.POST if request.method == "POST" else None
    form = ReachForm(posted, ways=ways, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["channel"]:
            Reach.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        else:
            Reach.objects.filter(person=request.user).delete()
        messages.success(request, _("Saved."))
        return redirect("feedback:mine")
    context = {"form": form, "has_ways": bool(ways), "tab": "feedback"}
    return render(request, "feedback/reach.html", context, status=422 if form.errors else 200)
