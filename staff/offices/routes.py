"""The addresses of the pages about offices."""

from aiohttp import web

from staff.offices import days, editing, files, listing


def setup_offices(app: web.Application) -> None:
    """Add the routes, each with its name."""
    router = app.router
    router.add_get("/noi-tiep-nhan", listing.show_offices, name="offices")
    router.add_get("/noi-tiep-nhan.csv", listing.download_offices, name="offices_csv")
    router.add_get("/noi-tiep-nhan/moi", editing.show_new, name="new_office")
    router.add_post("/noi-tiep-nhan/moi", editing.add)
    router.add_get("/noi-tiep-nhan/nap", files.show_files, name="office_files")
    router.add_post("/noi-tiep-nhan/nap", files.preview)
    router.add_post("/noi-tiep-nhan/nap/ghi", files.write_lines, name="office_lines")
    router.add_get("/noi-tiep-nhan/ngay-nghi", days.show_days, name="office_days")
    router.add_post("/noi-tiep-nhan/ngay-nghi", days.add)
    router.add_post(r"/noi-tiep-nhan/ngay-nghi/{id:\d{1,9}}", days.remove, name="office_day")
    router.add_get(r"/noi-tiep-nhan/{id:\d{1,9}}", editing.show_office, name="office")
    router.add_post(r"/noi-tiep-nhan/{id:\d{1,9}}", editing.save)
