"""Who may open what: one row an address, one column a role. test_access.py walks it.

To add an address: copy its pattern as the resolver has it ("lo/..." for all pages in a language),
say how to visit it, and give nine verdicts in the order of ROLES:

    "lo/profile/": row(SIGNED_IN),
    "lo/feedback/<str:code>/": row("door ok 404 404 404 404 404 404 404", "/lo/feedback/{report}/"),
    "cms/people/slips/": row("door 403 403 away away away away 403 away", method="post"),

Verdicts: "ok" is 200; "door" leads to sign-in; "away" leads to the CMS's first page; "on" leads
elsewhere on this site; anything else is the status itself (422: may, but sent an empty form).
`officer` made what stands in braces
(see `things` in test_access.py), `colleague` sits in the same district and didn't.
Addresses that Wagtail brings are covered by prefix, at the end.
"""

from dataclasses import dataclass

ROLES = (
    "anonymous officer colleague coordinator trainer reviewer lead observer admin".split()  # noqa: SIM905
)
ALL = "ok " * 9
SIGNED_IN = "door" + " ok" * 8
NOBODY = "404 403 403 404 404 404 404 403 404"
NONE = "404 " * 9
OWN = "door ok" + " 404" * 7
RUN = "door 403 403 away ok away away 403 ok"  # the trainer of a workshop, and administrators
CMS_ALL = "door 403 403 ok ok ok ok 403 ok"


@dataclass(frozen=True)
class Row:
    verdicts: tuple[str, ...]
    path: str
    method: str


def row(verdicts: str, path: str = "", method: str = "get") -> Row:
    """`path` may name things in braces; without it the pattern itself is visited."""
    return Row(tuple(verdicts.split()), path, method)


FRAME = {
    "": row("on " * 9),
    "healthz": row(ALL),
    "cms/login/": row("door " * 9),
    "cms/logout/": row(ALL),
    "cms/jsi18n/": row(ALL),
    "cms/password_reset/": row(NOBODY),
    "cms/password_reset/<path:rest>": row(NOBODY, "/cms/password_reset/done/"),
    "cms/failwhale/": row(NOBODY),
    "cms/test404/": row(NOBODY),
    "cms/account/": row(CMS_ALL),
    "media/<path:path>": row(NONE, "/media/reports/none.jpg"),
    "api/session": row(ALL),
    "api/sync/v1/items": row("405 " * 9),
    "api/sync/v1/files/<str:item>/<str:sha256>": row("405 " * 9, "/api/sync/v1/files/x/y"),
    "sw.js": row(ALL),
    "manifest.webmanifest": row(ALL),
    "offline/<str:locale>/manifest.json": row(ALL, "/offline/lo/manifest.json"),
    "offline/<str:locale>/bundle-<str:version>.json": row("410 " * 9, "/offline/lo/bundle-x.json"),
    "offline/<str:locale>/packed-<str:version>.json": row("410 " * 9, "/offline/lo/packed-x.json"),
    "offline/<str:locale>/contents.json": row(ALL, "/offline/lo/contents.json"),
    "offline/<str:locale>/docs": row("400 " * 9, "/offline/lo/docs"),
    "lo/offline/": row(ALL),
    "lo/to-send/": row(ALL),
}
OFFICERS = {
    "lo/sign-in/": row("ok" + " on" * 8),
    "lo/sign-out/": row(ALL),
    "lo/profile/": row(SIGNED_IN),
    "lo/profile/password/": row(SIGNED_IN),
    "lo/profile/held/": row(SIGNED_IN),
    "lo/profile/held/file/": row(SIGNED_IN, method="post"),
    "lo/profile/held/remove/": row("door" + " on" * 8, method="post"),
    "lo/first-sign-in/": row(ALL),
    "lo/first-sign-in/<slug:code>/": row(ALL, "/lo/first-sign-in/{slip}/"),
    "cms/people/": row("door 403 403 ok ok away away 403 ok"),
    "cms/people/slips/": row("door 403 403 away on away away 403 on", method="post"),
    "cms/people/removals/": row("door 403 403 away away away away 403 ok"),
    "cms/people/removals/<int:pk>/": row(
        "door 403 403 away away away away 403 404", "/cms/people/removals/0/", "post"
    ),
    "cms/audit-log/": row("door 403 403 away away ok ok 403 ok"),
}
INBOX = {
    "cms/inbox/": row("door 403 403 away away ok ok 403 ok"),
    "cms/inbox/bring/": row("door 403 403 away away ok ok 403 ok"),
    "cms/by-hand/": row("door 403 403 away ok away away 403 ok"),
    "cms/inbox/<uuid:pk>/": row("door 403 403 away away ok ok 403 ok", "/cms/inbox/{item}/"),
    "cms/inbox/<uuid:pk>/again/": row(
        "door 403 403 away away on on 403 on", "/cms/inbox/{item}/again/", "post"
    ),
}
HANDBOOK = {
    "lo/": row(ALL),
    "lo/search/": row(ALL),
    "api/search/v1": row(ALL, "/api/search/v1?q=x&language=lo"),
    "lo/sops/": row(ALL),
    "lo/sops/<str:code>/": row(ALL, "/lo/sops/{sop}/"),
    "lo/sops/<str:code>/releases/": row(ALL, "/lo/sops/{sop}/releases/"),
    "lo/sops/<str:code>/releases/<str:number>/": row(ALL, "/lo/sops/{sop}/releases/1.0/"),
    "lo/sops/<str:code>/releases/<str:number>/check/": row(
        ALL, "/lo/sops/{sop}/releases/1.0/check/"
    ),
    "lo/sops/<str:code>/releases/<str:number>/pdf/": row(ALL, "/lo/sops/{sop}/releases/1.0/pdf/"),
    "lo/handbook/pdf/": row(ALL),
    "lo/sops/<str:code>/steps/<str:key>/": row(ALL, "/lo/sops/{sop}/steps/ask/"),
    "lo/check/": row(ALL),
    "lo/changes.atom": row(ALL),
    "cms/register/": row("door 403 403 away away ok ok ok ok"),
    "cms/register/download/": row("door 403 403 away away ok ok ok ok"),
    "cms/quarters/": row("door 403 403 on on on on on on"),
    "cms/quarters/<int:year>-<int:number>/": row(
        "door 403 403 ok ok ok ok ok ok", "/cms/quarters/2026-1/"
    ),
    "cms/quarters/<int:year>-<int:number>/report.xlsx": row(
        "door 403 403 ok ok ok ok ok ok", "/cms/quarters/2026-1/report.xlsx"
    ),
    "api/v2/^sops/": row(ALL, "/api/v2/sops/"),
    "api/v2/^sops/<int:pk>/": row(ALL, "/api/v2/sops/{sop_page}/"),
    "api/v2/^sops/find/": row("on " * 9, "/api/v2/sops/find/?code={sop}&language=lo"),
    "api/v2/^releases/": row(ALL, "/api/v2/releases/"),
    "api/v2/^releases/<int:pk>/": row(ALL, "/api/v2/releases/{release}/"),
    "api/v2/^releases/find/": row("on " * 9, "/api/v2/releases/find/?code={sop}&number=1.0"),
    "api/v2/^values/": row(ALL, "/api/v2/values/"),
    "api/v2/^values/<int:pk>/": row(NONE, "/api/v2/values/0/"),
    "api/v2/^values/find/": row(NONE, "/api/v2/values/find/?key=none&on=2030-01-01"),
    "lo/to-confirm/": row(SIGNED_IN),
    "lo/notes/": row(SIGNED_IN),
    "lo/notes/new/": row(SIGNED_IN, "/lo/notes/new/?sop=REG-07&step=ask"),
    "lo/notes/<int:pk>/withdraw/": row(
        "door on" + " 404" * 7, "/lo/notes/{note}/withdraw/", "post"
    ),
    "cms/notes/": row("door 403 403 ok away ok ok 403 ok"),
    "cms/notes/<int:pk>/": row("door 403 403 ok away ok ok 403 ok", "/cms/notes/{note}/"),
    "lo/sops/<str:code>/confirm/": row(SIGNED_IN, "/lo/sops/{sop}/confirm/"),
    "lo/sops/<str:code>/compare/": row("on " * 9, "/lo/sops/{sop}/compare/"),
    "lo/sops/<str:code>/on/<str:day>/": row("on " * 9, "/lo/sops/{sop}/on/2030-01-01/"),
    "cms/sops/<int:page_id>/submit/": row(
        "door 403 403 away away away away 403 away", "/cms/sops/{sop_page}/submit/"
    ),
    "cms/sops/<int:page_id>/approve/": row(
        "door 403 403 away away ok ok 403 ok", "/cms/sops/{in_review}/approve/"
    ),
    "cms/steps/": row("door 403 403 away ok ok ok 403 ok"),
    "cms/translations/": row("door 403 403 away ok ok ok 403 ok"),
    "cms/translations/<int:page_id>/right/": row(
        "door 403 403 away away on on 403 on", "/cms/translations/{sop_page}/right/", "post"
    ),
    "cms/releases/<int:release_id>/confirm/": row(
        "door 403 403 away away away away 403 away", "/cms/releases/{release}/confirm/", "post"
    ),
    "cms/confirmed/": row("door 403 403 ok away ok ok 403 ok"),
    "cms/confirmed/<int:release_id>/": row(
        "door 403 403 ok away ok ok 403 ok", "/cms/confirmed/{asked_release}/"
    ),
    "cms/confirmed/<int:release_id>/xlsx/": row(
        "door 403 403 ok away ok ok 403 ok", "/cms/confirmed/{asked_release}/xlsx/"
    ),
    "cms/releases/<int:release_id>/ask/": row(
        "door 403 403 away away ok ok 403 ok", "/cms/releases/{release}/ask/"
    ),
    "cms/releases/<int:release_id>/take-back/": row(
        "door 403 403 away away on on 403 on", "/cms/releases/{release}/take-back/"
    ),
    "cms/retire/<int:sop_id>/": row(
        "door 403 403 away away ok ok 403 ok", "/cms/retire/{sop_row}/"
    ),
    "lo/tasks/<slug:task>/": row(ALL, "/lo/tasks/register/"),
    "lo/contacts/": row(ALL),
    "lo/contacts/<slug:key>/wrong/": row(SIGNED_IN, "/lo/contacts/{contact}/wrong/"),
    "cms/reviews/": row("door 403 403 away ok ok ok 403 ok"),
    "cms/reviews/<int:sop_id>/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/reviews/{sop_row}/"
    ),
    "cms/contacts/import/": row("door 403 403 ok away ok ok 403 ok"),
    "cms/contacts/download/": row("door 403 403 ok away ok ok 403 ok"),
    "cms/contacts/<int:pk>/confirm/": row(
        "door 403 403 away away away away 403 away", "/cms/contacts/{contact_pk}/confirm/", "post"
    ),
}
QUIZZES = {
    "lo/quizzes/": row(SIGNED_IN),
    "lo/quizzes/receipt/": row(SIGNED_IN),
    "lo/quizzes/receipt/<str:code>/": row(SIGNED_IN, "/lo/quizzes/receipt/K7M-2PAQX/"),
    "lo/quizzes/<slug:slug>/": row(SIGNED_IN, "/lo/quizzes/{quiz}/"),
    "lo/quizzes/<slug:slug>/sheets/<int:number>/": row(
        "door ok ok ok on ok ok ok ok", "/lo/quizzes/{quiz}/sheets/1/"
    ),
    "cms/quizzes/results/<slug:slug>/paper/": row(CMS_ALL, "/cms/quizzes/results/{quiz}/paper/"),
    "cms/quizzes/results/<slug:slug>/paper/<int:pk>/": row(
        "door 403 403 away ok away away 403 away", "/cms/quizzes/results/{quiz}/paper/{print}/"
    ),
    "cms/quizzes/results/<slug:slug>/paper/<int:pk>/xlsx/": row(
        "door 403 403 away ok away away 403 away",
        "/cms/quizzes/results/{quiz}/paper/{print}/xlsx/",
    ),
    "cms/quizzes/results/<slug:slug>/paper/<int:pk>/bring/": row(
        "door 403 403 away ok away away 403 away",
        "/cms/quizzes/results/{quiz}/paper/{print}/bring/",
    ),
    "cms/quizzes/results/<slug:slug>/paper/<int:pk>/sheets.pdf": row(
        "door 403 403 away ok ok ok 403 ok",
        "/cms/quizzes/results/{quiz}/paper/{print}/sheets.pdf",
    ),
    "cms/quizzes/results/<slug:slug>/paper/<int:pk>/key.pdf": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/results/{quiz}/paper/{print}/key.pdf"
    ),
    "lo/quizzes/<slug:slug>/practise/": row(SIGNED_IN, "/lo/quizzes/{quiz}/practise/"),
    "lo/quizzes/<slug:slug>/start/": row("door" + " on" * 8, "/lo/quizzes/{quiz}/start/", "post"),
    "lo/quizzes/<slug:slug>/<uuid:uuid>/": row(OWN, "/lo/quizzes/{quiz}/{attempt}/"),
    "lo/quizzes/<slug:slug>/<uuid:uuid>/question/<int:position>/": row(
        OWN, "/lo/quizzes/{quiz}/{attempt}/question/1/"
    ),
    "lo/quizzes/<slug:slug>/<uuid:uuid>/hand-in/": row(
        "door on" + " 404" * 7, "/lo/quizzes/{quiz}/{attempt}/hand-in/", "post"
    ),
    "lo/quizzes/<slug:slug>/<uuid:uuid>/result/": row(
        "door on" + " 404" * 7, "/lo/quizzes/{quiz}/{attempt}/result/"
    ),
    "cms/quizzes/results/": row(CMS_ALL),
    "cms/quizzes/results/<slug:slug>/": row(CMS_ALL, "/cms/quizzes/results/{quiz}/"),
    "cms/quizzes/results/<slug:slug>/attempts/": row(
        CMS_ALL, "/cms/quizzes/results/{quiz}/attempts/"
    ),
    "cms/quizzes/results/<slug:slug>/attempts/<uuid:uuid>/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/results/{quiz}/attempts/{done}/"
    ),
    "cms/quizzes/results/<slug:slug>/districts/": row(
        CMS_ALL, "/cms/quizzes/results/{quiz}/districts/"
    ),
    "cms/quizzes/results/<slug:slug>/questions/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/results/{quiz}/questions/"
    ),
    "cms/quizzes/results/<slug:slug>/figures/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/results/{quiz}/figures/"
    ),
    "cms/quizzes/results/<slug:slug>/regrade/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/results/{quiz}/regrade/"
    ),
    "cms/quizzes/results/<slug:slug>/exceptions/": row(
        CMS_ALL, "/cms/quizzes/results/{quiz}/exceptions/"
    ),
    "cms/quizzes/results/<slug:slug>/exceptions/<int:pk>/take-back/": row(
        "door 403 403 away 404 away away 403 away",
        "/cms/quizzes/results/{quiz}/exceptions/0/take-back/",
        "post",
    ),
    "cms/quizzes/results/<slug:slug>/exceptions/cohorts/<int:pk>/take-back/": row(
        "door 403 403 away 404 away away 403 away",
        "/cms/quizzes/results/{quiz}/exceptions/cohorts/0/take-back/",
        "post",
    ),
    "cms/quizzes/take-in/": row("door 403 403 away ok away away 403 away"),
    "cms/quizzes/take-in/table/": row("door 403 403 away ok away away 403 away"),
    "cms/quizzes/export/": row("door 403 403 away ok away away 403 away"),
    "cms/quizzes/cases/": row("door 403 403 away ok ok ok 403 ok"),
    "cms/quizzes/cases/new/": row("door 403 403 away ok away away 403 away"),
    "cms/quizzes/cases/<slug:key>/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/cases/{case}/"
    ),
    "cms/quizzes/cases/<slug:key>/versions/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/cases/{case}/versions/"
    ),
    "cms/quizzes/question-alike/": row("door 403 403 away ok away away 403 away", method="post"),
    "cms/quizzes/question-on-phone/<slug:question_type>/<slug:language>/": row(
        "door 403 403 away ok away away 403 away",
        "/cms/quizzes/question-on-phone/single/lo/",
        "post",
    ),
    "cms/quizzes/questions/": row("door 403 403 away ok ok ok 403 ok"),
    "cms/quizzes/questions/new/<slug:question_type>/": row(
        "door 403 403 away ok away away 403 away", "/cms/quizzes/questions/new/single/"
    ),
    "cms/quizzes/questions/<slug:key>/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/questions/{question}/"
    ),
    "cms/quizzes/questions/<slug:key>/versions/": row(
        "door 403 403 away ok ok ok 403 ok", "/cms/quizzes/questions/{question}/versions/"
    ),
}
WORKSHOPS = {
    "lo/workshops/": row(SIGNED_IN),
    "lo/workshops/join/": row(SIGNED_IN),
    "lo/workshops/join/<str:code>/": row(SIGNED_IN, "/lo/workshops/join/ABCDEF/"),
    "lo/workshops/here/": row(SIGNED_IN),
    "cms/workshops/": row(CMS_ALL),
    "cms/workshops/new/": row("door 403 403 away ok away away 403 ok"),
    "cms/workshops/<int:pk>/": row(CMS_ALL, "/cms/workshops/{workshop}/"),
    "cms/workshops/<int:pk>/edit/": row(RUN, "/cms/workshops/{workshop}/edit/"),
    "cms/workshops/<int:pk>/state/": row(
        RUN.replace("ok", "on"), "/cms/workshops/{workshop}/state/", "post"
    ),
    "cms/workshops/<int:pk>/enrol/": row(
        RUN.replace("ok", "on"), "/cms/workshops/{workshop}/enrol/", "post"
    ),
    "cms/workshops/<int:pk>/take-off/<int:enrolment>/": row(
        RUN.replace("ok", "on"), "/cms/workshops/{workshop}/take-off/{enrolment}/", "post"
    ),
    "cms/workshops/<int:pk>/import/": row(RUN, "/cms/workshops/{workshop}/import/"),
    "cms/workshops/<int:pk>/code/": row(RUN, "/cms/workshops/{workshop}/code/"),
    "cms/workshops/<int:pk>/modules/<int:module>/": row(
        CMS_ALL, "/cms/workshops/{workshop}/modules/{module}/"
    ),
    "cms/workshops/<int:pk>/modules/<int:module>/xlsx/": row(
        CMS_ALL, "/cms/workshops/{workshop}/modules/{module}/xlsx/"
    ),
    "cms/workshops/<int:pk>/modules/<int:module>/list/": row(
        RUN, "/cms/workshops/{workshop}/modules/{module}/list/"
    ),
    "cms/workshops/<int:pk>/modules/<int:module>/session/": row(
        RUN, "/cms/workshops/{workshop}/modules/{module}/session/"
    ),
}
FEEDBACK = {
    "lo/feedback/": row(SIGNED_IN),
    "lo/feedback/new/": row(SIGNED_IN),
    "lo/feedback/reach/": row(SIGNED_IN),
    "lo/feedback/sent/<str:code>/": row(OWN, "/lo/feedback/sent/{report}/"),
    "lo/feedback/<str:code>/": row(OWN, "/lo/feedback/{report}/"),
    "lo/feedback/<str:code>/add/": row(
        "door 422" + " 404" * 7, "/lo/feedback/{report}/add/", "post"
    ),
    "lo/feedback/<str:code>/judge/": row(
        "door 422" + " 404" * 7, "/lo/feedback/{report}/judge/", "post"
    ),
    "lo/feedback/me-too/": row("door on on on on on on on on", method="post"),
    "lo/feedback/me-too/<int:pk>/": row("door 404 ok" + " 404" * 6, "/lo/feedback/me-too/{vote}/"),
    "lo/feedback/you-said/": row(ALL),
    "lo/feedback/you-said.atom": row(ALL),
    "cms/feedback/public/": row("door 403 403 away away ok ok 403 ok"),
    "cms/feedback/public/<int:pk>/take-back/": row(
        "door 403 403 away away 404 404 403 404", "/cms/feedback/public/0/take-back/", "post"
    ),
    "cms/feedback/themes/<int:pk>/public/": row(
        "door 403 403 away away ok ok 403 ok", "/cms/feedback/themes/{theme}/public/"
    ),
    "cms/feedback/<str:code>/public/": row(
        "door 403 403 away away ok ok 403 ok", "/cms/feedback/{report}/public/"
    ),
    "lo/feedback/solutions/": row(SIGNED_IN),
    "lo/feedback/solutions/new/": row(SIGNED_IN),
    "lo/feedback/solutions/tried/": row("door on on on on on on on on", method="post"),
    "cms/feedback/solutions/": row("door 403 403 away away ok ok 403 ok"),
    "cms/feedback/solutions/<int:pk>/": row(
        "door 403 403 away away ok ok 403 ok", "/cms/feedback/solutions/{solution}/"
    ),
    "lo/feedback/voice/<int:pk>/": row(
        "door ok 404 ok 404 ok ok 404 ok", "/lo/feedback/voice/{voice}/"
    ),
    "lo/feedback/photos/<int:pk>/": row(
        "door ok 404 ok 404 ok ok 404 ok", "/lo/feedback/photos/{photo}/"
    ),
    "cms/feedback/": row(CMS_ALL),
    "cms/feedback/many/": row("door 403 403 away away on on 403 on", method="post"),
    "cms/feedback/hand-over/": row("door 403 403 away away on on 403 on", method="post"),
    "cms/feedback/figures/": row("door 403 403 ok away ok ok 403 ok"),
    "cms/feedback/figures/all.xlsx": row("door 403 403 ok away ok ok 403 ok"),
    "cms/feedback/figures/all.csv": row("door 403 403 ok away ok ok 403 ok"),
    "cms/feedback/<str:code>/": row("door 403 403 ok 404 ok ok 403 ok", "/cms/feedback/{report}/"),
    "cms/feedback/<str:code>/reply/": row(
        "door 403 403 422 404 422 422 403 422", "/cms/feedback/{report}/reply/", "post"
    ),
    "cms/feedback/<str:code>/note/": row(
        "door 403 403 422 404 422 422 403 422", "/cms/feedback/{report}/note/", "post"
    ),
    "cms/feedback/<str:code>/assign/": row(
        "door 403 403 away 404 on on 403 on", "/cms/feedback/{report}/assign/", "post"
    ),
    "cms/feedback/<str:code>/correct/": row(
        "door 403 403 away 404 ok ok 403 ok", "/cms/feedback/{report}/correct/"
    ),
    "cms/feedback/<str:code>/tags/": row(
        "door 403 403 away 404 on on 403 on", "/cms/feedback/{report}/tags/", "post"
    ),
    "cms/feedback/<str:code>/merge/": row(
        "door 403 403 away 404 404 404 403 404", "/cms/feedback/{report}/merge/", "post"
    ),
    "cms/feedback/<str:code>/unmerge/": row(
        "door 403 403 away 404 on on 403 on", "/cms/feedback/{report}/unmerge/", "post"
    ),
    "cms/feedback/themes/": row(CMS_ALL),
    "cms/feedback/themes/<int:pk>/": row(
        "door 403 403 ok 404 ok ok 403 ok", "/cms/feedback/themes/{theme}/"
    ),
    "cms/feedback/themes/<int:pk>/answer/": row(
        "door 403 403 away 404 422 422 403 422", "/cms/feedback/themes/{theme}/answer/", "post"
    ),
    "cms/feedback/<str:code>/close/": row(
        "door 403 403 away 404 422 422 403 422", "/cms/feedback/{report}/close/", "post"
    ),
    "cms/feedback/<str:code>/redact/": row(
        "door 403 403 away 404 ok ok 403 ok", "/cms/feedback/{report}/redact/"
    ),
    "cms/feedback/<str:code>/redact/<int:pk>/": row(
        "door 403 403 away 404 ok ok 403 ok", "/cms/feedback/{report}/redact/{photo}/"
    ),
    "cms/feedback/<str:code>/originals/": row(
        "door 403 403 away 404 away ok 403 away", "/cms/feedback/{report}/originals/", "post"
    ),
    "cms/feedback/<str:code>/originals/<int:pk>/": row(
        "door 403 403 away 404 away 404 403 away", "/cms/feedback/{report}/originals/0/", "post"
    ),
    "cms/feedback/<str:code>/name/": row(
        "door 403 403 away 404 away ok 403 ok", "/cms/feedback/{report}/name/", "post"
    ),
}
# The same addresses once more with other things: visited too, under a name of their own.
ALSO = {
    "a receipt of a hand-in that is noted": row(
        "door 403 403 422 422 422 422 403 422", "/lo/quizzes/receipt/", "post"
    ),
    "a file brought to the inbox": row(
        "door 403 403 away away 422 422 403 422", "/cms/inbox/bring/", "post"
    ),
    "a yes to what was brought": row(
        "door 403 403 away on away away 403 on", "/cms/by-hand/", "post"
    ),
    "a deed on a note that has no such name": row(
        "door 403 403 away away away away 403 away", "/cms/notes/{note}/", "post"
    ),
    "a note of another province": row(
        "door 403 403 404 away ok ok 403 ok", "/cms/notes/{note_elsewhere}/"
    ),
    "an empty form of retirement": row(
        "door 403 403 away away 422 422 403 422", "/cms/retire/{sop_row}/", "post"
    ),
    "a sensitive report": row("door ok 404 404 404 404 404 404 404", "/lo/feedback/{sensitive}/"),
    "a sensitive report in the CMS": row(
        "door 403 403 404 404 404 ok 403 404", "/cms/feedback/{sensitive}/"
    ),
    "a workshop of other people": row(
        "door 403 403 404 404 ok ok 403 ok", "/cms/workshops/{workshop_elsewhere}/"
    ),
    "a module of it": row(
        "door 403 403 404 404 ok ok 403 ok",
        "/cms/workshops/{workshop_elsewhere}/modules/{module}/",
    ),
    "the spreadsheet of it": row(
        "door 403 403 404 404 ok ok 403 ok",
        "/cms/workshops/{workshop_elsewhere}/modules/{module}/xlsx/",
    ),
    "the list of it": row(
        "door 403 403 404 404 away away 403 ok",
        "/cms/workshops/{workshop_elsewhere}/modules/{module}/list/",
    ),
    "an officer of one workshop, taken off by another": row(
        "door 403 403 away 404 away away 403 404",
        "/cms/workshops/{workshop}/take-off/{enrolment_elsewhere}/",
        "post",
    ),
    "an unknown slip": row(NONE, "/lo/first-sign-in/ABCDABCDABCDABCD/"),
    "an SOP that isn't there": row(NONE, "/lo/sops/xxx-99/"),
}
TABLE = FRAME | OFFICERS | INBOX | HANDBOOK | QUIZZES | WORKSHOPS | FEEDBACK

# Wagtail's own addresses: strangers are led to the door, outsiders refused; see test_access.py.
CMS = "cms/"
# Of these, only administrators see anything.
ADMINISTRATORS = (
    "cms/users/",
    "cms/groups/",
    "cms/collections/",
    "cms/redirects/",
    "cms/locales/",
    "cms/workflows/",
    "cms/settings/",
    "cms/forms/",
)
# Files of the handbook, each under the privacy that its editor chose.
DOCUMENTS = "documents/"
