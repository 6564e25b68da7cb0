"""Who may do what in the CMS's tree of pages, and the review that every SOP goes through."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from sop_site.officers import roles

from .models import HandbookPage, ReviewTask

# Stored once, for both languages, like the name of the site.
REVIEW, BEFORE = "ອະນຸມັດ · Approval", "Review"
# Trainers write; reviewers read and answer (their task lets them into what waits for them).
ON_PAGES = {
    roles.TRAINER: ("add_page", "change_page"),
    roles.REVIEWER: ("lock_page", "unlock_page"),
}
WRITERS = (roles.TRAINER, roles.REVIEWER)
ON_FILES = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


def ensure_authoring(books: Iterable[HandbookPage]) -> None:
    """Gives roles their page and file permissions, and the handbooks their review. Repeatable."""
    books = list(books)
    for role, codenames in ON_PAGES.items():
        group = Group.objects.get_or_create(name=role)[0]
        for permission in _permissions("wagtailcore", codenames):
            for book in books:
                GroupPagePermission.objects.get_or_create(
                    group=group, page=book, permission=permission
                )
    _ensure_files()
    _ensure_review(books)


def _permissions(app_label: str, codenames: Iterable[str]):
    return Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)


def _ensure_files() -> None:
    root = Collection.get_first_root_node()
    for role in WRITERS:
        group = Group.objects.get_or_create(name=role)[0]
        for app_label, codenames in ON_FILES.items():
            for permission in _permissions(app_label, codenames):
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=permission
                )


def _ensure_review(books: list[HandbookPage]) -> None:
    for named in (ReviewTask, Workflow):
        named.objects.filter(name=BEFORE).update(name=REVIEW)
    task = ReviewTask.objects.filter(name=REVIEW).first() or ReviewTask.objects.create(name=REVIEW)
    task.groups.add(Group.objects.get_or_create(name=roles.REVIEWER)[0])
    workflow, made = Workflow.objects.get_or_create(name=REVIEW)
    if made:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for book in books:
        WorkflowPage.objects.get_or_create(page=book, defaults={"workflow": workflow})
