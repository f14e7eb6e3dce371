"""Run a notebook with parameters through papermill into one HTML file; nothing runs on a wrong parameter."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path
from typing import Any

from analysis.tables import ParameterError, ReportError

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
TIMEOUT = 1800
"""Seconds a cell may take before a run that nobody watches is given up."""
_TYPES: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "list": list,
    "dict": dict,
}


def notebook_path(name: str | Path) -> Path:
    """A notebook by its path, or by its name in `notebooks/` of the current folder or of the project.

    Raises
    ------
    ParameterError
        Naming the notebooks there are.
    """
    for candidate in (Path(name), Path("notebooks") / f"{name}.ipynb", NOTEBOOKS / f"{name}.ipynb"):
        if candidate.is_file():
            return candidate
    known = ", ".join(sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
    raise ParameterError(f"no notebook {str(name)!r}; known are {known}, or give a path.")


def parameters_of(notebook: str | Path) -> dict[str, dict[str, str]]:
    """Name -> type, default and help of every parameter of a notebook, as its parameters cell says."""
    from papermill import inspect_notebook

    found = inspect_notebook(str(notebook_path(notebook)))
    return {
        name: {
            "type": str(one["inferred_type_name"]),
            "default": str(one["default"]),
            "help": str(one["help"]),
        }
        for name, one in found.items()
    }


def checked(notebook: str | Path, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters a notebook is called with.

    Raises
    ------
    ParameterError
        For a name the notebook does not have, or a value that is not of its type.
    """
    known = parameters_of(notebook)
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ParameterError(
            f"{notebook_path(notebook).stem} has no parameter {unknown[0]!r}; it has {', '.join(sorted(known))}."
        )
    return {name: _typed(name, value, known[name]["type"]) for name, value in given.items()}


def _typed(name: str, value: Any, kind: str) -> Any:
    wanted = _TYPES.get(kind.split("[")[0])
    if kind == "str" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if kind.startswith("list") and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if kind == "str" and value is None:
        return ""
    if wanted is None or (isinstance(value, wanted) and not (isinstance(value, bool) and kind != "bool")):
        return value
    raise ParameterError(f"{name}: {value!r} is not {kind}.")


def help_text(notebook: str | Path) -> str:
    """The parameters of a notebook as lines to read: name, type, default, help."""
    found = parameters_of(notebook)
    width = max((len(f"{name}: {one['type']}") for name, one in found.items()), default=0)
    lines = [
        f"  {name + ': ' + one['type']:<{width}}  {one['help']} (default {one['default']})"
        for name, one in found.items()
    ]
    return "\n".join([f"Parameters of {notebook_path(notebook).stem}:", *lines])


def run_report(
    notebook: str | Path,
    output: str | Path,
    *,
    progress: bool = False,
    cell_timeout: int = TIMEOUT,
    **parameters: Any,
) -> Path:
    """Run a notebook into one HTML file.

    Parameters
    ----------
    notebook : name (`coverage_report`) or path. `output` : the HTML file; its evidence list and tables are put beside it.
    cell_timeout : seconds that one cell may take.
    parameters : of the notebook; `parameters_of(notebook)` lists them. `since`, `until` are local days, both inclusive.

    Returns
    -------
    Path of the HTML file. An old file is replaced only by a whole new one.

    Raises
    ------
    ParameterError
        Before anything runs, for an unknown or wrongly typed parameter.
    ReportError
        Where a cell fails: its error; the failing notebook is kept beside the output as `….failed.ipynb`.

    Examples
    --------
    >>> try:
    ...     run_report("article", "report.html", topik="x")
    ... except ParameterError as error:
    ...     print(str(error)[:33])
    article has no parameter 'topik';
    """
    source, target = notebook_path(notebook), Path(output).absolute()
    given = checked(source, {**parameters, "output": str(target)})
    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.stat().st_mtime_ns if target.is_file() else 0
    with tempfile.TemporaryDirectory() as folder:
        executed = Path(folder) / source.name
        _execute(source, executed, given, progress, target, cell_timeout)
    if not target.is_file() or target.stat().st_mtime_ns == before:
        raise ReportError(f"{source.name} wrote no page; end it with report.page(output).")
    target.with_suffix(".failed.ipynb").unlink(missing_ok=True)
    return target


def _execute(
    source: Path, executed: Path, given: dict[str, Any], progress: bool, target: Path, cell_timeout: int
) -> None:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    settings = Config()
    settings.KernelManager.transport_encryption = "auto"
    try:
        papermill.execute_notebook(
            str(source),
            str(executed),
            parameters=given,
            kernel_name="python3",
            progress_bar=progress,
            log_output=False,
            cwd=str(Path.cwd()),
            execution_timeout=cell_timeout,
            config=settings,
        )
    except PapermillExecutionError as error:
        raise _failed(executed, target, f"{error.ename}: {plain(error.evalue)}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        said = (
            f"a cell took more than {cell_timeout} seconds"
            if isinstance(error, CellTimeoutError)
            else plain(str(error))
        )
        raise _failed(executed, target, f"{type(error).__name__}: {said}") from None
    except RuntimeError as error:
        # So says a kernel that ends while it is being started.
        if "Kernel died" not in str(error):
            raise
        raise _failed(executed, target, f"DeadKernelError: {plain(str(error))}") from None
    except KeyboardInterrupt:
        _failed(executed, target, "KeyboardInterrupt: it was stopped before its end")
        raise


def _failed(executed: Path, target: Path, message: str) -> ReportError:
    """Keep the notebook as far as it came, with the error in its first cell."""
    import nbformat

    if not executed.is_file():
        return ReportError(message)
    kept = target.with_suffix(".failed.ipynb")
    notebook = nbformat.read(executed, as_version=4)
    head = nbformat.v4.new_markdown_cell(f"**This run failed.**\n\n```text\n{message}\n```")
    head["metadata"]["tags"] = ["failed"]
    notebook.cells.insert(0, head)
    nbformat.write(notebook, kept)
    return ReportError(f"{message} (the failing notebook is {kept.name})")


def plain(text: str) -> str:
    """An error's message as one line; a message that was printed as a Python literal is read back."""
    line = " ".join(str(text).split())
    if line[:1] in "\"'" and line[-1:] == line[:1]:
        try:
            return str(ast.literal_eval(line))
        except (ValueError, SyntaxError):
            return line
    return line
