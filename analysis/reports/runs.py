"""Planned reports run unwatched: locked, timed, tried again where that helps, one log line each, an index of all."""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.pipeline import store_path
from analysis.reports.build import checked, parameters_of
from analysis.reports.plan import Planned, read_plan
from analysis.reports.since import RUNS
from analysis.tables import AnalysisError, ParameterError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

EXIT = {"ok": 0, "refused": 2, "failed": 3, "timeout": 4, "busy": 5, "killed": 6}
"""Exit code of each status; of several runs the highest counts."""
LOG = "runs.jsonl"


def run_planned(
    names: Sequence[str] = (),
    *,
    plan: str | Path = "reports.toml",
    folder: str | Path = "reports",
    today: dt.date | None = None,
) -> list[dict[str, Any]]:
    """Run the named reports of a plan, all if none is named.

    Returns
    -------
    One entry per run, as logged in `folder/runs.jsonl`: time, name, status (ok, refused, failed, timeout, busy, killed),
    exit_code, seconds, attempts, since, until, report, fingerprint (of the report), previous (that it was compared with), notebook
    (the failing one that it left), error.

    Raises
    ------
    ParameterError
        For a plan that cannot be read or a name it does not have, before anything runs.
    """
    if fcntl is None:
        raise ParameterError(
            "run needs the locks of Linux or macOS; on Windows start `media-coverage report` from the task scheduler, or run in WSL."
        )
    planned = read_plan(plan)
    unknown = [name for name in names if name not in planned]
    if unknown:
        raise ParameterError(f"{plan} has no report {unknown[0]!r}; it has {', '.join(planned)}.")
    place = Path(folder).absolute()
    place.mkdir(parents=True, exist_ok=True)
    try:
        with _stoppable():
            return [_run(planned[name], place, today) for name in dict.fromkeys(names or planned)]
    finally:
        with contextlib.suppress(OSError):
            write_index(place)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM (a timer, a shutdown) ends a run as Ctrl-C does: children ended, one log line."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(one: Planned, folder: Path, today: dt.date | None) -> dict[str, Any]:
    started, tries = time.monotonic(), 0
    parameters: dict[str, Any] = {}
    status, error, made, kept = "ok", "", "", ""
    stopped: KeyboardInterrupt | None = None
    staging = folder / f".{one.name}.running"
    try:
        with _locked(folder / f".{one.name}.lock") as lock:
            if lock is None:
                status, error = "busy", "another run of this report is going on"
            else:
                _clear(staging, one.name, folder)
                parameters = _compared(one, one.resolved(today), folder)
                checked(one.notebook, parameters)
                staging.mkdir()
                print(f"{one.name}: {_shown(parameters)}", flush=True)
                try:
                    while tries <= one.retries:
                        tries += 1
                        status, error = _attempt(one, parameters, staging, lock)
                        if status != "killed":
                            break
                except KeyboardInterrupt as signalled:
                    status, error, stopped = (
                        "killed",
                        "stopped from outside (Ctrl-C, kill or shutdown)",
                        signalled,
                    )
                made = fingerprint_of(staging / f"{one.name}.html")
                kept = _settle(one.name, staging, folder, status)
    except AnalysisError as refusal:
        status, error = "refused", str(refusal)
    except OSError as trouble:
        status, error = "failed", f"{type(trouble).__name__}: {trouble}"
    if status != "busy":
        shutil.rmtree(staging, ignore_errors=True)
    entry = _log(
        folder,
        {
            "time": _now(),
            "name": one.name,
            "status": status,
            "exit_code": EXIT[status],
            "seconds": round(time.monotonic() - started, 1),
            "attempts": tries,
            "since": str(parameters.get("since", "")),
            "until": str(parameters.get("until", "")),
            "report": f"{one.name}.html" if status == "ok" else "",
            "fingerprint": made if status == "ok" else "",
            "previous": str(parameters.get("previous", "")),
            "notebook": kept if status != "ok" else "",
            "error": error,
        },
    )
    if stopped is not None:
        raise stopped
    return entry


def _compared(one: Planned, parameters: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The parameters with `previous`: the last good run of this report that its store still keeps."""
    if (
        "previous" in parameters
        or not parameters.get("corpus")
        or "previous" not in parameters_of(one.notebook)
    ):
        return parameters
    kept = store_path(str(parameters["corpus"])) / RUNS
    for entry in reversed(read_runs(folder)):
        found = str(entry.get("fingerprint") or "")
        good = entry.get("name") == one.name and entry.get("status") == "ok"
        if good and found.isalnum() and (kept / f"{found}.json").is_file():
            return {**parameters, "previous": found}
    return parameters


def fingerprint_of(page: Path) -> str:
    """The fingerprint that a page bears in its head; "" where there is none."""
    head = page.read_text(encoding="utf-8", errors="replace")[:4000] if page.is_file() else ""
    found = re.search(r'<meta name="fingerprint" content="([0-9a-f]+)">', head)
    return found.group(1) if found else ""


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _shown(parameters: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in parameters.items())


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[int | None]:
    """The lock as a file descriptor, None if another holds it; a process that dies lets go of it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield handle
    finally:
        os.close(handle)


def _clear(staging: Path, name: str, folder: Path) -> None:
    """What a run that was killed left behind: said in the log, then removed."""
    if staging.exists():
        shutil.rmtree(staging)
        gone = {"time": _now(), "name": name, "status": "killed", "exit_code": EXIT["killed"], "report": ""}
        _log(folder, {**gone, "error": "an earlier run was killed before it could say so"})


def _attempt(one: Planned, parameters: dict[str, Any], staging: Path, lock: int) -> tuple[str, str]:
    """One try: raw files first, where there are any, then the notebook, each in a process of its own."""
    given = staging / "parameters.json"
    given.write_text(json.dumps(parameters), encoding="utf-8")
    page = ["--output", str(staging / f"{one.name}.html"), "--parameters", str(given)]
    limits = ["--cell-timeout", str(one.cell_timeout), "--no-progress"]
    steps = [["report", one.notebook, *page, *limits]]
    if one.ingest:
        steps.insert(0, ["ingest", *one.ingest, "--store", str(parameters["corpus"]), "--no-progress"])
    until = time.monotonic() + one.timeout
    for step in steps:
        status, error = _step(step, until - time.monotonic(), lock)
        if status != "ok":
            return status, error
    return "ok", ""


def _step(arguments: list[str], seconds: float, lock: int) -> tuple[str, str]:
    command = [sys.executable, "-m", "analysis.cli", *arguments]
    pipe = subprocess.PIPE
    # The child holds the lock as well: while it works on, nobody else begins.
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=pipe, start_new_session=True, pass_fds=[lock]
    ) as child:
        try:
            said = child.communicate(timeout=max(seconds, 0.01))[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            _end(child)
            return "timeout", f"{arguments[0]} was given up after the time the run may take"
        except BaseException:
            _end(child)
            raise
    if child.returncode == 0:
        return "ok", ""
    lines = [line for line in said.splitlines() if line.strip()] or ["no message"]
    error = lines[-1].removeprefix("media-coverage: ")
    if child.returncode < 0:
        return "killed", f"{arguments[0]} was ended by signal {-child.returncode}"
    if "CellTimeoutError" in error:
        return "timeout", error
    return ("killed" if "DeadKernelError" in error else "failed"), error


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child and its group; a kernel ends itself when its parent is gone."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=5)
            return


def _settle(name: str, staging: Path, folder: Path, status: str) -> str:
    """Move a whole report into place, its page last; of a failed one only the notebook, whose name is given back."""
    failed = staging / f"{name}.failed.ipynb"
    if status != "ok":
        if not failed.is_file():
            return ""
        os.replace(failed, folder / failed.name)
        return failed.name
    made = sorted((path for path in staging.iterdir() if path.name != "parameters.json"), key=_page_last)
    for path in made:
        os.replace(path, folder / path.name)
    (folder / failed.name).unlink(missing_ok=True)
    return ""


def _page_last(path: Path) -> tuple[bool, str]:
    return path.suffix == ".html", path.name


def _log(folder: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """One line, printed always and appended to the log where the disk lets it."""
    line = json.dumps(entry, ensure_ascii=False)
    print(line, flush=True)
    try:
        with (folder / LOG).open("ab+") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(end - 1, 0))
            # A line that a full disk cut off must not swallow this one.
            broken = log.read(1) not in (b"", b"\n")
            log.write(b"\n" * broken + line.encode("utf-8") + b"\n")
    except OSError as error:
        print(f"media-coverage: the log cannot be written: {error}", file=sys.stderr)
    return entry


def read_runs(folder: str | Path) -> list[dict[str, Any]]:
    """The entries of the log, oldest first; a line that was cut off is passed over."""
    path = Path(folder) / LOG
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []:
        try:
            entries.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return entries


def write_index(folder: str | Path) -> Path:
    """`index.html` of all runs, newest first; a report or failing notebook is linked from the run that made it."""
    place, rows, linked = Path(folder), [], {""}
    for entry in reversed(read_runs(place)):
        name = str(entry.get("name", ""))
        kept = str(entry.get("report") or entry.get("notebook") or "")
        shown = html.escape(name)
        if kept not in linked and (place / kept).is_file():
            linked.add(kept)
            shown = f'<a href="{html.escape(kept)}">{shown}</a>'
        span = " – ".join(str(entry[key]) for key in ("since", "until") if entry.get(key))
        cells = [entry.get("time", ""), entry.get("status", ""), span, entry.get("seconds", "")]
        rest = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in [*cells, entry.get("error", "")])
        rows.append(f"<tr><th scope=row>{shown}</th>{rest}</tr>")
    head = "".join(f"<th scope=col>{name}</th>" for name in _COLUMNS)
    text = f"<!doctype html><html lang=en><meta charset=utf-8><title>Runs</title>{_STYLE}<h1>Runs</h1>"
    text += f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></html>\n"
    fresh = place / ".index.html"
    try:
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, place / "index.html")
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return place / "index.html"


_COLUMNS = ("report", "time (UTC)", "status", "period", "seconds", "error")
_STYLE = "<style>body{font:16px sans-serif;margin:2em}td,th{padding:.3em .8em;text-align:left;border-bottom:1px solid #ccc}</style>"
