"""Which SOPs a person may not find: those that Wagtail's privacy closes to them."""

from wagtail.models import PageViewRestriction


def refused_paths(request) -> list[str]:
    """The tree paths that this request may not read, itself or below. One query when all is open.

    Asked at each search, so that a page made private is gone from the results at once.
    """
    restrictions = PageViewRestriction.objects.select_related("page")
    return [rule.page.path for rule in restrictions if not rule.accept_request(request)]
