"""`thutuc staff`: accounts of the console from the command line."""

from collections.abc import Callable

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.settings import Settings
from procedures_db import models
from procedures_db.database import migrate, open_engine, session_factory, transaction
from procedures_db.terms import Role
from staff import messages
from staff.accounts import people
from staff.accounts.passwords import Passwords
from staff.app import utc_now
from staff.formatting import local_time

ACTOR = "thutuc staff"


def add(name: str, full_name: str | None, role: Role, *, link: bool) -> None:
    """Make an account; its password is typed twice, or chosen through the printed link."""
    settings = Settings.from_env()
    sessions = _sessions(settings)
    now = utc_now()
    password = None if link else _ask_password()
    with transaction(sessions) as session:
        user = people.add_person(session, name, full_name or name, role, now, actor=ACTOR)
        session.flush()
        if password is not None:
            people.set_password(session, Passwords(), user, password, actor=ACTOR)
            click.echo(f"Đã tạo {user.name} ({messages.ROLES[role]}).")
            return
        token = people.make_link(session, user, now, actor=ACTOR)
    _print_link(settings, user, token)


def show(console: Console) -> None:
    """Print all accounts."""
    table = Table("Tên", "Họ và tên", "Vai trò", "Tình trạng", "Mật khẩu", "Mã xác thực", "Tạo lúc")
    with _sessions(Settings.from_env())() as session:
        for user in session.scalars(select(models.StaffUser).order_by(models.StaffUser.name)):
            table.add_row(
                user.name,
                user.full_name,
                messages.ROLES[user.role],
                "đang dùng" if user.is_active else "đã khoá",
                "có" if user.password_hash else "chưa",
                "có" if user.totp_secret else "chưa",
                local_time(user.created_at),
            )
    console.print(table)


def disable(name: str) -> None:
    """Close an account and sign it out everywhere."""
    with transaction(_sessions(Settings.from_env())) as session:
        people.set_active(session, people.find_person(session, name), False, actor=ACTOR)
    click.echo(f"Đã khoá {name}.")


def reset(name: str) -> None:
    """Take password and codes away and print a new link."""
    settings = Settings.from_env()
    with transaction(_sessions(settings)) as session:
        user = people.find_person(session, name)
        token = people.reset(session, user, utc_now(), actor=ACTOR)
    _print_link(settings, user, token)


def _sessions(settings: Settings) -> Callable[[], Session]:
    engine = open_engine(settings.data.database_url)
    migrate(engine)
    return session_factory(engine)


def _ask_password() -> str:
    return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại"))


def _print_link(settings: Settings, user: models.StaffUser, token: str) -> None:
    home = settings.channels.public_url or f"http://{settings.host}:{settings.port}"
    hours = int(people.LINK_LIFETIME.total_seconds() // 3600)
    click.echo(f"{user.name} đặt mật khẩu tại (một lần, trong {hours} giờ):")
    click.echo(f"{home}/can-bo/mat-khau-moi/{token}")
