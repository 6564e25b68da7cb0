"""The file with all that is held on a person: held.json and, in folders, their pictures."""

import io
import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from .holdings import all_holdings
from .models import User


def made_for(person: User) -> bytes:
    """A ZIP, some megabytes where there are many photos. Names in it are those of the holdings, so
    that a program may read them; the words are the person's own."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {holding.name: holding.tell(person) for holding in all_holdings()}
        held = {"made_at": timezone.now(), **told}
        words = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("held.json", words)
        for holding in all_holdings():
            for name, content in holding.files(person):
                archive.writestr(f"{holding.name}/{name}", content)
    return file.getvalue()
