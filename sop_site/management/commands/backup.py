from pathlib import Path

from sop_site.archive.command import ArchiveCommand, free_path
from sop_site.archive.making import make


class Command(ArchiveCommand):
    help = "Writes all data and uploads into FILE, while the site is used."
    untouched = "No backup was written."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--without-media", action="store_true", help="leave uploads out")

    def deed(self, file, yes, without_media, **options):
        path = free_path(file)
        if path.exists():
            self.agreed(f"{path} exists and would be overwritten.", yes)
        told = make(path, self.say, with_media=not without_media)
        self.say(f"Backup: {told['file']}, {told['bytes'] / 1e6:.1f} MB")
        return told
