import json
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from sop_pages.files import media
from sop_pages.files.writing import write_text
from sop_pages.models import SOPPage


class Command(BaseCommand):
    help = (
        "Writes an SOP as a file that import_sop takes: to stdout, or with --output into a folder "
        "as CODE.LANGUAGE.md together with its pictures and other files. Exit 1: no such SOP."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", help="such as REG-01")
        parser.add_argument(
            "--language", choices=["lo", "en"], help="without it: both into a folder, Lao to stdout"
        )
        parser.add_argument("--output", type=Path, metavar="FOLDER", help="made where it is not")
        parser.add_argument("--draft", action="store_true", help="the newest draft, not the live")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, **options):
        with translation.override("en"):  # like all that operators read
            self._export(**options)

    def _export(self, *, code, language, output, draft, **options):
        languages = [language] if language else ["lo", "en"] if output else ["lo"]
        documents = [d for d in (self._document(code, one, draft) for one in languages) if d]
        as_json = options["json"]
        if not documents:
            sentence = _("There is no SOP %(code)s in this language.") % {"code": code.upper()}
            self._refuse(sentence, as_json)
        try:
            written = [self._write(document, output) for document in documents] if output else []
        except OSError as error:
            sentence = _("The folder %(name)s can't be written to: %(why)s.")
            self._refuse(sentence % {"name": output, "why": error.strerror}, as_json)
        if as_json:
            files = {f"{d.code}.{d.language}.md": write_text(d) for d in documents}
            self.stdout.write(json.dumps({"files": files, "written": written}, ensure_ascii=False))
        elif not output:
            self.stdout.write(write_text(documents[0]), ending="")

    def _refuse(self, sentence: str, as_json: bool) -> NoReturn:
        self.stderr.write(sentence)
        if as_json:
            self.stdout.write(json.dumps({"error": {"message": sentence}}, ensure_ascii=False))
        raise SystemExit(1)

    def _document(self, code: str, language: str, draft: bool):
        page = SOPPage.objects.filter(sop__code=code.upper(), language=language).first()
        if page is None or not (page.live or draft or page.latest_revision_id):
            return None
        # A page that was never published has only its draft to give.
        newest = page.get_latest_revision_as_object() if draft or not page.live else page
        return newest.content()

    def _write(self, document, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{document.code}.{document.language}.md"
        target.write_text(write_text(document), encoding="utf-8", newline="\n")
        media.copy_out(document, folder)
        self.stderr.write(str(target))
        return str(target)
