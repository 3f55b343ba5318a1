"""Start the web app: python app.py [--index DIR] [--host HOST] [--port PORT]."""

from bot.cli import run_app

if __name__ == "__main__":
    run_app()
