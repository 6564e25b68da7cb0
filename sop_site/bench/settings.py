"""What bin/bench serves: the site as it is, with two views more to compare with."""

from sop_site.settings.development import *

ROOT_URLCONF = "sop_site.bench.urls"
MIDDLEWARE = [*MIDDLEWARE, "sop_site.bench.queries.CountQueriesMiddleware"]
# Counted as ever, but one address and one person send all that is measured.
LIMITS = LIMITS | {name: 10**9 for name in LIMITS if name.endswith("_a_minute")}
