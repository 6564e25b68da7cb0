from django.core.management.base import BaseCommand, CommandError

from sop_site.lao import catalogues


class Command(BaseCommand):
    help = "Lao catalogues: update from the code, compile, or check that nothing is untranslated."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("deed", choices=["update", "compile", "check"])
        parser.add_argument("names", nargs="*", help="catalogues; all when none is named")

    def handle(self, *args, deed, names, **options):
        for name in names or catalogues.names():
            if name not in catalogues.names():
                raise CommandError(f"There is no catalogue called {name}.")
            getattr(self, f"_{deed}")(name)
        if deed == "check" and not names:
            self.faults = [*self.faults, *catalogues.clashes()]
        if deed == "check" and self.faults:
            raise CommandError("\n".join(self.faults))

    faults: list[str] = []

    def _update(self, name):
        if name in catalogues.SOURCES:
            self.stdout.write(f"{name}: {catalogues.update(name)} new strings.")
        self._compile(name)

    def _compile(self, name):
        if catalogues.po_path(name).exists():
            catalogues.compile_catalogue(name)

    def _check(self, name):
        self.faults = [*self.faults, *catalogues.faults(name)]
