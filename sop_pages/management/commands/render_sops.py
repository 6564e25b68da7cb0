from django.core.management.base import BaseCommand

from sop_pages import copies, releases


class Command(BaseCommand):
    help = (
        "Renders the SOPs as they are served. Run it after an upgrade: only those made with other "
        "templates or words are rendered again, unless --all is given. SOPs from before there "
        "were releases get their first one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="render every SOP again")

    def handle(self, *args, **options):
        adopted = releases.adopt()
        if adopted:
            self.stdout.write(f"{adopted} SOPs got their first release.")
        count = copies.keep_all(only_stale=not options["all"])
        pages = copies.keep_pages()
        self.stdout.write(f"{count} SOPs rendered, {pages} pages made anew.")
