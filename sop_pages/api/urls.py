"""The addresses of the API, of Wagtail's kind: a list, one by its id, and find/ by its names."""

from wagtail.api.v2.router import WagtailAPIRouter

from .releases import ReleasesAPI
from .sops import SOPsAPI
from .values import ValuesAPI

app_name = "wagtailapi"
router = WagtailAPIRouter(app_name)
for endpoint in (SOPsAPI, ReleasesAPI, ValuesAPI):
    router.register_endpoint(endpoint.name, endpoint)
urlpatterns = router.get_urlpatterns()
