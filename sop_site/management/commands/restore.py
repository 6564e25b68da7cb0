from datetime import datetime
from pathlib import Path

from django.utils import timezone

from sop_site.archive import engines
from sop_site.archive.command import ArchiveCommand
from sop_site.archive.form import Archive
from sop_site.archive.restoring import refuse_what_is_there, restore

QUESTION = (
    "This replaces all data and uploads by those of {made_at}: what came since is gone, unless "
    "phones still hold it. A backup of what is there now can be made first."
)


def told_time(archive: Archive) -> str:
    made_at = datetime.fromisoformat(archive.contents["made_at"])
    return f"{timezone.localtime(made_at):%d/%m/%Y %H:%M}"


class Command(ArchiveCommand):
    help = "Puts the data and uploads of a backup in the place of what is there."
    untouched = "The old data are as they were."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--move", action="store_true", help="used by bin/to-postgres")

    def deed(self, file, yes, move, **options):
        with Archive(file.absolute()) as archive:
            if move:
                refuse_what_is_there()
            elif engines.holds_data():
                self.agreed(QUESTION.format(made_at=told_time(archive)), yes)
            told = restore(archive, self.say, move=move)
        self.say(f"Restored: {told['rows']} rows, {told['files']} files.")
        return told
