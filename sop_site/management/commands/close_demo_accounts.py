from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Closes the sample people's accounts, so that a site may start in production."

    def handle(self, *args, **options):
        count = 0
        for person in get_user_model().objects.filter(is_sample=True, is_active=True):
            person.set_unusable_password()
            person.is_active = False
            person.save(update_fields=["password", "is_active"])
            count += 1
        self.stdout.write(f"{count} sample accounts closed.")
