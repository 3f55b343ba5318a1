"""Typed settings: KEINO_* environment variables over the defaults that suit two cores and no network."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

# Set before any of these libraries is imported: nothing may phone home after installation.
for _name, _value in {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}.items():
    os.environ.setdefault(_name, _value)

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting, its default and its unit. Each is read from ``KEINO_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="KEINO_", frozen=True)

    index: Path = Field(ROOT / "data" / "index", description="Index directory")
    corpus: Path = Field(ROOT / "corpus", description="What `ingest.py` reads when no path is given")
    cache: Path = Field(ROOT / "data" / "cache", description="Directory of the lemma cache")
    host: str = Field("127.0.0.1", description="Address the web app listens on")
    port: int = Field(7860, ge=1, le=65535, description="Port the web app listens on")
    calibration: Path = Field(
        ROOT / "bot" / "calibration.json", description="Fitted weights; written by `evaluate --calibrate`"
    )
    threads: int = Field(2, ge=1, le=64, description="Threads of one model session")
    embedding_model: str = Field(
        "", description="Another sentence-transformers model (name or folder); empty: the one carried here"
    )
    reader_model: str = Field(
        "", description="Another sentence-transformers CrossEncoder (name or folder); empty: the one carried here"
    )
    candidates: int = Field(60, ge=5, le=500, description="Passages fetched from each side of the search")
    read_passages: int = Field(6, ge=1, le=50, description="Passages that the reader reads for an answer")
    max_question: int = Field(2000, ge=100, description="Longest question, in characters")
    max_document_mb: int = Field(50, ge=1, description="Largest source file, in megabytes")
    accessibility_contact: str = Field(
        "", pattern=r"^([^@\s<>]+@[^@\s<>]+)?$", description="E-mail address that takes feedback on accessibility"
    )
    records: Path = Field(ROOT / "data" / "records.sqlite", description="File of the question log and the feedback")
    log_questions: bool = Field(False, description="Whether questions asked on the page are stored, not only feedback")
    retention_days: int = Field(180, ge=1, le=36_500, description="Days that a question or feedback is stored")
    maintenance_password: SecretStr = Field(
        SecretStr(""), description="Password of the maintenance tab; empty: the page has no such tab"
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises SettingsError, in one line, when a variable cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "KEINO_" + "_".join(str(p) for p in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}; correct the variable or unset it") from None
