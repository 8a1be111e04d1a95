"""What can go wrong in a command and be mended by a person; the text says how."""


class EngineStartError(Exception):
    """The engine cannot run."""


class PortTakenError(Exception):
    """A port that another program uses."""
