"""The command line: ask, search, status, evaluate and ingest. Errors become one line; exit 0, 1 (failed), 2 (usage)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.console import Index, Json, progress, run
from bot.errors import QuestionError, SettingsError
from bot.evaluation.command import evaluate_command
from bot.settings import settings

if TYPE_CHECKING:
    from bot.advice.answer import Answer
    from bot.index.builder import IngestReport

bot_app = typer.Typer(add_completion=False, help="Ask the KEINO corpus.", rich_markup_mode=None)


def run_bot() -> None:
    """Entry point of ``python -m bot``."""
    run(bot_app)


def run_ingest() -> None:
    """Entry point of ``python ingest.py``."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command()(ingest_command)
    run(app)


@bot_app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in Finnish, Swedish or English.")] = None,
    index: Index = None,
    as_json: Json = False,
    batch: Annotated[Path | None, typer.Option(help="JSONL file of questions; prints one answer a line.")] = None,
) -> None:
    """Answer a question with quotes from the corpus."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or a file with --batch")
    from bot.advice.advisor import Advisor

    advisor = Advisor.open(index)
    if batch is not None:
        failed = False
        for number, row in _rows(batch):
            if not isinstance(row, dict) or not isinstance(row.get("question"), str):
                typer.echo(f'{batch}:{number}: the line has no question; write {{"question": …}}', err=True)
                failed = True
                continue
            try:
                answer = advisor.ask(row["question"], row.get("history"), row.get("language"), row.get("filters"))
            except (QuestionError, SettingsError) as error:
                typer.echo(f"{batch}:{number}: {error}", err=True)
                failed = True
                continue
            typer.echo(json.dumps({"id": row.get("id"), **_dump(answer)}, ensure_ascii=False))
        raise typer.Exit(1 if failed else 0)
    answer = advisor.ask(question or "")
    if as_json:
        typer.echo(json.dumps(_dump(answer), ensure_ascii=False, indent=1))
        return
    typer.echo(answer.text)
    if answer.citations:
        typer.echo("")
    for c in answer.citations:
        place = " › ".join(p for p in (c.title, c.section) if p)
        typer.echo(f"[{c.marker}] {place} ({c.document_id}, {c.start}–{c.end}){' ' + c.url if c.url else ''}")


@bot_app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="Number of passages.")] = 10,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """List the passages nearest to a query."""
    from bot.advice.advisor import Advisor

    hits = Advisor.open(index).search(query, k=k)
    if as_json:
        typer.echo(json.dumps([h.model_dump(mode="json") for h in hits], ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("#", "score", "document", "section", "text")
    for h in hits:
        excerpt = h.text[:160].replace("\n", " ")
        table.add_row(str(h.rank), f"{h.score:.2f}", Text(h.document_id), Text(h.section), Text(excerpt))
    Console().print(table)


bot_app.command("evaluate")(evaluate_command)


@bot_app.command()
def status(index: Index = None, as_json: Json = False) -> None:
    """Show what the index holds."""
    from bot.index.generation import Generations

    generations = Generations(index or settings().index)
    manifest = generations.manifest(generations.current())
    if as_json:
        typer.echo(manifest.model_dump_json(indent=1))
        return
    typer.echo(
        f"generation {manifest.name}, {manifest.created:%Y-%m-%d %H:%M} UTC: {manifest.documents} documents, "
        f"{manifest.passages} passages, model {manifest.embedder}"
    )
    last = generations.last()
    for failure in last.failures if last is not None else manifest.failures:
        typer.echo(f"failed: {failure.source}: {failure.message}")


@bot_app.command()
def forget(record_id: Annotated[str, typer.Argument(metavar="ID", help="The id that the page showed.")]) -> None:
    """Delete a stored question and its feedback."""
    from bot.records.store import Records

    Records(settings().records).forget(record_id)
    typer.echo(f"record {record_id} is deleted")


def ingest_command(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders or addresses (default: corpus/).")] = None,
    index: Index = None,
    full: Annotated[bool, typer.Option("--full", help="Build everything anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Check the articles; write nothing.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Serve the generation before this one.")] = False,
    as_json: Json = False,
) -> None:
    """Read documents and publish a new generation of the index."""
    chosen = paths or [str(settings().corpus)]
    directory = index or settings().index
    if rollback:
        from bot.index.generation import Generations

        typer.echo(f"generation {Generations(directory).rollback()} is served now")
        return
    if check:
        raise typer.Exit(_check(chosen, as_json))
    from bot.index.builder import ingest
    from bot.models.embedder import Embedder, fingerprint_of

    def embedder() -> Embedder:
        from bot.models.embedder import load_embedder

        return load_embedder(settings())

    with progress("embedding", quiet=as_json) as told:
        report = ingest(
            chosen,
            directory,
            embedder,
            fingerprint=fingerprint_of(settings()),
            max_mb=settings().max_document_mb,
            full=full,
            dry_run=dry_run,
            progress=told,
        )
    _print_report(report, as_json, dry_run)
    raise typer.Exit(1 if report.failed else 0)


def _check(paths: list[str], as_json: bool) -> int:
    from bot.sources.check import check

    findings = check(paths)
    if as_json:
        typer.echo(json.dumps([f.model_dump() for f in findings], ensure_ascii=False, indent=1))
    for f in [] if as_json else findings:
        typer.echo(f"{f.file}:{f.line}: {f.severity}: {f.message}")
    errors = sum(f.severity == "error" for f in findings)
    if not as_json:
        typer.echo(f"{errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def _print_report(report: IngestReport, as_json: bool, dry_run: bool) -> None:
    counts = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
    }
    if as_json:
        failed = [{"source": f.source, "line": f.line, "message": f.message} for f in report.failed]
        typer.echo(
            json.dumps(
                {
                    **counts,
                    "failed": failed,
                    "generation": report.generation,
                    "documents": report.documents,
                    "passages": report.passages,
                    "dry_run": dry_run,
                },
                ensure_ascii=False,
            )
        )
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*counts, "failed", title="dry run: nothing was written" if dry_run else None)
    table.add_row(*(str(len(ids)) for ids in counts.values()), str(len(report.failed)))
    Console().print(table)
    for f in report.failed:
        typer.echo(f"{f.source}{f':{f.line}' if f.line else ''}: {f.message}", err=True)
    if report.generation and not dry_run:
        typer.echo(f"generation {report.generation}: {report.documents} documents, {report.passages} passages")


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        # Not splitlines: JSON may hold U+2028 and the like as they are.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read ({error})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def _dump(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")
