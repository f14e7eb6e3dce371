"""Press databases and agencies in the layouts for which no real file is at hand, written here after their sources."""

from __future__ import annotations

import docx
import pytest

UNI = [
    "Date and Time: Friday, July 5, 2019 9:31:00 AM CEST", "Job Number: 00000001", "Documents (3)",
    "1. First headline", "Client/Matter: -None-", "Search Terms: sea wall", "Search Type: Natural Language",
    "Narrowed by:", "Content Type  Narrowed by", "News  Language: English", "", "2. Second headline", "3. Third",
    "Search Terms: sea wall", "", "",
    "First headline", "The Paper", "July 1, 2019 Monday 9:20 AM GMT", "", "Copyright 2019 The Paper",
    "Section:\u00a0NEWS; Pg. 3", "Length:\u00a012 words", "Byline:\u00a0By A. Writer", "Body", "", "One paragraph.", "",
    "Two: a paragraph with a colon.", "", "Load-Date:\u00a0July 2, 2019", "", "End of Document", "",
    "Second headline", "Die Zeitung", "1. Juli 2019 Montag", "", "Rubrik:\u00a0POLITIK", "Länge:\u00a09 words", "Body",
    "Ein Absatz.", "Classification", "Language:\u00a0GERMAN; DEUTSCH", "Publication-Type:\u00a0Zeitung",
    "End of Document",
    "Third", "The Paper", "July 3, 2019", "Body", "We are sorry but there is an error in this document and it is not "
    "possible to display it.", "End of Document",
]  # fmt: skip


def test_nexis_uni_keeps_every_document_and_the_search(read, tmp_path):
    document = docx.Document()
    for line in UNI:
        document.add_paragraph(line)
    document.save(tmp_path / "x.docx")
    found = read(tmp_path / "x.docx")
    assert found.promised == 3
    assert found.titles == ["First headline", "Second headline"]
    assert found.columns[0] == {
        "title": "First headline", "outlet": "The Paper", "published": "July 1, 2019 Monday 9:20 AM GMT",
        "section": "NEWS; Pg. 3", "extra.word_count": "12 words", "authors": "A. Writer",
        "extra.copyright": "Copyright 2019 The Paper", "extra.load_date": "July 2, 2019",
        "text": "One paragraph.\n\nTwo: a paragraph with a colon.",
    }  # fmt: skip
    assert found.columns[1]["language"] == "german"
    assert found.columns[1]["published"] == "1. July 2019 Montag"
    assert found.reasons == ["Nexis could not show this document when it was exported"]
    assert found.problems[0].title == "Third"
    assert "the search was: sea wall" in found.notes


NEXIS_HTML = """<HTML><HEAD><STYLE>.c0 {}</STYLE></HEAD><BODY><A NAME="DOC_ID_0_0"></A>
<!-- Hide XML section from browser
<DOC NUMBER=1><DOCFULL> --><BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">Reforma (Mexico)</SPAN></P></DIV>
<DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">March 3, </SPAN><SPAN CLASS="c2">2015 Tuesday</SPAN></P></DIV>
<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">A headline</SPAN></P></DIV>
<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">BYLINE: </SPAN><SPAN CLASS="c2">A. Writer</SPAN></P></DIV>
<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LENGTH: </SPAN><SPAN CLASS="c2">20 words</SPAN></P></DIV>
<DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">First paragraph.</SPAN></P><P CLASS="c9"><SPAN CLASS="c2">Second.</SPAN></P></DIV>
<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LOAD-DATE: </SPAN><SPAN CLASS="c2">March 4, 2015</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL></DOC> --><!-- Hide XML section from browser
<DOC NUMBER=2><DOCFULL> --><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P></DIV>
<DIV CLASS="c0"><P><SPAN>The Sun</SPAN></P></DIV><DIV CLASS="c3"><P><SPAN>March 5, 2015</SPAN></P></DIV>
<DIV CLASS="c5"><P><SPAN>Another</SPAN></P></DIV><DIV CLASS="c5"><P><SPAN>LENGTH: </SPAN><SPAN>2 words</SPAN></P></DIV>
<DIV CLASS="c5"><P><SPAN>Only text.</SPAN></P></DIV></BODY></HTML>"""


def test_old_nexis_html(read, write):
    found = read(write("x.html", NEXIS_HTML))
    assert (found.name, found.promised, found.titles) == ("old Nexis export", 2, ["A headline", "Another"])
    assert found.columns[0]["text"] == "First paragraph.\n\nSecond."
    assert found.columns[0]["published"] == "March 3, 2015 Tuesday"
    assert found.columns[0]["authors"] == "A. Writer"
    assert found.columns[1]["outlet"] == "The Sun"


def test_old_nexis_text_in_german(read, write):
    content = (
        "\n\n                 Dokument 1 von 2\n\n   Die Zeitung\n\n   3. März 2015 Dienstag\n\nEine Schlagzeile\n\n"
        "AUTOR: A. Schreiber\n\nRUBRIK: POLITIK; S. 3\n\nLÄNGE: 20 Wörter\n\nErster Absatz\nim Umbruch.\n\nZweiter.\n\n"
        "UPDATE: 4. März 2015\n\nSPRACHE: GERMAN; DEUTSCH\n\n              Dokument 2 von 2\n\n   Die Zeitung\n\n"
        "   5. Oktober 2015\n\nNoch eine\n\nLÄNGE: 2 Wörter\n\nText.\n"
    )
    found = read(write("x.txt", content))
    assert (found.promised, found.titles) == (2, ["Eine Schlagzeile", "Noch eine"])
    assert found.columns[0]["text"] == "Erster Absatz im Umbruch.\n\nZweiter."
    assert found.columns[1]["published"] == "5. October 2015"
    assert found.columns[0]["section"] == "POLITIK; S. 3"


def test_a_count_that_does_not_agree_shows(read, write):
    content = "1 of 3 DOCUMENTS\n\nThe Sun\n\nMarch 5, 2015\n\nTitle\n\nLENGTH: 2 words\n\nText.\n"
    found = read(write("x.txt", content))
    assert (found.promised, len(found.records)) == (3, 1)


FACTIVA = """<html><head><title>Factiva</title></head><body><div id="article-1"><div class="article enArticle">
<div id="hd"><span class='enHeadline'> Sea wall opens </span></div><div>By A. Writer</div><div>123 words</div>
<div>3 mars 2015</div><div>The Paper</div><div>PAPER</div><div>English</div><div>Copyright 2015 The Paper</div>
<p class="articleParagraph enarticleParagraph">First paragraph.</p><p class="articleParagraph enarticleParagraph">Second.</p>
<p>Document PAPER00020150303eb330001x</p></div></div></body></html>"""


def test_factiva_without_codes(read, write):
    found = read(write("x.html", FACTIVA))
    assert found.rule == "articleParagraph under a Headline, without codes"
    assert found.promised == 1
    assert found.columns[0] == {
        "title": "Sea wall opens", "text": "First paragraph.\n\nSecond.", "extra.word_count": "123 words",
        "authors": "By A. Writer", "published": "3 March 2015", "outlet": "The Paper", "extra.source_code": "PAPER",
        "language": "English", "extra.copyright": "Copyright 2015 The Paper",
    }  # fmt: skip


EUROPRESSE = "<html><body>" + "".join(
    f"""<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{name}<br>no. 100</span>
</div><div><span class="DocHeader">{date}, Économie, p. 3</span></div><div class="titreArticle">
<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p></div><div class="docAuthors">A. Auteur</div>
</header><section><div class="DocText clearfix"><div class="docOcurrContainer"><p>Premier paragraphe.</p><p>Second.</p>
</div></div></section><footer><small>© 2013 {name}. Tous droits réservés.</small><p>news·20130411·LE·{number}</p></footer>
</article>"""
    for name, date, title, number in (
        ("Le Monde", "jeudi 11 avril 2013", "Un titre", "1"),
        ("Les Echos", "Friday, April 12, 2013", "Un autre", "2"),
    )
)


def test_europresse(read, write):
    found = read(write("x.HTML", EUROPRESSE))
    assert (found.name, found.promised, found.titles) == ("Europresse HTML", 2, ["Un titre", "Un autre"])
    first = found.columns[0]
    assert (first["outlet"], first["published"], first["authors"]) == (
        "Le Monde",
        "11 April 2013",
        "A. Auteur",
    )
    assert (first["text"], first["section"]) == ("Premier paragraphe.\n\nSecond.", "Économie")
    assert first["id"] == "news·20130411·LE·1"
    assert found.columns[1]["published"] == "April 12, 2013"


NITF = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE nitf SYSTEM "http://www.nitf.org/nitf-3-3.dtd">
<nitf><head><title>Fallback</title><meta name="slug" content="wall"/><docdata><doc-id id-string="42"/>
<date.issue norm="20240619T000000"/></docdata><pubdata name="The Times" date.publication="20240619T000000"
 position.section="A" ex-ref="http://times.example/42"/></head><body><body.head><hedline><hl1>Sea wall opens</hl1>
<hl2>At last</hl2></hedline><byline class="print_byline">By A. Writer</byline><dateline>JAKARTA</dateline>
<abstract><p>Short.</p></abstract></body.head><body.content><block class="lead_paragraph"><p>First.</p></block>
<block class="full_text"><p>First.</p><p>Second &amp; last.</p></block></body.content></body></nitf>"""

G2 = """<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:x:1" version="2" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<provider literal="Agency"/><versionCreated>2024-06-20T08:00:00Z</versionCreated>
<firstCreated>2024-06-19T08:00:00Z</firstCreated></itemMeta><contentMeta><headline>Sea wall opens</headline>
<by>A. Writer</by><language tag="id"/><subject qcode="medtop:1"><name>water</name></subject></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title>
</head><body><p>First.</p><p>Second.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:x:2" version="1"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentMeta/></newsItem>
</itemSet></newsMessage>"""


def test_nitf_and_newsml_g2(read, write):
    found = read(write("x.xml", NITF))
    assert found.rule == "NITF: the element nitf"
    first = found.columns[0]
    assert (first["title"], first["text"], first["published"]) == (
        "Sea wall opens",
        "First.\n\nSecond & last.",
        "20240619",
    )
    assert (first["outlet"], first["section"], first["id"]) == ("The Times", "A", "42")
    found = read(write("g2.xml", G2))
    first = found.columns[0]
    assert (first["title"], first["text"], first["outlet"]) == (
        "Sea wall opens",
        "First.\n\nSecond.",
        "Agency",
    )
    assert (first["published"], first["authors"], first["language"]) == (
        "2024-06-19T08:00:00Z",
        "A. Writer",
        "id",
    )
    assert found.reasons == ["ninat:picture: neither a headline nor a text"]
    assert found.problems[0].title == "urn:x:2"


def test_nitf_inside_newsml_g2(read, write):
    inner = NITF[NITF.index("<nitf>") :].replace(
        "<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
    )
    outer = G2.replace(G2[G2.index("<html") : G2.index("</html>") + 7], inner)
    assert read(write("x.xml", outer)).columns[0]["text"] == "First.\n\nSecond & last."


@pytest.mark.parametrize("break_at", ["</itemSet>", "urn:x:2"])
def test_xml_that_breaks_keeps_what_came_before(read, write, break_at):
    found = read(write("x.xml", G2[: G2.index(break_at)]))
    assert found.titles == ["Sea wall opens"]
    assert "the rest was not read" in found.reasons[-1]


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Contoh</title><language>id</language>
<item><title>Satu</title><link>https://a.example/1</link><description>Teras.</description>
<pubDate>Wed, 19 Jun 2024 15:00:00 +0700</pubDate><dc:creator>P</dc:creator><category>Politik</category>
<content:encoded><![CDATA[<p>Isi satu.</p><p>Isi dua.</p>]]></content:encoded></item>
<item><title>Dua</title><guid>https://a.example/2</guid><description>Teras &amp; lain.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Contoh</title><entry><id>urn:1</id><title>Satu</title>
<link href="https://a.example/1"/><updated>2024-06-19T08:00:00Z</updated><author><name>P</name></author>
<summary>Teras.</summary></entry></feed>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc><news:news>
<news:publication><news:name>Contoh</news:name><news:language>id</news:language></news:publication>
<news:publication_date>2024-06-19T15:00:00+07:00</news:publication_date><news:title>Satu</news:title></news:news></url>
<url><loc>https://a.example/2</loc><lastmod>2024-06-20</lastmod></url></urlset>"""


def test_feeds_and_sitemaps(read, write):
    found = read(write("rss.xml", RSS))
    first, second = found.columns
    assert (first["title"], first["published"], first["authors"]) == ("Satu", "2024-06-19T08:00:00Z", "P")
    assert (first["outlet"], first["section"], first["lead"]) == ("Contoh", "Politik", "Teras.")
    assert "Isi dua." in first["text"]
    assert (second["text_status"], second["lead"], second["url"]) == (
        "lead",
        "Teras & lain.",
        "https://a.example/2",
    )
    found = read(write("atom.xml", ATOM))
    assert (found.titles, found.columns[0]["published"]) == (["Satu"], "2024-06-19T08:00:00Z")
    found = read(write("sitemap.xml", SITEMAP))
    assert [columns["url"] for columns in found.columns] == ["https://a.example/1", "https://a.example/2"]
    assert found.columns[0]["outlet"] == "Contoh"
    assert found.notes == ["1 addresses without a title: fetch them with media-coverage fetch"]


def test_a_broken_feed_gives_what_it_can(read, write):
    found = read(write("rss.xml", RSS[: RSS.index("<item><title>Dua")] + "<item><title>Dua &nope"))
    assert found.titles[0] == "Satu"
    assert any("not well-formed" in note for note in found.notes)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<?xml version='1.0'?><sitemapindex><sitemap/></sitemapindex>", "is a sitemap of sitemaps"),
        ("<?xml version='1.0'?><opml version='2.0'><body/></opml>", "is a list of feeds (OPML)"),
        ("<?xml version='1.0'?><invoice/>", "is XML whose outermost element 'invoice' no reader knows"),
        ("<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'/>", "is a map (KML)"),
    ],
)
def test_xml_of_other_kinds_is_named(read, write, content, what):
    assert read(write("x.xml", content)).reasons[0].startswith(what)
