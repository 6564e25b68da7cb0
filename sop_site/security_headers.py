"""Headers that neither Django nor django-csp sets by itself."""

from django.conf import settings

INLINE = ["'unsafe-inline'"]
CMS = "/cms/"


class SecurityHeadersMiddleware:
    """Permissions-Policy on each answer; Wagtail's inline scripts and styles under /cms/ only.

    Stands within csp.middleware.CSPMiddleware, which writes the policy on the way out.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.path.startswith(CMS):
            response._csp_update = {"script-src": INLINE, "style-src": INLINE}
        return response


class RealAddressMiddleware:
    """Takes a caller's address from X-Forwarded-For when the server stands behind proxies.

    Each proxy adds the address that it saw at the end of the list, so the n-th from the right was
    written by the outermost of our n proxies; what a caller wrote himself stands before it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if settings.PROXIES and len(seen) >= settings.PROXIES:
            address = seen[-settings.PROXIES].strip()
            if address:
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
