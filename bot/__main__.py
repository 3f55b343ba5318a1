"""python -m bot ask|search|evaluate|status|forget; see --help."""

from bot.cli import run_bot

if __name__ == "__main__":
    run_bot()
