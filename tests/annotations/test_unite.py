"""One name for one actor over a collection."""

from __future__ import annotations

import pandas as pd

from analysis.annotations.unite import unite_names

ARTICLES = pd.DataFrame({"language": ["id"] * 3}, index=["a", "b", "c"])


def united(*names: str | None) -> list:
    quotes = pd.DataFrame({"article_id": "a", "speaker": pd.Series(names, dtype="str")})
    return unite_names(quotes, ARTICLES)["speaker"].tolist()


def test_acronyms_in_brackets_and_listed_forms_are_one():
    assert len(set(united("BPS", "Badan Pusat Statistik (BPS)", "Badan Pusat Statistik"))) == 1
    assert set(united("Jokowi", "Joko Widodo")) == {"Joko Widodo"}


def test_a_short_name_goes_with_the_only_full_name_it_can_be():
    assert united("Bramasta Wirya", "Bramasta", "Wirya") == ["Bramasta Wirya"] * 3


def test_a_short_name_of_two_people_stays():
    assert united("Bramasta Wirya", "Lintang Wirya", "Wirya")[2] == "Wirya"


def test_the_more_frequent_of_two_long_forms_wins():
    assert set(united("Bramasta Wirya", "Bramasta Wirya", "Uang Bramasta Wirya")) == {"Bramasta Wirya"}
    assert set(united("Sri Lintang Kemuning", "Sri Lintang", "Sri Lintang")) == {"Sri Lintang"}


def test_uniting_again_changes_nothing_and_no_row_is_lost():
    names = ["Bramasta Wirya", "Wirya", "BPS", None, "Lintang"]
    quotes = pd.DataFrame({"article_id": "a", "speaker": pd.Series(names, dtype="str")})
    once = unite_names(quotes, ARTICLES)
    again = unite_names(once.drop(columns="as_written"), ARTICLES)
    assert once["speaker"].equals(again["speaker"])
    assert once["speaker"].isna().tolist() == quotes["speaker"].isna().tolist()
    assert once["as_written"].equals(quotes["speaker"].rename("as_written"))


def test_places_and_bodies_are_not_merged_by_a_part_of_their_name():
    mentions = pd.DataFrame({"article_id": "a", "actor": ["Euro Eropa", "Eropa"], "kind": "place"})
    assert unite_names(mentions, ARTICLES, who="actor")["actor"].tolist() == ["Euro Eropa", "Eropa"]


def test_a_place_cut_short_is_the_listed_one_that_nearly_all_longer_names_are():
    def places(*names: str) -> list[str]:
        found = pd.DataFrame({"article_id": "a", "actor": names, "kind": "place"})
        return unite_names(found, ARTICLES.assign(language="en"), who="actor")["actor"].tolist()

    assert places("North Korea", "North Korea", "North")[2] == "North Korea"
    assert places("North Korea", "North Yorkshire", "North")[2] == "North"


def test_a_firm_is_one_with_and_without_its_legal_form():
    names = ["Aneka Tambang", "PT Aneka Tambang (Persero) Tbk", "PT Aneka Tambang", "Tbk", "CV Sinar Abadi"]
    articles = pd.DataFrame({"language": ["id"]}, index=["a"])
    found = pd.DataFrame({"article_id": "a", "actor": names, "kind": "organisation"})
    united = unite_names(found, articles, who="actor")["actor"].tolist()
    assert united[0] == united[1] == united[2]
    assert united[3:] == ["Tbk", "Sinar Abadi"]
