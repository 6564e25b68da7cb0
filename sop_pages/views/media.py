"""Pictures and recordings of the handbook and of questions. Other uploads have views that ask who
you are."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# Wagtail's scaled pictures and our recordings, shown within pages that anyone may read; and what
# stands beside questions, whose names nobody can guess (quizzes/files.py).
PUBLIC = ("images/", "recordings/", "questions/")


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A file of theirs; 404 for any other upload, as if it weren't there."""
    if not path.startswith(PUBLIC) or ".." in path or "\0" in path:
        raise Http404
    if not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path))
    response["Cache-Control"] = "public, max-age=31536000"  # a changed file gets a new name
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
