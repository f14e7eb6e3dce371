"""The command line: `media-coverage new | ingest | score | report | run | train | fetch | lab`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis import scoring
from analysis.tables import AnalysisError, ParameterError
from analysis.training import add_frames, add_sentiment

INGEST_EXAMPLE = """example:
  media-coverage ingest data/raw/example --store data/processed/example
  media-coverage ingest articles.xlsx --store data/processed/mine --column text="Isi Berita" --column outlet=Media
"""
REPORT_EXAMPLE = """example:
  media-coverage report coverage_report --output reports/visit.html -p corpus=data/processed/example
  media-coverage report coverage_report --output reports/laporan.html -p corpus=data/processed/example \\
      -p report_language=id -p since=2024-06-18 -p until=2024-06-21 -p query='sanksi OR sanctions'
"""
FETCH_EXAMPLE = """example:
  media-coverage fetch --list addresses.txt --to data/raw/mine
  media-coverage fetch --feed https://www.example.com/rss --to data/raw/mine
  media-coverage fetch --sitemap https://www.example.com/sitemap.xml --since 2024-06-01 --match /politics/ --to data/raw/mine
  media-coverage fetch --gdelt '"sea wall" sourcelang:indonesian' --since 2024-06-01 --until 2024-06-07 --to data/raw/mine
"""
NEW_EXAMPLE = """example:
  media-coverage new subsidies
  cd subsidies
"""
RUN_EXAMPLE = """example:
  media-coverage run
  media-coverage run weekly --today 2024-06-26
exit codes:
  0 all went well, 2 a parameter or file is wrong, 3 a cell failed, 4 out of time, 5 already running, 6 killed
"""
LAB_EXAMPLE = """example:
  media-coverage lab
  media-coverage lab --port 8890 --no-browser
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    main_parser = argparse.ArgumentParser(
        prog="media-coverage",
        description="Analyse news coverage: raw articles in, one HTML report out.",
        epilog="Each command has a --help of its own with an example that runs.",
    )
    main_parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, summary: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=example,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    ingest = command("ingest", "Read raw files into an article store and balance the books.", INGEST_EXAMPLE)
    ingest.add_argument("paths", nargs="+", help="files or folders of raw articles")
    ingest.add_argument(
        "--store", required=True, help="folder of the article store, made if it does not exist"
    )
    ingest.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="say which column holds what"
    )
    ingest.add_argument(
        "--language", help="language code of all articles; identified per article if not given"
    )
    ingest.add_argument(
        "--source", help="how the collection was found, in a sentence; printed in every report"
    )
    ingest.add_argument("--set-aside", metavar="FILE", help="write what could not be used to this CSV file")
    ingest.add_argument("--no-progress", action="store_true", help="no progress bars (for logs)")

    report = command("report", "Run a notebook with parameters into one HTML file.", REPORT_EXAMPLE)
    report.add_argument("notebook", nargs="?", help="name of a notebook of the project, or a path")
    report.add_argument("--output", help="the HTML file to write")
    report.add_argument("--parameters", metavar="FILE", help="parameters as YAML or TOML; -p goes before it")
    report.add_argument("--cell-timeout", type=int, default=1800, metavar="SECONDS", help="for one cell")
    report.add_argument(
        "--help-notebook", metavar="NAME", help="list a notebook's parameters with types, defaults and help"
    )
    report.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter (YAML value)",
    )
    report.add_argument("--no-progress", action="store_true", help="no progress bar (for logs)")

    score = command(
        "score", "Work out the scores of a store ahead of its reports, here or on a cluster.", scoring.EXAMPLE
    )
    scoring.add_score(score)

    train = commands.add_parser("train", help="Train an instrument on hand codes or labels.")
    kinds = train.add_subparsers(dest="kind", required=True, metavar="KIND")
    add_frames(kinds)
    add_sentiment(kinds)
    fetch = command(
        "fetch", "Fetch pages into a folder, politely; the only command that uses the network.", FETCH_EXAMPLE
    )
    fetch.add_argument("addresses", nargs="*", metavar="ADDRESS", help="addresses of pages")
    fetch.add_argument(
        "--to", required=True, metavar="FOLDER", help="where raw pages and their manifest are kept"
    )
    fetch.add_argument("--list", metavar="FILE", help="a file with addresses in it")
    fetch.add_argument(
        "--feed", action="append", default=[], metavar="ADDRESS", help="a feed whose entries are fetched"
    )
    fetch.add_argument(
        "--sitemap", action="append", default=[], metavar="ADDRESS", help="a sitemap, with those it lists"
    )
    fetch.add_argument(
        "--gdelt", metavar="QUERY", help="lists of articles by GDELT, between --since and --until"
    )
    fetch.add_argument("--pages", action="store_true", help="with --gdelt: fetch the articles' pages too")
    fetch.add_argument("--since", default="", metavar="DAY", help="first day, for --sitemap and --gdelt")
    fetch.add_argument("--until", default="", metavar="DAY", help="last day, for --sitemap and --gdelt")
    fetch.add_argument("--match", default="", metavar="REGEX", help="with --sitemap: addresses wanted")
    fetch.add_argument(
        "--pause", type=float, default=2.0, metavar="SECONDS", help="between two requests to one host"
    )
    fetch.add_argument("--limit", type=int, metavar="N", help="fetch at most N pages")
    fetch.add_argument("--allow-private", action="store_true", help="allow addresses of local networks")
    fetch.add_argument("--no-progress", action="store_true", help="no progress bar (for logs)")

    new = command("new", "Make a working folder of your own.", NEW_EXAMPLE)
    new.add_argument("folder", metavar="NAME", help="the folder, which must not exist or be empty")
    run = command("run", "Run the reports of reports.toml; one log line each.", RUN_EXAMPLE)
    run.add_argument("names", nargs="*", metavar="NAME", help="which reports; all if none is named")
    run.add_argument("--plan", default="reports.toml", help="the file that lists them")
    run.add_argument("--folder", default="reports", help="where reports, log and index are kept")
    run.add_argument("--today", metavar="DAY", help="resolve relative dates as on this day")

    lab = command("lab", "Open JupyterLab on the notebooks.", LAB_EXAMPLE)
    lab.add_argument("--port", type=int, default=8888)
    lab.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    return main_parser


def pairs(items: Sequence[str], option: str) -> dict[str, str]:
    """Read `NAME=VALUE` options into a dictionary."""
    for item in items:
        if "=" not in item:
            raise ParameterError(f"{option} wants NAME=VALUE, got {item!r}.")
    return dict(item.split("=", 1) for item in items)


def run_ingest(options: argparse.Namespace) -> int:
    """Ingest raw files; the reconciliation is the output."""
    from analysis.corpus.ingest import ingest

    report = ingest(
        options.paths,
        options.store,
        columns=pairs(options.column, "--column") or None,
        language=options.language,
        source=options.source,
        progress=not options.no_progress,
    )
    print(report.summary())
    if options.set_aside:
        from analysis.reports.exports import write_csv

        write_csv(report.set_aside, Path(options.set_aside))
    return 0


def run_report_command(options: argparse.Namespace) -> int:
    """Run a notebook into a report and say where it is."""
    import yaml

    from analysis.reports.build import help_text, run_report
    from analysis.reports.plan import read_parameters

    if options.help_notebook:
        print(help_text(options.help_notebook))
        return 0
    if not options.notebook or not options.output:
        raise ParameterError("report wants a notebook and --output FILE, or --help-notebook NAME.")
    given = pairs(options.parameter, "--parameter")
    parameters = {name: yaml.safe_load(value) for name, value in given.items()}
    for name, value in parameters.items():
        if value is not None and not isinstance(value, (str, int, float, bool, list, dict)):
            parameters[name] = given[name]
    if options.parameters:
        parameters = {**read_parameters(options.parameters), **parameters}
    parameters.pop("output", None)
    path = run_report(
        options.notebook,
        options.output,
        progress=not options.no_progress,
        cell_timeout=options.cell_timeout,
        **parameters,
    )
    print(f"Report: {path}")
    return 0


def run_new(options: argparse.Namespace) -> int:
    """Make a working folder and say what to do next."""
    from analysis.corpus.folder import new_folder

    made = new_folder(options.folder)
    print(f"Made {made}. Put raw files into {made}/raw, then, in that folder:")
    print('  media-coverage ingest raw --store processed/main --source "how you found these articles"')
    print("  media-coverage run")
    return 0


def run_run(options: argparse.Namespace) -> int:
    """Run planned reports; the highest exit code of all runs."""
    import datetime as dt

    from analysis.reports.runs import run_planned

    try:
        today = dt.date.fromisoformat(options.today) if options.today else None
    except ValueError:
        raise ParameterError(f"--today: {options.today!r} is not a day such as 2024-06-26.") from None
    entries = run_planned(options.names, plan=options.plan, folder=options.folder, today=today)
    return max(int(entry["exit_code"]) for entry in entries)


def run_fetch(options: argparse.Namespace) -> int:
    """Fetch pages and say what became of every address."""
    from analysis.corpus.fetch import fetch_from

    report = fetch_from(
        options.to,
        addresses=options.addresses,
        listed=options.list,
        feeds=options.feed,
        sitemaps=options.sitemap,
        gdelt=options.gdelt,
        pages=options.pages,
        since=options.since,
        until=options.until,
        match=options.match,
        pause=options.pause,
        limit=options.limit,
        allow_private=options.allow_private,
        progress=not options.no_progress,
    )
    print(report.summary())
    return 0


def run_lab(options: argparse.Namespace) -> int:
    """Replace this process by JupyterLab."""
    project = Path(__file__).resolve().parents[1]
    here = Path.cwd()
    folder = here if (here / "reports.toml").is_file() or not (project / "notebooks").is_dir() else project
    arguments = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--port={options.port}",
        f"--ServerApp.root_dir={folder}",
    ]
    # Nothing is asked of the network: no news, no search for updates.
    arguments += ["--LabApp.news_url=None", f"--LabApp.check_for_updates_class={NO_UPDATES}"]
    arguments.append("--LabApp.default_url=/lab/tree/notebooks/explore.ipynb")
    if options.no_browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    os.execv(sys.executable, arguments)


def run_train(options: argparse.Namespace) -> int:
    """Train what was asked for."""
    return int(options.run(options))


NO_UPDATES = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
RUN = {
    "new": run_new,
    "run": run_run,
    "ingest": run_ingest,
    "score": scoring.run_score,
    "report": run_report_command,
    "fetch": run_fetch,
    "train": run_train,
    "lab": run_lab,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; an error of ours is one line on standard error and exit code 2."""
    options = parser().parse_args(arguments)
    try:
        return RUN[options.command](options)
    except (AnalysisError, OSError) as error:
        if options.debug:
            raise
        print(f"media-coverage: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("media-coverage: interrupted; what was finished is kept.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
