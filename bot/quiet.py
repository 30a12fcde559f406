"""Keeps Rasa from talking: to its makers, to Sentry, and to the log.

Import this before Rasa. Rasa reads the telemetry switch from the environment at each event; Sentry is started by
``rasa.telemetry.initialize_error_reporting``, which only Rasa's own command line calls and the same switch stops.
"""

from __future__ import annotations

import logging
import os
import warnings

import structlog

NOISY = ("rasa", "rasa_sdk", "apscheduler", "tensorflow", "absl", "h5py", "matplotlib", "httpx", "httpcore", "datasets")
DATED = (
    r"(rasa|rasa_sdk|tensorflow|keras|apscheduler|pkg_resources|packaging|matplotlib|sanic|pykwalify|ruamel|jieba"
    r"|importlib\._bootstrap|<frozen importlib\._bootstrap>)\b"
)


def silence() -> None:
    """Raw text of citizens never reaches a log: below ERROR neither logger writes at all."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR), cache_logger_on_first_use=True
    )
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    # Rasa 3.6 and what it pins predate Python 3.11; they warn when imported, and nothing here can change it.
    warnings.filterwarnings("ignore", module=DATED)
