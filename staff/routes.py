"""The addresses of the console's frame."""

from aiohttp import web

from staff.assets import Assets
from staff.keys import ASSETS
from staff.permissions import Permission, requires
from staff.views import account, audit, channels, insights, people, sign_in

_FOREVER = "public, max-age=31536000, immutable"


def add_routes(router: web.UrlDispatcher) -> None:
    """Add the routes, each with its name."""
    router.add_get("/", account.home, name="home")
    router.add_get("/static/{digest}/{name:.+}", send_asset, name="static")
    router.add_get("/dang-nhap", sign_in.show_sign_in, name="sign_in")
    router.add_post("/dang-nhap", sign_in.sign_in)
    router.add_get("/ma", sign_in.show_code, name="code")
    router.add_post("/ma", sign_in.check_code)
    router.add_get("/thiet-lap-ma", sign_in.show_enrolment, name="enrol")
    router.add_post("/thiet-lap-ma", sign_in.enrol)
    router.add_post("/dang-xuat", sign_in.sign_out, name="sign_out")
    router.add_get("/mat-khau-moi/{token}", sign_in.show_link, name="link")
    router.add_post("/mat-khau-moi/{token}", sign_in.choose_password)
    router.add_get("/tai-khoan", account.show_account, name="account")
    router.add_post("/tai-khoan/mat-khau", account.change_password, name="change_password")
    router.add_post("/tai-khoan/thoat", account.sign_out_elsewhere, name="sign_out_elsewhere")
    router.add_post("/tai-khoan/ma-du-phong", account.renew_recovery_codes, name="recovery")
    router.add_get("/can-bo", people.show_people, name="people")
    router.add_post("/can-bo", people.add_person)
    router.add_post(r"/can-bo/{id:\d{1,9}}", people.change_person, name="person")
    router.add_get("/kenh", channels.show_channels, name="channels")
    router.add_post("/kenh", channels.switch, name="switch")
    router.add_post("/kenh/thong-bao", channels.add_notice, name="notice")
    router.add_post("/kenh/dung-thong-bao", channels.end_notice, name="end_notice")
    router.add_get("/so-lieu", insights.show_insights, name="insights")
    router.add_get("/so-lieu.csv", insights.download_insights, name="insights_csv")
    router.add_get("/nhat-ky", audit.show_audit, name="audit")
    router.add_get("/nhat-ky.csv", audit.download_audit, name="audit_csv")


@requires(Permission.PUBLIC)
async def send_asset(request: web.Request) -> web.Response:
    """Send a static file; for a year if the address has the right hash."""
    assets: Assets = request.app[ASSETS]
    asset = assets.get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    current = request.match_info["digest"] == asset.digest
    headers = {"Cache-Control": _FOREVER if current else "no-cache", "ETag": f'"{asset.digest}"'}
    if request.if_none_match and any(tag.value == asset.digest for tag in request.if_none_match):
        return web.Response(status=304, headers=headers)
    response = web.Response(body=asset.body, content_type=asset.content_type, headers=headers)
    response.enable_compression()
    return response
