"""Where caches, settings and models are kept on each system."""

import os
from pathlib import Path

import platformdirs

APP_NAME = "callqa"


def cache_dir() -> Path:
    """Return the folder for files that can be made again at any time.

    ``CALLQA_CACHE_DIR`` takes its place, for tests and for sites with a scratch disk.
    """
    override = os.environ.get("CALLQA_CACHE_DIR")
    return Path(override) if override else platformdirs.user_cache_path(APP_NAME)


def config_dir() -> Path:
    """Return the folder of the user's ``settings.toml``."""
    override = os.environ.get("CALLQA_CONFIG_DIR")
    return Path(override) if override else platformdirs.user_config_path(APP_NAME)


def data_dir() -> Path:
    """Return the folder of what people made and nothing can make again: the store of calls.

    ``CALLQA_DATA_DIR`` takes its place, for tests and for sites with an encrypted disk.
    """
    override = os.environ.get("CALLQA_DATA_DIR")
    return Path(override) if override else platformdirs.user_data_path(APP_NAME)


def default_store() -> Path:
    """Return where the user's own store of calls is."""
    return data_dir() / "callqa.db"


def site_models_dir() -> Path:
    """Return the folder where a site puts model weights by hand."""
    override = os.environ.get("CALLQA_MODELS_DIR")
    return Path(override) if override else platformdirs.user_data_path(APP_NAME) / "models"
