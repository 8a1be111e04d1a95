"""The addresses of the pages about procedures."""

from aiohttp import web

from procedures_db.editing.catalogue_index import CatalogueIndex
from staff.keys import HOME_PARTS, SESSIONS
from staff.procedures import catalogue, editing, history, review, transfer
from staff.procedures.common import INDEX
from staff.procedures.scheduled import publish_on_their_day

_CODE = r"{code:[0-9A-Za-zĐđ.\-_]{3,40}}"
_DRAFT = r"/ban-nhap/{id:\d{1,9}}"


def setup_procedures(app: web.Application) -> None:
    """Add routes and what they keep in the application."""
    app[INDEX] = CatalogueIndex(app[SESSIONS])
    app[HOME_PARTS].append(review.waiting_reviews)
    app.cleanup_ctx.append(publish_on_their_day)
    add_routes(app.router)


def add_routes(router: web.UrlDispatcher) -> None:
    """Add the routes, each with its name."""
    router.add_get("/thu-tuc", catalogue.show_procedures, name="procedures")
    router.add_get("/thu-tuc-moi", catalogue.show_new, name="new_procedure")
    router.add_post("/thu-tuc-moi", catalogue.start_new)
    router.add_get(f"/thu-tuc/{_CODE}", catalogue.show_procedure, name="procedure")
    router.add_post(f"/thu-tuc/{_CODE}/sua", catalogue.start_draft, name="start_draft")
    router.add_get(f"/thu-tuc/{_CODE}/lich-su", history.show_history, name="history")
    router.add_post(f"/thu-tuc/{_CODE}/khoi-phuc", history.roll_back, name="roll_back")
    router.add_get(_DRAFT, editing.show_draft, name="draft")
    router.add_post(f"{_DRAFT}/viec", review.take_step, name="draft_step")
    router.add_get(f"{_DRAFT}/cau-hoi", editing.show_questions, name="draft_questions")
    router.add_post(f"{_DRAFT}/cau-hoi", editing.save_questions)
    router.add_get(f"{_DRAFT}/muc/{{section}}", editing.show_section, name="section")
    router.add_post(f"{_DRAFT}/muc/{{section}}", editing.save_section)
    router.add_post(f"{_DRAFT}/xem-truoc/{{section}}", editing.preview_section, name="preview")
    router.add_get(f"{_DRAFT}/duyet", review.show_review, name="review")
    router.add_post(f"{_DRAFT}/duyet", review.decide)
    router.add_get(rf"{_DRAFT}/ban-luu/{{kept:\d{{1,9}}}}", review.show_kept, name="kept")
    router.add_post(rf"{_DRAFT}/ban-luu/{{kept:\d{{1,9}}}}", review.restore_kept)
    router.add_get("/cho-duyet", review.show_reviews, name="reviews")
    router.add_get("/nap-xuat", transfer.show_imports, name="imports")
    router.add_post("/nap-xuat", transfer.upload, name="upload")
    router.add_get("/nap-xuat/tai-ve/{kind:xlsx|zip}", transfer.export, name="export")
    router.add_get(r"/nap-xuat/{id:\d{1,9}}", transfer.show_batch, name="batch")
    router.add_post(r"/nap-xuat/{id:\d{1,9}}", transfer.decide_batch)
