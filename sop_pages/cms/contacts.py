"""Contacts in the CMS: LSSO edits all, a coordinator those of the own province."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from sop_site.officers.models import District, Province

from ..models import Contact
from ..numbers_said_wrong import NotConfirmed, confirm, settle

CHANGE = "sop_pages.change_contact"
LSSO = "sop_pages.delete_contact"  # whoever may delete contacts may edit all of them
CONFIRMED = "confirmed_today"


class ContactForm(WagtailAdminModelForm):
    """The form of one contact. Its button “confirmed today” saves what was typed as well."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = bool(self.instance.pk)
        if not self._is_lsso:
            self._narrow(self.for_user.province_id)

    @property
    def _is_lsso(self) -> bool:
        return self.for_user.has_perm(LSSO)

    def _narrow(self, province: str | None) -> None:
        """What a coordinator may choose: the own province and its districts."""
        self.fields["level"].choices = [
            choice for choice in Contact.Level.choices if choice[0] != Contact.Level.NATIONAL
        ]
        self.fields["province"].queryset = Province.objects.filter(pk=province)
        self.fields["district"].queryset = District.objects.filter(province_id=province)
        self.initial.setdefault("province", province)

    def clean(self):
        cleaned = super().clean()
        confirms = CONFIRMED in self.data
        if confirms and cleaned.get("sample"):
            self.add_error("sample", gettext("A sample number can't be confirmed. Take this off."))
        elif confirms:
            cleaned["confirmed_on"] = localdate()
        day = cleaned.get("confirmed_on")
        if day and day > localdate():
            self.add_error("confirmed_on", gettext("This day is yet to come."))
        return cleaned

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            settle(saved)
            if CONFIRMED in self.data:
                saved.wrong_numbers.all().mend()
        return saved


class SaidWrongPanel(Panel):
    """Above the fields: who said when that the number is wrong, and “confirmed today”."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sop_pages/cms/said_wrong.html"

        def is_shown(self):
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context=None):
            said = self.instance.wrong_numbers.open().select_related("reporter")
            return {"said": said, "contact": self.instance, "button": CONFIRMED}


class ContactEditView(EditView):
    def get_queryset(self):
        return Contact.objects.editable_by(self.request.user)


class ContactIndexView(IndexView):
    @property
    def header_buttons(self):
        ways = [
            (gettext("Import a spreadsheet"), reverse("contacts_import"), "upload"),
            (gettext("Download as a spreadsheet"), reverse("contacts_download"), "download"),
        ]
        return [
            *super().header_buttons,
            *(HeaderButton(label, url=url, icon_name=icon) for label, url, icon in ways),
        ]


class ContactViewSet(SnippetViewSet):
    """One edit serves every SOP for which the contact is called."""

    model = Contact
    icon = "user"
    menu_label = _("Contacts")
    menu_name = "contacts"
    menu_order = 315
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_view_class = ContactEditView
    index_view_class = ContactIndexView
    list_display = [
        "key",
        "unit_lo",
        "unit_en",
        Column("place", label=_("Place"), accessor="place"),
        "phone",
        "confirmed_on",
        Column("said_wrong", label=_("Said to be wrong"), accessor="said_wrong"),
    ]
    list_filter = ["level", "province", "task", "sample"]
    list_per_page = 50
    search_fields = ["key", "unit_lo", "unit_en", "phone"]
    edit_handler = ObjectList(
        [
            SaidWrongPanel(),
            FieldPanel("key"),
            FieldRowPanel([FieldPanel("unit_lo"), FieldPanel("unit_en")]),
            FieldRowPanel([FieldPanel("role_lo"), FieldPanel("role_en")]),
            FieldRowPanel([FieldPanel("phone"), FieldPanel("whatsapp")]),
            FieldRowPanel([FieldPanel("hours_lo"), FieldPanel("hours_en")]),
            MultiFieldPanel(
                [FieldPanel("level"), FieldPanel("province"), FieldPanel("district")],
                heading=_("Where"),
            ),
            MultiFieldPanel(
                [FieldPanel("sops"), FieldPanel("task"), FieldPanel("topics")],
                heading=_("For what"),
            ),
            FieldRowPanel([FieldPanel("deputy"), FieldPanel("fallback")]),
            FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("sample")]),
        ],
        base_form_class=ContactForm,
    )

    def get_queryset(self, request: HttpRequest):
        open_ones = Count("wrong_numbers", filter=Q(wrong_numbers__mended_at__isnull=True))
        return (
            Contact.objects.editable_by(request.user)
            .select_related("province", "district")
            .annotate(said_wrong=open_ones)
            .order_by("key")
        )


@require_POST
def confirm_today(request: HttpRequest, pk: int) -> HttpResponse:
    """“Confirmed today” from the list of work. 404 for another province's contact."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    contact = get_object_or_404(Contact.objects.editable_by(request.user), pk=pk)
    try:
        confirm(contact)
    except NotConfirmed as refused:
        messages.error(request, str(refused))
        return redirect("wagtailsnippets_sop_pages_contact:edit", pk)
    messages.success(request, gettext("Confirmed: officers see today's date with this number."))
    return redirect("wagtailadmin_home")
