"""Find out before anything starts whether its ports are free."""

import socket

from bot.cli.errors import PortTakenError
from bot.settings import Settings


def check_ports(settings: Settings) -> None:
    """Raise PortTakenError naming the first port that is taken."""
    wanted = (
        (settings.host, settings.port, "THUTUC_PORT"),
        ("127.0.0.1", settings.engine_port, "THUTUC_ENGINE_PORT"),
        ("127.0.0.1", settings.action_port, "THUTUC_ACTION_PORT"),
    )
    for host, port, key in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise PortTakenError(
                    f"Cổng {port} đang được chương trình khác dùng. Chọn cổng khác bằng {key}=…"
                ) from error
