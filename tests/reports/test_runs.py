"""Planned runs: whatever happens to them, the old report stays whole and the log line says what happened."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.corpus.folder import new_folder
from analysis.reports import runs
from analysis.reports.build import NOTEBOOKS, parameters_of
from analysis.reports.periods import period
from analysis.reports.plan import Planned, read_parameters, read_plan
from analysis.reports.runs import read_runs, run_planned
from analysis.tables import ParameterError

WRITE = "from pathlib import Path\nPath(output).write_text('<p>' + query)"


def plan(folder: Path, code: str, entry: str = "", parameters: str = 'query = "new"') -> Path:
    cells = [
        ('query: str = ""  # words\nsince: str = ""\nuntil: str = ""\noutput: str = ""', ["parameters"]),
        (code, []),
    ]
    content = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": tags},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
            for number, (source, tags) in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (folder / "tiny.ipynb").write_text(json.dumps(content), encoding="utf-8")
    path = folder / "reports.toml"
    notebook = folder / "tiny.ipynb"
    text = f'[report.tiny]\nnotebook = "{notebook}"\n{entry}\n[report.tiny.parameters]\n{parameters}\n'
    path.write_text(text, encoding="utf-8")
    old = folder / "reports" / "tiny.html"
    old.parent.mkdir(exist_ok=True)
    old.write_text("old", encoding="utf-8")
    return path


def ran(folder: Path, path: Path) -> dict:
    """Run, and check what holds after every run: one more log line, and nothing half made."""
    (entry,) = run_planned(plan=path, folder=folder / "reports")
    assert read_runs(folder / "reports")[-1] == entry
    assert not (folder / "reports" / ".tiny.running").exists() or entry["status"] == "busy"
    return entry


def page(folder: Path) -> str:
    return (folder / "reports" / "tiny.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("yesterday", "2024-02-29", "2024-02-29"),
        ("last full week", "2024-02-19", "2024-02-25"),
        ("last 2 full weeks", "2024-02-12", "2024-02-25"),
        ("Last 7  days", "2024-02-23", "2024-02-29"),
        ("last full month", "2024-02-01", "2024-02-29"),
        ("this month", "2024-03-01", "2024-03-01"),
    ],
)
def test_a_relative_period_becomes_days(text: str, since: str, until: str):
    assert [str(day) for day in period(text, dt.date(2024, 3, 1))] == [since, until]


@pytest.mark.parametrize("text", ["last", "last 0 days", "next week"])
def test_a_period_that_cannot_be_read_is_refused(text: str):
    with pytest.raises(ParameterError, match="is not one of today, yesterday"):
        period(text, dt.date(2024, 3, 1))


@pytest.mark.slow
def test_a_run_replaces_the_report_and_says_its_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = plan(tmp_path, WRITE, 'period = "last full week"')
    (entry,) = run_planned(plan=path, folder=tmp_path / "reports", today=dt.date(2024, 6, 26))
    assert (entry["status"], entry["since"], entry["until"]) == ("ok", "2024-06-17", "2024-06-23")
    assert page(tmp_path) == "<p>new"
    assert "since=2024-06-17, until=2024-06-23" in capsys.readouterr().out
    assert 'href="tiny.html"' in (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_cell_that_fails_leaves_the_old_report_and_its_error_on_top(tmp_path: Path):
    entry = ran(tmp_path, plan(tmp_path, WRITE + "\n1 / 0"))
    assert (entry["status"], entry["exit_code"], entry["attempts"]) == ("failed", 3, 1)
    assert "ZeroDivisionError" in entry["error"]
    assert page(tmp_path) == "old"
    kept = json.loads((tmp_path / "reports" / "tiny.failed.ipynb").read_text(encoding="utf-8"))
    assert "ZeroDivisionError" in "".join(kept["cells"][0]["source"])


@pytest.mark.slow
def test_a_dead_kernel_is_tried_again_and_then_named(tmp_path: Path):
    entry = ran(tmp_path, plan(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))
    assert (entry["status"], entry["attempts"]) == ("killed", 2)
    assert "DeadKernelError" in entry["error"]
    assert page(tmp_path) == "old"


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["cell_timeout = 1", "timeout = 4"])
def test_a_run_that_takes_too_long_is_given_up(tmp_path: Path, limit: str):
    entry = ran(tmp_path, plan(tmp_path, "import time\ntime.sleep(60)", limit))
    assert (entry["status"], entry["exit_code"], entry["attempts"]) == ("timeout", 4, 1)
    assert page(tmp_path) == "old"


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_report(tmp_path: Path):
    code = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\nopen(output, 'w').write('x' * 10_000)"
    )
    entry = ran(tmp_path, plan(tmp_path, code))
    assert entry["status"] == "failed"
    assert "OSError" in entry["error"]
    assert page(tmp_path) == "old"


@pytest.mark.slow
def test_a_killed_run_is_told_by_the_next_one(tmp_path: Path):
    path = plan(tmp_path, "import time\ntime.sleep(20)")
    arguments = ["run", "--plan", str(path), "--folder", str(tmp_path / "reports")]
    with subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", *arguments], stdout=subprocess.PIPE
    ) as child:
        staging = tmp_path / "reports" / ".tiny.running" / "parameters.json"
        until = time.monotonic() + 30
        while not staging.exists() and time.monotonic() < until:
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
    assert page(tmp_path) == "old"
    path = plan(tmp_path, WRITE)
    until = time.monotonic() + 90
    entry = ran(tmp_path, path)
    while entry["status"] == "busy" and time.monotonic() < until:
        time.sleep(1)
        entry = ran(tmp_path, path)
    assert entry["status"] == "ok"
    assert "killed" in [one["status"] for one in read_runs(tmp_path / "reports")]
    assert page(tmp_path) == "<p>new"


def test_two_at_once_the_second_says_that_it_is_busy(tmp_path: Path):
    path = plan(tmp_path, WRITE)
    with (tmp_path / "reports" / ".tiny.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        entry = ran(tmp_path, path)
    assert (entry["status"], entry["exit_code"], entry["attempts"]) == ("busy", 5, 0)
    assert page(tmp_path) == "old"


def test_a_broken_parameter_is_refused_before_anything_runs(tmp_path: Path):
    entry = ran(tmp_path, plan(tmp_path, WRITE, parameters='topik = "x"'))
    assert (entry["status"], entry["exit_code"], entry["attempts"]) == ("refused", 2, 0)
    assert "has no parameter 'topik'" in entry["error"]
    assert page(tmp_path) == "old"


@pytest.mark.slow
def test_a_vanished_source_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = plan(tmp_path, WRITE, 'ingest = ["gone.csv"]', f'corpus = "{tmp_path / "store"}"')
    monkeypatch.setattr(runs, "checked", lambda notebook, given: given)
    entry = ran(tmp_path, path)
    assert (entry["status"], entry["exit_code"]) == ("failed", 3)
    assert "gone.csv" in entry["error"]
    assert page(tmp_path) == "old"


def test_a_log_that_cannot_be_written_still_speaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = plan(tmp_path, WRITE, parameters="topik = 1")
    (tmp_path / "reports" / "runs.jsonl").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "write_index", lambda folder: folder)
        run_planned(plan=path, folder=tmp_path / "reports")
    said = capsys.readouterr()
    assert json.loads(said.out)["status"] == "refused"
    assert "the log cannot be written" in said.err


def test_a_line_that_was_cut_off_is_passed_over(tmp_path: Path):
    (tmp_path / "runs.jsonl").write_text('{"name": "a"}\n{"name": "b', encoding="utf-8")
    assert read_runs(tmp_path) == [{"name": "a"}]


def test_a_line_after_one_that_was_cut_off_is_whole(tmp_path: Path):
    (tmp_path / runs.LOG).write_text('{"name": "b', encoding="utf-8")
    runs._log(tmp_path, {"name": "c"})
    runs._log(tmp_path, {"name": "d"})
    assert read_runs(tmp_path) == [{"name": "c"}, {"name": "d"}]


def test_the_index_links_a_file_only_from_the_run_that_made_it(tmp_path: Path):
    for name in ("a.html", "a.failed.ipynb"):
        (tmp_path / name).write_text("", encoding="utf-8")
    failed = {"name": "a", "status": "failed", "notebook": "a.failed.ipynb"}
    for entry in (
        {"name": "a", "status": "ok", "report": "a.html"},
        failed,
        failed,
        {"name": "a", "status": "refused"},
    ):
        runs._log(tmp_path, entry)
    text = runs.write_index(tmp_path).read_text(encoding="utf-8")
    rows = re.findall(r"<tr><th scope=row>.*?</tr>", text)
    assert ["href" in row for row in rows] == [False, True, False, True]


def test_a_run_that_is_stopped_says_so_and_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = plan(tmp_path, WRITE)

    def stopped(*_: object) -> tuple[str, str]:
        (tmp_path / "reports" / ".tiny.running" / "tiny.failed.ipynb").write_text("{}", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        return "ok", ""

    monkeypatch.setattr(runs, "_attempt", stopped)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        run_planned(plan=path, folder=tmp_path / "reports")
    (entry,) = read_runs(tmp_path / "reports")
    assert (entry["status"], entry["exit_code"], entry["notebook"]) == ("killed", 6, "tiny.failed.ipynb")
    assert page(tmp_path) == "old"
    assert signal.getsignal(signal.SIGTERM) == before
    assert not (tmp_path / "reports" / ".tiny.running").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"has no \[report.NAME\]"),
        ("[report.a]\n", "report.a names no notebook"),
        ('[report.a]\nnotebook = "x"\nevery = "day"\n', "has no entry 'every'"),
        ('[report.a]\nnotebook = "x"\ntimeout = "1"\n', "timeout: '1' is not int"),
        ('[report.a]\nnotebook = "x"\ntimezone = "Mars"\n', "'Mars' is not a time zone"),
        ('[report."../a"]\nnotebook = "x"\n', "is no name for a file"),
        ("[report", "cannot be read"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, message: str):
    (tmp_path / "reports.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=message):
        read_plan(tmp_path / "reports.toml")


def test_parameters_are_the_same_from_yaml_and_toml(tmp_path: Path):
    (tmp_path / "p.yml").write_text("since: 2024-06-18\noutlets: [A, B]\n", encoding="utf-8")
    (tmp_path / "p.toml").write_text('since = 2024-06-18\noutlets = ["A", "B"]\n', encoding="utf-8")
    expected = {"since": "2024-06-18", "outlets": ["A", "B"]}
    assert read_parameters(tmp_path / "p.yml") == read_parameters(tmp_path / "p.toml") == expected


def test_a_new_folder_has_a_plan_that_reads_and_overwrites_nothing(tmp_path: Path):
    folder = new_folder(tmp_path / "mine")
    planned = read_plan(folder / "reports.toml")["everything"]
    assert set(planned.parameters) <= set(parameters_of(folder / "notebooks" / "coverage_report.ipynb"))
    assert {"raw", "processed", "reports", "notebooks"} <= set(os.listdir(folder))
    for notebook in (folder / "notebooks").glob("*.ipynb"):
        assert parameters_of(notebook)["corpus"]["default"] == f'"{planned.parameters["corpus"]}"'
    with pytest.raises(ParameterError, match="is there already and not empty"):
        new_folder(folder)


def test_the_help_of_a_notebook_lists_type_default_and_help(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "--help-notebook", "article"]) == 0
    assert 'report_language: str  en or id (default "en")' in capsys.readouterr().out


def test_the_last_good_run_that_the_store_still_keeps_is_compared_with(tmp_path: Path):
    kept = tmp_path / "store" / "runs"
    kept.mkdir(parents=True)
    (kept / "aa.json").write_text("{}", encoding="utf-8")
    log = [("weekly", "ok", "aa"), ("weekly", "ok", "bb"), ("weekly", "failed", "aa"), ("other", "ok", "aa")]
    lines = [json.dumps(dict(zip(("name", "status", "fingerprint"), row, strict=True))) for row in log]
    (tmp_path / runs.LOG).write_text("\n".join(lines), encoding="utf-8")
    store = {"corpus": str(tmp_path / "store")}
    weekly = Planned("weekly", "coverage_report", store)
    assert runs._compared(weekly, store, tmp_path) == {**store, "previous": "aa"}, "bb is kept no more"
    assert runs._compared(weekly, {**store, "previous": ""}, tmp_path)["previous"] == "", "said in the plan"
    assert "previous" not in runs._compared(Planned("never", "coverage_report", store), store, tmp_path)
    assert "previous" not in runs._compared(Planned("weekly", "article", store), store, tmp_path)


def test_a_system_without_locks_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(runs, "fcntl", None)
    with pytest.raises(
        ParameterError, match="on Windows start `media-coverage report` from the task scheduler"
    ):
        run_planned(plan=plan(tmp_path, WRITE), folder=tmp_path / "reports")


@pytest.mark.slow
def test_the_cron_line_runs_with_an_empty_environment(tmp_path: Path):
    """The command of docs/scheduling.md, with its two paths put right."""
    text = (Path(__file__).parents[2] / "docs" / "scheduling.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"```cron\n(.+)\n```", text)
    fields = line.split(maxsplit=5)
    assert all(re.fullmatch(r"\*|\d+", field) for field in fields[:5])
    command = tmp_path / "media-coverage"
    root = Path(__file__).parents[2]
    script = f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m analysis.cli "$@"\n'
    command.write_text(script, encoding="utf-8")
    command.chmod(0o755)
    path = plan(tmp_path, WRITE)
    path.write_text(
        path.read_text(encoding="utf-8").replace("report.tiny", "report.weekly"), encoding="utf-8"
    )
    real = fields[5].replace("/home/me/media-coverage/.venv/bin/media-coverage", str(command))
    real = real.replace("/home/me/subsidies", str(tmp_path))
    done = subprocess.run(["env", "-i", "/bin/sh", "-c", real], timeout=120, check=False)
    said = (tmp_path / "reports" / "cron.log").read_text(encoding="utf-8")
    assert done.returncode == 0, said
    assert json.loads(said.splitlines()[-1])["status"] == "ok"
    assert (tmp_path / "reports" / "weekly.html").read_text(encoding="utf-8") == "<p>new"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
def test_a_notebook_runs_by_the_command_line_of_papermill(name: str, example_store: Path, tmp_path: Path):
    made = tmp_path / f"{name}.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(NOTEBOOKS / f"{name}.ipynb"),
        str(made),
        "-k",
        "python3",
    ]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [*command, "-p", "corpus", str(example_store), "--no-progress-bar"],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads(made.read_text(encoding="utf-8"))["cells"]
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code" and cell["source"])


def test_an_index_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "index.html").mkdir()
    with pytest.raises(OSError, match=r"index\.html"):
        runs.write_index(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
