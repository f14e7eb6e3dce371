"""A working folder of one's own: raw files, store, notebooks, reports, and small files to fill in."""

from __future__ import annotations

import shutil
from pathlib import Path

from analysis.tables import ParameterError

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FOLDERS = ("raw", "processed", "reports", "notebooks", "dictionaries", "decisions")
FILES = {
    "raw/outlets.toml": """# Outlets and their other names, on top of the table that is shipped. Read by every ingest of this folder.
# [[outlet]]
# name = "Harian Contoh"
# domains = ["harian-contoh.example"]
# aliases = ["HC", "Harian Contoh Online"]
""",
    "raw/source.toml": """# How this collection was found; every report prints it. Fill it in before the first ingest.
# found = "all articles of five outlets that the archive's search for 'subsidi' gave on 2024-06-26"
# licence = ""
""",
    "query.txt": """# Queries to keep, one a line: name = query. Ask for one as @name, such as -p query=@subsidies.
# subsidies = subsidi* OR "bantuan tunai"
""",
    "decisions/excluded.tsv": """# Articles left out by hand, parted by tabs: article_id or address, day of the decision, reason. Every report counts them.
# https://harian-contoh.example/123\t2024-06-20\ta listing, not an article
""",
    "decisions/names.tsv": """# Names that are one actor, parted by tabs: name as found, actor it stands for, day of the decision, reason.
# Pak Contoh\tBudi Contoh\t2024-06-20\tthe same person in all outlets
""",
    "decisions/roles.tsv": """# What a speaker is, parted by tabs: speaker, role, naming (named, body, role_only, anonymous), origin (domestic, foreign,
# unknown), day of the decision, reason. A - leaves what was found. A spreadsheet opens this file as text parted by tabs.
# Budi Contoh\tekonom\t-\tdomestic\t2024-06-20\tworks at a university in Bandung
""",
    "dictionaries/README.md": """Word lists of your own. `dictionaries/id/policy_frames.yml` stands before the shipped `id/policy_frames`;
`dictionaries/id/mine.yml` is `id/mine`, so `-p frames=mine` finds it in each language. Copy a list with its passport (`.toml`), edit it,
raise its version there. A report names every list with its version, and the next one says that it changed.
""",
    "reports.toml": """# Reports that `media-coverage run` makes. Relative dates become days of this time zone.
timezone = "Asia/Jakarta"

[report.everything]
notebook = "coverage_report"
parameters = { corpus = "processed/main" }

# [report.weekly]
# notebook = "coverage_report"
# ingest = ["raw"]              # new raw files first
# period = "last full week"     # or yesterday, last 7 days, last 4 full weeks, last full month ...
# parameters = { corpus = "processed/main", report_language = "id", query = "subsidi*" }
# timeout = 7200                # seconds for all of it
# cell_timeout = 1800           # seconds for one cell
# retries = 1                   # only after a process that died
""",
    ".gitignore": "processed/\nreports/\n",
}


def new_folder(path: str | Path) -> Path:
    """Make a working folder with commented files to fill in; every command works from inside it.

    Returns
    -------
    The folder: `raw`, `processed`, `reports`, `notebooks` (copies of the product's), `dictionaries`, and small files for
    outlets and aliases, the source, the query and planned reports.

    Raises
    ------
    ParameterError
        Where something is there already; nothing is overwritten.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParameterError(f"{str(path)!r} is there already and not empty; take another name.")
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        shutil.copyfile(notebook, folder / "notebooks" / notebook.name)
    return folder
