"""All addresses. Each app brings its own; the frame names them by string only."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import views
from .health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", views.way_in, name="way_in"),
    # Before Wagtail's own: one door, no other way to a password, no page that breaks on purpose.
    path("cms/login/", views.cms_login),
    path("cms/logout/", views.cms_logout),
    path("cms/jsi18n/", views.cms_words),
    path("cms/password_reset/", views.no_such_page),
    path("cms/password_reset/<path:rest>", views.no_such_page),
    path("cms/failwhale/", views.no_such_page),
    path("cms/test404/", views.no_such_page),
    path("cms/account/", views.cms_account),
    path("cms/register/", include("sop_pages.register_urls")),
    path("cms/quarters/", include("sop_pages.quarter_urls")),
    path("cms/feedback/figures/", include("feedback.figures.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/", include("sop_pages.media_urls")),
    path("", include("sop_site.offline.site_urls")),
    path("api/", include("sop_site.offline.urls")),
    path("api/search/", include("sop_pages.search.urls")),
    path("api/v2/", include("sop_pages.api.urls")),
]
urlpatterns += i18n_patterns(
    path("", include("sop_site.officers.urls")),
    path("", include("sop_site.offline.page_urls")),
    path("quizzes/", include("quizzes.urls")),
    path("workshops/", include("quizzes.workshops.urls")),
    path("feedback/", include("feedback.urls")),
    path("", include("sop_pages.urls")),
    prefix_default_language=True,
)

handler400 = "sop_site.views.bad_request"
handler403 = "sop_site.views.forbidden"
handler404 = "sop_site.views.not_found"
handler500 = "sop_site.views.server_error"
