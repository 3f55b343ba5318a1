"""Build the index: python ingest.py [PATH|URL ...]; see --help."""

from bot.cli import run_ingest

if __name__ == "__main__":
    run_ingest()
