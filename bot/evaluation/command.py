"""The command `python -m bot evaluate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import Index, Json, progress
from bot.errors import BaselineError

if TYPE_CHECKING:
    from bot.evaluation.run import Run
    from bot.evaluation.sets import QuestionSet


def evaluate_command(
    questions: Annotated[
        list[Path],
        typer.Argument(
            metavar="SET...", help="Question sets: .jsonl, .csv, .tsv, .xlsx, SQuAD .json, or one BEIR folder."
        ),
    ],
    index: Index = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write run.json and report.html to.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="An earlier run.json or baseline.json to compare with.")] = None,
    fail_if_worse: Annotated[
        bool, typer.Option("--fail-if-worse", help="Exit with 1 if significantly worse than the baseline.")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds a field: --map question=Kysymys."),
    ] = None,
    split: Annotated[
        str, typer.Option(help="Ask only the rows of this `split`; of a BEIR folder, its qrels (default: test).")
    ] = "",
    own: Annotated[
        bool,
        typer.Option("--own-index", help="Index the documents of a SQuAD or BEIR set; kept in --index, if given."),
    ] = False,
    corpus: Annotated[
        list[Path] | None, typer.Option(help="Files or folders to make an index of for this set alone.", exists=True)
    ] = None,
    sample: Annotated[
        int, typer.Option(min=0, metavar="N", help="Ask only N questions, the same ones every time (0: all).")
    ] = 0,
    calibrate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Fit the weights of search and advice on the set, and write them to FILE."),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="SET[#SPLIT][@INDEX]", help="With --calibrate: a further set and its index."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask every question of the sets; print the figures, and write run.json and report.html with --out."""
    if also and calibrate is None:
        raise typer.BadParameter("--also names further sets for --calibrate FILE; give that too")
    if calibrate is not None:
        first = [f"{path}{f'#{split}' if split else ''}" for path in questions]
        _calibrate([*first, *(also or ())], index, calibrate, quiet=as_json)
        return
    if fail_if_worse and baseline is None:
        raise typer.BadParameter("--fail-if-worse needs a --baseline to compare with")
    from bot.evaluation.comparison import baseline_of, compare, load_baseline
    from bot.evaluation.sets import open_sets
    from bot.evaluation.summary import summary

    try:
        before = load_baseline(baseline) if baseline is not None else None
    except BaselineError as error:
        raise typer.BadParameter(str(error)) from None
    mapping = _mapping(columns or ())
    if out is not None:
        _folder(out)
    chosen = open_sets(questions, mapping, split)
    run = _run(chosen.sample(sample) if sample else chosen, index, corpus or (), own=own, quiet=as_json)
    comparison = compare(run, before) if before is not None else None
    if out is not None:
        from bot.evaluation.report import report

        (out / "baseline.json").write_text(baseline_of(run).model_dump_json(indent=1), "utf-8")
        (out / "run.json").write_text(run.model_dump_json(indent=1), "utf-8")
        (out / "report.html").write_text(report(run, comparison), "utf-8")
    if as_json:
        typer.echo(json.dumps(summary(run, comparison), ensure_ascii=False))
    else:
        from bot.evaluation.display import show

        show(run, comparison)
        for problem in run.excluded:
            typer.echo(f"left out: {problem}", err=True)
        for notice in run.notices:
            typer.echo(f"note: {notice}")
        if out is not None:
            typer.echo(f"written to {out}: run.json, report.html, baseline.json")
    worse = fail_if_worse and comparison is not None and comparison.significantly_worse
    raise typer.Exit(1 if run.excluded or worse else 0)


def _calibrate(specs: Sequence[str], index: Path | None, file: Path, *, quiet: bool) -> None:
    """Fit on every set of ``specs``, write ``file`` and print the cross-validated figures."""
    from bot.calibration import calibration
    from bot.evaluation.calibration import calibrate
    from bot.evaluation.samples import open_samples

    samples = open_samples(specs, index)
    _folder(file.parent)
    with progress("fitting", quiet=quiet) as told:
        fitted = calibrate(samples, calibration(), told)
    file.write_text(fitted.model_dump_json(indent=1) + "\n", "utf-8")
    typer.echo(json.dumps(fitted.evidence, ensure_ascii=False, indent=None if quiet else 1))
    if not quiet:
        typer.echo(f"written: {file}; KEINO_CALIBRATION={file} makes the program decide by it")


def _run(chosen: QuestionSet, index: Path | None, corpus: Sequence[Path], *, own: bool, quiet: bool) -> Run:
    from bot.advice.advisor import Advisor
    from bot.evaluation.own_index import own_index
    from bot.evaluation.run import evaluate

    with ExitStack() as stack:
        directory = index
        if own or corpus:
            with progress("indexing", quiet=quiet) as told:
                made = own_index(chosen, corpus, index, told, own=own)
                directory, failed = stack.enter_context(made)
            chosen = replace(chosen, notices=(*chosen.notices, *failed))
        with progress("asking", quiet=quiet) as told:
            return evaluate(chosen, Advisor.open(directory), told)


def _mapping(columns: Sequence[str]) -> dict[str, str]:
    pairs = [c.partition("=") for c in columns]
    for field, sign, column in pairs:
        if not (field.strip() and sign and column.strip()):
            raise typer.BadParameter(f"--map {field}{sign}{column}: write FIELD=COLUMN, such as question=Kysymys")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _folder(out: Path) -> None:
    """Make the folder, or find out before the questions are asked that it cannot be made."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"--out {out}: cannot be made ({error.strerror}); name another folder") from None
