from datetime import timedelta

from django.apps import AppConfig


class SopPagesConfig(AppConfig):
    name = "sop_pages"
    verbose_name = "Handbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_delete
        from wagtail.signals import page_published, page_unpublished

        from sop_site import timed
        from sop_site.officers import audit

        from . import (
            acknowledged_quarterly,
            acknowledging,
            asked_to_confirm,
            changes,
            confirmed,
            contact_import,
            copies,
            held,
            home,
            numbers_said_wrong,
            pointing,
            publishing,
            register,
            releases,
            retiring,
            reviews,
            saved,
            signals,
            translating,
            value_places,
            work_sources,
        )
        from .cms import quarter
        from .notes import proposing, rechecking, telling
        from .notes import saved as saved_notes
        from .paper import ahead
        from .search import index

        page_published.connect(publishing.on_published, dispatch_uid="sop_published")
        page_unpublished.connect(publishing.on_unpublished, dispatch_uid="sop_unpublished")
        post_delete.connect(
            publishing.on_deleted, sender="sop_pages.SOPPage", dispatch_uid="sop_deleted"
        )
        signals.sop_published.connect(index.on_published, stage=signals.INDEXING)
        signals.sop_unpublished.connect(index.on_unpublished, stage=signals.INDEXING)
        signals.sop_published.connect(rechecking.on_published, stage=signals.INDEXING)
        held.register()
        changes.connect()
        timed.register("keep_pages", copies.keep_pages_again)
        saved.register()
        numbers_said_wrong.register()
        acknowledging.register()
        acknowledged_quarterly.register()
        home.register("quarterly", quarter.panel)
        proposing.register()
        saved_notes.register()
        telling.register()
        asked_to_confirm.register()
        value_places.register()
        pointing.register()
        work_sources.register()
        timed.register("review_reminders", reviews.remind, every=timedelta(hours=1))
        timed.register("pdfs", ahead.make_ahead)
        timed.register("releases_in_force", releases.come_into_force)
        timed.register("retirements", retiring.take_down_due)
        deeds = releases.DEEDS | acknowledging.DEEDS | contact_import.DEEDS | reviews.DEEDS
        deeds |= quarter.DEEDS
        deeds |= register.DEEDS | confirmed.DEEDS | translating.DEEDS | retiring.DEEDS
        for deed, words in deeds.items():
            audit.label(deed, words)
