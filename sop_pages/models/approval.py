"""Who approves an SOP: never the person who edited it last."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, PagePermissionTester


class ReviewTask(AbstractGroupApprovalTask):
    """LSSO's approval. It publishes the page; the last editor, whoever that is, can only return it.

    The rule holds at each of the CMS's addresses: they all ask get_actions or call on_action.
    """

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")

    @classmethod
    def get_description(cls):
        return _("Reviewers approve or return what others wrote.")

    def decides(self, user) -> bool:
        """Whether this person is one of those who approve."""
        if user.is_superuser:
            return True
        return self.groups.filter(pk__in=user.groups.all()).exists()

    def get_actions(self, obj, user):
        """Wagtail's, but its "approve and comment" is gone: approving has a page of its own."""
        actions = [action for action in super().get_actions(obj, user) if action[0] != "approve"]
        if not self.decides(user):
            return actions
        return [*actions, ("approve", _("Read what changes, and approve"), True)]

    def get_template_for_action(self, action):
        """Approving asks for what a release needs: the modal leads to the page that does."""
        return "sop_pages/cms/to_approval.html" if action == "approve" else ""

    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name == "approve":
            raise PermissionDenied(_("Approve an SOP on its approval page."))
        return super().on_action(task_state, user, action_name, **kwargs)


def decides(user) -> bool:
    """Whether this person approves SOPs, whatever is in review."""
    task = ReviewTask.objects.first()
    return bool(task and task.decides(user))


def is_last_editor(page, user) -> bool:
    """Whether the newest draft is this person's. A file's import is nobody's."""
    # Asked of the database: the page at hand may be older than what was saved a moment ago.
    newest = page.revisions.order_by("-created_at", "-pk").first()
    return newest is not None and user is not None and newest.user_id == user.pk


class SOPPermissions(PagePermissionTester):
    """Nobody publishes an SOP directly, admins included: approval does (see approving.py)."""

    def can_publish(self):
        return False

    def can_unpublish(self):
        """An SOP is withdrawn or replaced with a reason (retiring.py), never just taken away."""
        return False

    def can_delete(self, ignore_bulk=False):
        """The address of what was once released stays."""
        released = self.page.sop.releases.exists()
        return not released and super().can_delete(ignore_bulk)

    def can_set_view_restrictions(self):
        return self.user.is_active and self.user.is_superuser


class FramePermissions(PagePermissionTester):
    """Handbooks and sections are the frame: only admins change, move or delete them."""

    def _admin(self) -> bool:
        return self.user.is_active and self.user.is_superuser

    def can_edit(self):
        return self._admin() and super().can_edit()

    def can_delete(self, ignore_bulk=False):
        return self._admin() and super().can_delete(ignore_bulk)

    def can_move(self):
        return self._admin() and super().can_move()

    def can_copy(self):
        return False

    def can_publish_subpage(self):
        return False
