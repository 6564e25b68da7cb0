from django.core.management.base import BaseCommand

from sop_pages.models import SOPPage
from sop_pages.search import index


class Command(BaseCommand):
    help = "Makes the search of the handbook anew from all published SOPs."

    def handle(self, *args, **options):
        pages = SOPPage.objects.live().select_related("sop", "locale").iterator(chunk_size=100)
        self.stdout.write(f"{index.rebuild(pages)} SOPs in the search.")
