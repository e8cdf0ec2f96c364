"""Where kolvet keeps things, and whether it may use the network.

Environment: KOLVET_DB names the database, KOLVET_CONFIG_DIR the folder of settings; otherwise the
platform's own folders are used (platformdirs). KOLVET_OFFLINE, or `--offline` anywhere on the
command line, forbids the network.
"""

import os
from pathlib import Path

OFFLINE_VARIABLE = "KOLVET_OFFLINE"
_NO = frozenset({"", "0", "false", "no", "off"})


def database_path(option: Path | None = None) -> Path:
    """The database file: the option, else KOLVET_DB, else the platform's data folder."""
    if option is not None:
        return option
    from_environment = os.environ.get("KOLVET_DB")
    if from_environment:
        return Path(from_environment).expanduser()
    import platformdirs  # only when neither option nor variable is given

    return Path(platformdirs.user_data_dir("kolvet", appauthor=False)) / "kolvet.db"


def config_folder() -> Path:
    """The folder of the user's settings; it may not exist."""
    from_environment = os.environ.get("KOLVET_CONFIG_DIR")
    if from_environment:
        return Path(from_environment).expanduser()
    import platformdirs  # as above

    return Path(platformdirs.user_config_dir("kolvet", appauthor=False))


def brands_folder() -> Path:
    """The folder of the user's own brand packs; it may not exist."""
    return config_folder() / "brands"


def is_offline() -> bool:
    """Whether the network must not be used, not even a server on this machine."""
    return os.environ.get(OFFLINE_VARIABLE, "").strip().casefold() not in _NO


def go_offline() -> None:
    """Forbid the network from now on, to this process and those that it starts."""
    os.environ[OFFLINE_VARIABLE] = "1"
