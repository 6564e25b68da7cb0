from django.core.management.base import BaseCommand
from django.utils import translation

from content.loaders import LOADERS


class Command(BaseCommand):
    help = (
        "Loads the starting content. Can be run again: nothing is doubled, and nothing that "
        "people edited is overwritten (it says what it left)."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-samples",
            action="store_true",
            help="only what is real: places and the frame of pages",
        )

    def handle(self, *args, without_samples, **options):
        with translation.override("en"):  # like all that operators read
            self._load(samples=not without_samples)

    def _load(self, *, samples: bool):
        for name, load in LOADERS.items():
            self.stdout.write(f"{name} …")
            for line in load(samples=samples):
                self.stdout.write(f"  {line}")
