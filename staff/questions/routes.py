"""The addresses of the pages about questions."""

import asyncio

from aiohttp import web

from staff.keys import HOME_PARTS
from staff.questions import queue, views
from staff.questions.again import ASK, WAKE, Ask, watch_questions


def setup_questions(app: web.Application, ask: Ask | None = None) -> None:
    """Add routes and what they keep in the application; `ask` asks closed questions again."""
    app[WAKE] = asyncio.Event()
    if ask is not None:
        app[ASK] = ask
    app[HOME_PARTS].extend((queue.waiting_gaps, queue.waiting_proposals, queue.waiting_tasks))
    app.cleanup_ctx.append(watch_questions)
    add_routes(app.router)


def add_routes(router: web.UrlDispatcher) -> None:
    """Add the routes, each with its name."""
    router.add_get("/cau-hoi", queue.show_queue, name="questions")
    router.add_get("/cau-hoi/viec", queue.show_tasks, name="tasks")
    router.add_post(r"/cau-hoi/viec/{id:\d{1,9}}", queue.finish_task, name="finish_task")
    router.add_get(r"/cau-hoi/{id:\d{1,9}}", views.show_question, name="question")
    router.add_post(r"/cau-hoi/{id:\d{1,9}}", views.decide_question)
    router.add_post(r"/cau-hoi/{id:\d{1,9}}/duyet", views.review_question, name="review_question")
