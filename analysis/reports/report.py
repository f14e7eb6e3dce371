"""A report: sections added one after another by a notebook, written out as one page at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from analysis.pipeline import FEW, Corpus, behind_each, benjamini_hochberg, item_label, week_figures
from analysis.reports.evidence import Register, shortened
from analysis.reports.page import Page
from analysis.reports.panel import Panel
from analysis.reports.sections import KINDS, Kind
from analysis.reports.since import Memory, for_people, told
from analysis.reports.tone_answers import failing
from analysis.reports.weeks import Weeks
from analysis.reports.words import Words
from analysis.tables import ParameterError

LEVEL = 0.05


@dataclass
class Report:
    """What a notebook fills.

    Parameters
    ----------
    corpus : the articles. `language` : of the report, `id` or `en`. `title` : "" makes one from the collection.
    seed : of every sample. `parameters` : as the notebook was called, for the method box.
    notebook : name of the notebook, for the command that makes the page again.
    whole_sentences : True shows whole sentences as evidence instead of excerpts of at most 25 words.
    differences_first : True opens the summary with the differences that hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> report = Report(mc.open_corpus(store), language="id")
    >>> _ = report.show("corpus", report.corpus.funnel)
    >>> "1 artikel" in report.page().html()
    True
    """

    corpus: Corpus
    language: str = "en"
    title: str = ""
    seed: int = 0
    parameters: dict[str, Any] = field(default_factory=dict)
    whole_sentences: bool = False
    notebook: str = "coverage_report"
    differences_first: bool = False

    def __post_init__(self) -> None:
        self.words = Words(self.language)
        self.panels: list[Panel] = []
        self.register = Register(
            self.corpus.articles, self.corpus.clusters, seed=self.seed, whole=self.whole_sentences
        )
        self.passports: list[dict] = []
        self.memory: Memory | None = None

    def show(
        self,
        key: str,
        table: pd.DataFrame | None,
        *,
        evidence: pd.DataFrame | None = None,
        differences: pd.DataFrame | None = None,
        part: Corpus | None = None,
        left_out: pd.DataFrame | None = None,
        instruments: list[dict] | None = None,
        **extra: Any,
    ) -> Panel:
        """Add a panel to a section.

        Parameters
        ----------
        key : of the section (`volume`, `frames` ...; `KINDS` has them all).
        table : result table; its rows are shown and drawn in their order. None: nothing of this name for this language.
        evidence : score rows (hits, quotations, mentions, articles) that the table counts; every row then opens its own.
        differences : result of `difference`; named in the answer only where it holds over the whole report.
        part : the articles of one language where the section has a panel for each.
        left_out : outlets left out here (outlet, reason, articles). `instruments` : passports of the lists used.

        Raises
        ------
        ParameterError
            For a key that is no section.
        """
        if key not in KINDS:
            raise ParameterError(f"no section {key!r}; there are {', '.join(KINDS)}.")
        kind, scope = KINDS[key], part or self.corpus
        head = self._head(part, extra.get("dictionary"))
        table = pd.DataFrame(columns=kind.shape.keys) if table is None else table
        keyed = self._named(self._few(table, kind, scope), extra.get("dictionary"))
        period = next((name for name in ("day", "week", "month") if name in keyed), "")
        if period and "period" in kind.shape.keys:
            keyed["period"] = keyed[period]
        shown = self._worded(self._spelt(keyed, evidence, kind), kind)
        if evidence is not None and len(shown):
            shown["link"] = self._links(key, head, shown, keyed, evidence, scope, kind)
        self.passports += [one for one in instruments or [] if one not in self.passports]
        notes = self._notes(left_out)
        found = pd.DataFrame() if differences is None else self._enough(differences, scope)
        if len(found) and extra.get("dictionary") is not None:
            found = self._named(found, extra["dictionary"])
        extra = {
            "corpus": scope,
            "seed": self.seed,
            "instruments": instruments or [],
            "hits": evidence,
            **extra,
        }
        panel = Panel(key, kind, shown, found, head, notes, extra, len(self.panels) + 1, self.words)
        self.panels.append(panel)
        return panel

    def _head(self, part: Corpus | None, dictionary: Any) -> str:
        """Head of a panel: the language of its articles, and the word list where there is a choice of them."""
        if part is None or not part.language:
            return ""
        name = str(self.words("page.panel", language=self.words.language_name(part.language)))
        title = dictionary.passport.get("title", {}).get(self.language) if dictionary is not None else None
        return f"{name} · {title}" if title else name

    def _enough(self, differences: pd.DataFrame, scope: Corpus) -> pd.DataFrame:
        """Differences between outlets that both have 20 articles."""
        sizes = scope.outlet.value_counts()
        large = set(sizes.index[sizes >= FEW])
        return differences[differences["group_a"].isin(large) & differences["group_b"].isin(large)].copy()

    def _few(self, table: pd.DataFrame, kind: Kind, scope: Corpus) -> pd.DataFrame:
        """No percentage from fewer than 20 articles: value and interval go, the counts stay.

        Words are compared only for outlets that large, too.
        """
        if "times" in kind.shape.numbers and "outlet" in table:
            sizes = scope.outlet.value_counts()
            compared = sizes.min() >= FEW if scope.groups is not None and len(sizes) else True
            return table[(table["outlet"].map(sizes).fillna(0) >= FEW) & compared]
        if not kind.shape.share or "value" not in table:
            return table
        few = pd.Series(len(scope.articles) < FEW, index=table.index)
        if "outlet" in table:
            few |= table["outlet"].map(scope.outlet.value_counts()).fillna(0) < FEW
        for name in {"day", "week", "month"} & set(table.columns):
            starts = pd.to_datetime(scope.articles["day"]).dt.to_period(name[0].upper()).dt.start_time
            few |= table[name].map(starts.value_counts()).fillna(0) < FEW
        of_articles = table["of"].eq("articles") if "of" in table else False
        if kind.few in table:  # a share of words or mentions has no floor of its own
            few |= (table[kind.few] < FEW) & (of_articles | (kind.few != "articles"))
        shown = [name for name in ("value", "low", "high") if name in table]
        return table.assign(**{name: table[name].where(~few) for name in shown})

    def _named(self, table: pd.DataFrame, dictionary: Any) -> pd.DataFrame:
        """The table with names for people beside the keys of a dictionary."""
        if dictionary is None:
            return table.copy()
        label = lambda category: dictionary.label(category, self.language)  # noqa: E731
        if "frame" in table:
            return table.assign(frame_name=table["frame"].map(label))
        both = table["referent"].astype(str) + "/" + table["choice"].astype(str)
        return table.assign(referent_name=table["referent"].map(label), choice_name=both.map(label))

    def _worded(self, table: pd.DataFrame, kind: Kind) -> pd.DataFrame:
        """The table with codes such as `role_only` in the words of the report's language."""
        for key in kind.shape.keys:
            place = "step" if key == "step" else f"coded.{key}"
            if self.words.has(place):
                table = table.assign(**{key: [str(self.words(f"{place}.{value}")) for value in table[key]]})
        return failing(table, self.words) if "fails" in kind.shape.numbers else table

    def _spelt(self, table: pd.DataFrame, evidence: pd.DataFrame | None, kind: Kind) -> pd.DataFrame:
        """The table with terms and quoted sentences as they mostly stand in the texts, not folded."""
        column = next((name for name in ("term", "sentence") if name in kind.shape.keys), "")
        if evidence is None or not column or not len(table) or "label" not in evidence:
            return table
        folded = table["term" if column == "term" else "label"]
        spelling = self.register.spellings(evidence[evidence["label"].isin(folded)])
        written = [spelling.get(str(one), str(one)) for one in folded]
        return table.assign(**{column: written if column == "term" else [shortened(one) for one in written]})

    def _links(
        self,
        key: str,
        head: str,
        table: pd.DataFrame,
        keyed: pd.DataFrame,
        scores: pd.DataFrame,
        scope: Corpus,
        kind: Kind,
    ) -> list[str]:
        """A link for each row: `table` has the words for people, `keyed` what its hits are found by."""
        links = []
        grouped = scope.articles.assign(outlet=scope.outlet)
        counted, hits = behind_each(keyed, scores, grouped), self.register.hits(scores)
        for row, rows in zip(table.to_dict("records"), counted, strict=True):
            keys = [self._key(row[name]) for name in kind.shape.keys]
            title = " · ".join([str(self.words(f"question.{key}")), *([head] if head else []), *keys])
            links.append(self.register.add(f"s-{key}", title, hits, rows))
        return links

    def _key(self, value: Any) -> str:
        return self.words.day(value) if isinstance(value, pd.Timestamp) else str(value)

    def _notes(self, left_out: pd.DataFrame | None) -> list[Markup]:
        if left_out is None or not len(left_out):
            return []
        notes = []
        for reason, rows in left_out.groupby("reason", sort=True):
            each = [
                self.words("page.reason", outlet=outlet, articles=self.words.number(articles))
                for outlet, articles in zip(rows["outlet"], rows["articles"], strict=True)
            ]
            said = {"who": self.words.listed(each), "reason": self.words(f"flaw.{reason}")}
            notes.append(self.words("page.left_out", **said))
        return notes

    def changes(self, frames: list[str], *, previous: str = "", labels: str = "") -> Panel | None:
        """Add what changed since an earlier report of the same store; keeps of this one what a later one needs.

        Parameters
        ----------
        frames, labels : lists that the report uses. `previous` : fingerprint of the earlier report; "" adds no section.

        Raises
        ------
        ParameterError
            For a fingerprint that the store does not keep.
        """
        self.memory = Memory(self, frames, labels)
        found = told(self, self.memory, frames, previous)
        if found is None:
            return None
        links = {}
        for kind, rows in found.articles.groupby("change"):
            title = f"{self.words('question.changes')} · {self.words(f'changes.{kind}')}"
            links[str(kind)] = self.register.add("s-changes", title, rows)
        return self.show("changes", for_people(found, self.words, self.corpus), found=found, links=links)

    def compared(self, outlets: list[str]) -> Corpus:
        """The articles to compare: each outlet with each, or the one that is named with all others together."""
        if len(outlets) == 1:
            self.corpus = self.corpus.against_the_rest(outlets[0], str(self.words("page.others")))
        return self.corpus

    def new(self, weeks: Weeks, frames: list[str]) -> Panel:
        """Add what is new against the earlier of two periods; `frames` are the word lists compared."""
        table, hits = week_figures(weeks.both, weeks.now, weeks.before, frames)
        several = table["language"].nunique() > 1
        table["kind_name"] = [str(self.words(f"kind.{kind}")) for kind in table["kind"]]
        table["name"] = [
            (
                item_label(weeks.both, row["language"], row["item"], self.language)
                if row["kind"] == "frame"
                else row["item"]
            )
            + (f" ({self.words.language_name(row['language'])})" if several else "")
            for row in table.to_dict("records")
        ]
        return self.show("new", table, evidence=hits, differences=table, part=weeks.both, weeks=weeks)

    def article(self, whole: Corpus) -> Panel:
        """Add the facts about the one article of this report; `whole` is the corpus in which its copies are looked for."""
        one = self.corpus.articles.index[0]
        same = whole.clusters[whole.clusters == whole.clusters[one]].index.difference([one])
        facts = self.corpus.facts().iloc[0].drop("article_id")
        known = facts[facts.notna() & (facts.astype("str") != "")]
        rows = [(str(self.words(f"column.{name}")), self._key(value)) for name, value in known.items()]
        table = pd.DataFrame(rows, columns=["fact", "is"])
        return self.show("facts", table, copies=whole.articles.loc[whole.articles.index.isin(same)])

    def voices(self) -> Panel:
        """Add whose words they are, and who is quoted."""
        counted = self.corpus.voice_words()
        names = [str(self.words(f"voice.{voice}")) for voice in counted["voice"]]
        self.show("voice_words", counted.assign(voice_name=names))
        quotes = self.corpus.quotes
        direct = quotes["is_direct"].map(
            {True: str(self.words("voice.direct")), False: str(self.words("voice.indirect"))}
        )
        size = quotes["text"].fillna("").astype("str").str.split().map(len)
        table = quotes.assign(direct=direct, words=size)[
            ["speaker", "role", "cue", "stance", "direct", "words"]
        ]
        shown = self.show("quotes", table)
        places = [quotes.iloc[[i]] for i in range(len(quotes))]
        shown.table["link"] = [
            self.register.add("s-quotes", str(self.words("question.quotes")), one) for one in places
        ]
        return shown

    def hits(self, key: str, hits: pd.DataFrame, dictionary: Any = None) -> Panel:
        """Add what word lists found: `weights` (words of a lexicon) or `aspects` (hits of a dictionary)."""
        name = "term" if key == "weights" else "label"
        groups = hits.groupby(name, sort=True)
        table = groups.size().rename("count").reset_index()
        if key == "weights":
            table["weight"] = groups["weight"].sum().to_numpy()
            table = table.reindex(table["weight"].abs().sort_values(ascending=False, kind="stable").index)
        else:
            table = table.rename(columns={"label": "frame"}).sort_values(
                "count", ascending=False, kind="stable"
            )
        used = [one.passport for one in (dictionary or self.corpus.lexicon,) if one is not None]
        shown = self.show(key, table.reset_index(drop=True), dictionary=dictionary, instruments=used)
        column = "term" if key == "weights" else "frame"
        shown.table["link"] = [
            self.register.add(f"s-{key}", str(value), hits[hits[name] == value])
            for value in shown.table[column]
        ]
        return shown

    def sure(self) -> Panel:
        """Add what is known about the instruments, and how many comparisons the report makes."""
        rows = [
            (f"{one['name']} ({one['language']})", str(one["version"]), self.words.validity(one))
            for one in self.passports
        ]
        table = pd.DataFrame(rows, columns=["instrument", "version", "validity"])
        return self.show("sure", table, passports=self.passports, differences_of=self)

    def sample(self, n: int = 20) -> Panel:
        """Add articles drawn at random, so that everybody can check what the numbers are made of."""
        articles = self.corpus.articles
        drawn = articles.sample(min(n, len(articles)), random_state=self.seed).reindex(
            columns=["outlet", "day", "title", "url"]
        )
        return self.show("see", drawn.sort_values(["day", "title"], kind="stable").reset_index())

    def settle(self) -> pd.DataFrame:
        """Correct all differences of the report together (Benjamini-Hochberg); returns them in one table."""
        tables = [panel.differences for panel in self.panels if len(panel.differences)]
        if not tables:
            return pd.DataFrame()
        p = np.concatenate([table["p"].to_numpy(dtype=float) for table in tables])
        q, at = benjamini_hochberg(p), 0
        for table in tables:
            table["q"] = q[at : at + len(table)]
            outside = (table["low"] > 0) | (table["high"] < 0)
            table["distinguishable"] = outside & (table["q"] < LEVEL)
            at += len(table)
        return pd.concat(tables, ignore_index=True)

    def _repr_html_(self) -> str:
        return Page(self)._repr_html_() if self.panels else ""

    def held(self, key: str, part: Corpus) -> pd.DataFrame:
        """Differences of a section that can be told apart over the report so far; for the articles of one language."""
        self.settle()
        found = [
            panel.differences[panel.differences["distinguishable"]]
            for panel in self.panels
            if panel.key == key and panel.extra["corpus"].language == part.language and len(panel.differences)
        ]
        empty = pd.DataFrame(columns=["group_a", "group_b", "value"])
        return pd.concat(found, ignore_index=True) if found else empty

    def page(self, output: str | Path = "") -> Page:
        """Write the page.

        Parameters
        ----------
        output : HTML file to write; the evidence list (`…_evidence.csv`) and the tables (`…_tables.xlsx`) are put beside
            it. Nothing is written if it is empty; a Page shows itself in JupyterLab either way.
        """
        made = Page(self)
        if str(output):
            made.write(Path(output))
            if self.memory:
                self.memory.keep()
        return made
