"""CSL-JSON read into a record and written again: nothing is lost, and nothing that is private leaves."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.bibliography.mapping import csl as mapping
from papertrail.bibliography.reading import csl as reading
from papertrail.bibliography.reading.outcome import Import
from papertrail.bibliography.record import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, TYPES, Date, Record
from papertrail.bibliography.writing.csl import csl, item
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run, Text, joined

NUMBERS = frozenset(
    (
        "chapter-number", "citation-number", "collection-number", "edition", "first-reference-note-number", "issue",
        "locator", "number", "number-of-pages", "number-of-volumes", "page", "page-first", "part-number",
        "printing-number", "supplement-number", "volume",
    )
)  # fmt: skip
SHARED = sorted(TEXT_VARIABLES - mapping.PRIVATE.keys() - mapping.ALIASES.keys())
IDENTIFIERS = {
    "DOI": "10.1000/x(1)", "URL": "https://example.org/a_b?c=%20d#e", "ISBN": "978-0-262-03561-3",
    "ISSN": "0028-0836", "PMCID": "PMC1234567", "PMID": "1234567",
}  # fmt: skip
RICH = (
    "<i>In vivo</i> and <b>bold</b>, H<sub>2</sub>O, 10<sup>5</sup>, "
    '<span style="font-variant:small-caps;">Caps</span>, '
    '<span class="nocase">kept</span>, <i>in <b>two <sup>or</sup> three</b></i> & more: a < b'
)


def read(*items: dict[str, Any]) -> Import:
    return reading.read_text(json.dumps(items), Path("any.json"))


def only(**members: Any) -> Record:
    (record,) = read({"id": "k", "type": "book", "title": "T"} | members).records
    return record


def again(**members: Any) -> dict[str, Any]:
    """An item, written again."""
    found = read({"id": "k", "type": "book", "title": "T"} | members)
    assert not found.mistakes
    return item(found.records[0])


def written(record: Record) -> Record:
    """A record, written and read again."""
    found = reading.read_text("".join(csl([record])), Path("any.json"))
    assert not found.mistakes
    found.records[0].line = record.line
    return found.records[0]


@pytest.mark.parametrize("csl_type", sorted(TYPES))
def test_every_type_leaves_as_it_came(csl_type: str) -> None:
    assert again(type=csl_type) == {"id": "k", "type": csl_type, "title": "T"}


@pytest.mark.parametrize("variable", SHARED)
def test_every_variable_leaves_as_it_came(variable: str) -> None:
    value = IDENTIFIERS.get(variable, "12–13, Äpfel & C++ $5 {x} \\y")
    assert again(**{variable: value})[variable] == value


@pytest.mark.parametrize("variable", sorted(set(SHARED) - IDENTIFIERS.keys()))
def test_marks_leave_every_variable_as_they_came(variable: str) -> None:
    assert again(**{variable: RICH})[variable] == RICH


def test_what_is_wholly_under_a_mark_stays_so() -> None:
    for whole in ('<span class="nocase">iPhone</span>', "<i>Emma</i>"):
        assert again(title=whole)["title"] == whole


@pytest.mark.parametrize("variable", sorted(NUMBERS))
@pytest.mark.parametrize("value", [775, "775", "12a", "3-4", "XII"])
def test_numbers_leave_as_text(variable: str, value: int | str) -> None:
    assert again(**{variable: value})[variable] == str(value)


NAMES = [
    {"family": "Vaswani", "given": "Ashish"},
    {"family": "Oord", "given": "Aäron", "non-dropping-particle": "van den"},
    {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
    {"family": "Sade", "given": "D.-A.-F.", "dropping-particle": "de", "non-dropping-particle": "du"},
    {"family": "King", "given": "Martin Luther", "suffix": "Jr.", "comma-suffix": True},
    {"family": "Mao", "given": "Zedong", "static-ordering": True},
    {"family": "van Gogh", "given": "V.", "parse-names": False},
    {"family": "Plato"},
    {"literal": "Gemini Team, Google & Co <x>"},
]


@pytest.mark.parametrize("role", sorted(NAME_VARIABLES))
def test_every_list_of_names_leaves_as_it_came(role: str) -> None:
    found = again(**{role: NAMES})[role]
    assert json.loads(json.dumps(found).replace("\\u2060", "")) == NAMES


@pytest.mark.parametrize("role", sorted(NAME_VARIABLES))
def test_that_a_list_goes_on_is_no_name(role: str) -> None:
    old = {"id": "k", "type": "book", "title": "T", role: [{"family": "Ho", "given": "J."}, {"literal": "others"}]}
    record = read(old).records[0]
    assert record.names[role] == People((Name("Ho", "J."),), complete=False)
    found = item(record)
    assert found[role] == [{"family": "Ho", "given": "J."}]
    assert found["custom"] == {"incomplete": [role]}
    assert again(**found) == found


def test_what_a_name_has_beside_csls_parts_leaves_while_the_name_is_the_same() -> None:
    record = only(author=[{"family": "Ho", "given": "J.", "ORCID": "0000-0001", "affiliation": [{"name": "<b>X"}]}])
    (name,) = item(record)["author"]
    assert name["ORCID"] == "0000-0001"
    assert name["affiliation"] == [{"name": "<\u2060b>X"}]
    record.names["author"] = People((Name("Ho", "Jonathan"),))
    assert item(record)["author"] == [{"family": "Ho", "given": "Jonathan"}]


DATES = [
    {"date-parts": [[2017, 6, 12]]},
    {"date-parts": [[2017, 6]]},
    {"date-parts": [[2017]]},
    {"date-parts": [[79]]},
    {"date-parts": [[-43, 3, 15]]},
    {"date-parts": [[-1]]},
    {"date-parts": [[2017, 6, 12], [2018, 1]]},
    {"date-parts": [[2017], [0]]},
    {"date-parts": [[2017]], "season": "2"},
    {"date-parts": [[1850]], "circa": True},
    {"date-parts": [[1850]], "literal": "1850 or so"},
    {"literal": "in press"},
    {"raw": "../2017-06"},
]


@pytest.mark.parametrize("variable", sorted(DATE_VARIABLES))
@pytest.mark.parametrize("date", DATES)
def test_every_date_leaves_as_it_came(variable: str, date: dict[str, Any]) -> None:
    assert again(**{variable: date})[variable] == date


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ({"date-parts": [["2017", "06", 12.0]]}, {"date-parts": [[2017, 6, 12]]}),
        ({"date-parts": [[2017, 0, 0]]}, {"date-parts": [[2017]]}),
        ({"date-parts": [2017, 6]}, {"date-parts": [[2017, 6]]}),
        ({"date-parts": [[2017, 21]]}, {"date-parts": [[2017]], "season": "1"}),
        ({"raw": "2017-06-12"}, {"date-parts": [[2017, 6, 12]]}),
        ({"raw": "2017-06-12/2018-01-02"}, {"date-parts": [[2017, 6, 12], [2018, 1, 2]]}),
        ({"raw": "2017~"}, {"date-parts": [[2017]], "circa": True}),
        ({"raw": "2017-23"}, {"date-parts": [[2017]], "season": "3"}),
        ({"raw": "12 June 2017"}, {"date-parts": [[2017, 6, 12]]}),
        ({"raw": "June 12, 2017"}, {"date-parts": [[2017, 6, 12]]}),
        ({"raw": "Sept. 2017"}, {"date-parts": [[2017, 9]]}),
        ({"raw": "Fall 2017"}, {"date-parts": [[2017]], "season": "3"}),
        ({"raw": "2017/06/12"}, {"date-parts": [[2017, 6, 12]]}),
        ({"raw": "-0042"}, {"date-parts": [[-43]]}),
        ("2017-06", {"date-parts": [[2017, 6]]}),
        (2017, {"date-parts": [[2017]]}),
        ([{"year": 1999, "month": 1}, {"year": "2001"}], {"date-parts": [[1999, 1], [2001]]}),
        ({"year": "2017", "season": 4, "circa": "1"}, {"date-parts": [[2017]], "season": "4", "circa": True}),
        ({"date-parts": [[2017]], "circa": "false"}, {"date-parts": [[2017]]}),
        ({"literal": "2017 in press"}, {"date-parts": [[2017]], "literal": "2017 in press"}),
    ],
)
def test_dates_of_other_programs_leave_as_csl_has_them(date: Any, expected: dict[str, Any]) -> None:
    assert again(issued=date)["issued"] == expected


def test_the_time_of_a_date_is_no_part_of_it() -> None:
    found = again(accessed={"raw": "2024-09-01T10:00:00Z"})
    assert found["accessed"] == {"date-parts": [[2024, 9, 1]]}
    assert found["custom"] == {"times": {"accessed": "10:00:00Z"}}
    assert only(**found).dates["accessed"] == Date((2024, 9, 1), time="10:00:00Z")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"shortTitle": "S"}, {"title-short": "S"}),
        ({"shortTitle": "S", "title-short": "S"}, {"title-short": "S"}),
        ({"shortTitle": "S", "title-short": "Other"}, {"title-short": "Other", "shortTitle": "S"}),
        ({"journalAbbreviation": "J."}, {"container-title-short": "J."}),
        ({"event": "E"}, {"event-title": "E"}),
        ({"event": {"a": 1}}, {"event": {"a": 1}}),
        ({"archive-location": "Box 5"}, {"archive_location": "Box 5"}),
        ({"part": 2, "printing": 3, "supplement": "4"},
         {"part-number": "2", "printing-number": "3", "supplement-number": "4"}),
        ({"doi": "10.1000/1", "isbn": "1"}, {"DOI": "10.1000/1", "ISBN": "1"}),
        ({"citation-key": "k", "id": "http://zotero.org/users/1/items/A"}, {}),
    ],
)  # fmt: skip
def test_older_spellings_leave_under_the_name_that_csl_has(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert again(**old) == {"id": "k", "type": "book", "title": "T", **new}


@pytest.mark.parametrize(
    ("note", "told", "rest"),
    [
        ("DOI: 10.1000/1", {"DOI": "10.1000/1"}, None),
        ("Original Date: 1850-03\nread it", {"original-date": {"date-parts": [[1850, 3]]}}, "read it"),
        ("{:event-place: Paris}{:genre: Talk}", {"event-place": "Paris", "genre": "Talk"}, None),
        ("editor: Ho || J.\neditor: IT", {"editor": [{"family": "Ho", "given": "J."}, {"literal": "IT"}]}, None),
        ("tex.foo: bar\nCitation Key: other", {}, "tex.foo: bar\nCitation Key: other"),
        ("Title: Another", {}, "Title: Another"),
        ("Archive Location: Box 5", {"archive_location": "Box 5"}, None),
        ("PMID: 1\nPMID: 2", {"PMID": "1"}, "PMID: 2"),
        ("two\n\nparagraphs <i>of</i> three: four", {}, "two\n\nparagraphs <i>of</i> three: four"),
    ],
)  # fmt: skip
def test_what_a_note_tells_of_variables_becomes_them(note: str, told: dict[str, Any], rest: str | None) -> None:
    found = again(**{"citation-key": "k", "note": note})
    assert {name: value for name, value in found.items() if name not in {"id", "type", "title", "note"}} == told
    assert found.get("note") == rest


def test_a_name_that_is_both_in_parts_and_whole_keeps_both() -> None:
    both = {"family": "Team", "given": "Gemini", "literal": "Gemini Team"}
    assert only(author=[both]).authors.names == (Name(literal="Gemini Team"),)
    assert again(author=[both])["author"] == [both]


FOREIGN = {
    "categories": ["a", "b"],
    "journal-rank": 3,
    "flag": False,
    "zero": 0,
    "nested": {"a": [1, 2.5, None, {"b": "c"}]},
    "custom": {"short_id": "xyz", "other-ids": ["alternative-id"], "checked": True},
}


def test_members_that_are_not_csls_leave_as_they_came() -> None:
    record = only(**FOREIGN)
    assert set(record.kept["csl"]) == FOREIGN.keys()
    assert item(record) == {"id": "k", "type": "book", "title": "T", **FOREIGN}


def test_members_that_are_not_csls_are_data_and_no_markup() -> None:
    found = again(extra="<script>x</script>\x1b[31m &amp;", custom={"<b>": "a\u202eb"})
    assert found["extra"] == "<\u2060script>x<\u2060/script>[31m &\u2060amp;"
    assert found["custom"] == {"<\u2060b>": "ab"}
    assert again(**found) == found


@pytest.mark.parametrize("value", [float("nan"), [[[[float("inf")]]]], json.loads("[" * 60 + "1" + "]" * 60)])
def test_absurd_members_cost_nothing(value: Any) -> None:
    assert json.loads("".join(csl([only(extra=value)])), parse_constant=pytest.fail)


def test_a_member_that_is_too_long_is_told() -> None:
    found = read({"id": "k", "type": "book", "title": "T", "extra": "x" * 30_000})
    assert "the member 'extra' is too long" in found.mistakes[0].sentence


def test_what_the_reader_corrects_takes_the_place_of_what_was_kept() -> None:
    record = only(type="article-journal", **{"container-title": "arXiv preprint arXiv:1706.03762"})
    assert (record.type, record.arxiv, record.venue) == ("article", "1706.03762", None)
    assert item(record)["container-title"] == "arXiv preprint arXiv:1706.03762"
    record.texts["container-title"] = "Nature"
    assert item(record)["container-title"] == "Nature"


def test_a_type_that_csl_does_not_have_leaves_as_it_came() -> None:
    record = read({"id": "k", "type": "video<i>", "title": "T"}).records[0]
    assert record.type == "document"
    assert item(record)["type"] == "video<\u2060i>"
    record.type = "broadcast"
    assert item(record)["type"] == "broadcast"


CANARIES = (
    "annote", "keyword", "abstract", "file", "files", "attachments", "notes", "owner", "groups", "timestamp", "tags",
    "collections-of-zotero", "mendeley-tags", "bdsk-file-1", "dateAdded", "dateModified", "comment", "annotation",
    "localFile", "readstatus", "zotero-key",
)  # fmt: skip


def test_what_is_private_stays_at_home() -> None:
    private = {name: f"canary of {name}" for name in CANARIES if name != "collections-of-zotero"}
    lists = {"attachments": [{"path": "canary"}], "tags": ["canary"]}
    record = only(
        **(private | lists), custom={**private, **lists, "ours": {"file": "canary"}}, id="http://canary.org/users/1"
    )
    assert "canary" not in "".join(csl([record]))
    assert record.private["file"] == "canary of file"
    assert record.private["keywords"] == "canary of keyword"
    assert record.private["annote"] == "canary of annote"
    assert record.abstract == "canary of abstract"


PREPRINT = {
    "id": "k", "type": "article", "title": "T", "publisher": "arXiv", "number": "arXiv:1706.03762",
    "URL": "https://arxiv.org/abs/1706.03762",
    "custom": {"eprint": "1706.03762", "eprinttype": "arxiv", "eprintclass": "cs.CL"},
}  # fmt: skip


def test_a_preprint_leaves_as_processors_show_it() -> None:
    record = only(**PREPRINT)
    assert record.texts == {"title": "T"}
    assert (record.arxiv, record.arxiv_class, record.is_preprint) == ("1706.03762", "cs.CL", True)
    assert item(record) == PREPRINT


@pytest.mark.parametrize(
    "members",
    [
        {"type": "article", "number": "arXiv:1706.03762v5", "publisher": "arXiv.org"},
        {"type": "manuscript", "note": "arXiv:1706.03762v5 [cs]"},
        {"type": "article-journal", "page": "arXiv:1706.03762", "container-title": "CoRR"},
        {"type": "article", "archive": "arXiv", "archive_location": "1706.03762"},
        {"type": "article", "URL": "http://arxiv.org/abs/1706.03762v1"},
        {"type": "paper-conference", "container-title": "NIPS", "URL": "https://arxiv.org/abs/1706.03762"},
    ],
)
def test_the_words_in_which_an_arxiv_id_came_leave_too(members: dict[str, Any]) -> None:
    found = again(**members)
    assert found["custom"]["eprint"] == "1706.03762"
    assert {name: found[name] for name in members if name != "type"} == {
        name: value for name, value in members.items() if name != "type"
    }
    assert again(**found) == found


def test_another_archive_is_read_as_older_exports_said_it() -> None:
    old = {
        "type": "article", "publisher": "HAL", "number": "HAL:hal-01234567",
        "custom": {"eprint": "hal-01234567", "eprinttype": "hal"},
    }  # fmt: skip
    record = only(**old)
    assert record.texts == {"title": "T", "archive": "HAL", "archive_location": "hal-01234567"}
    assert item(record) == {
        "id": "k", "type": "article", "title": "T", "archive": "HAL", "archive_location": "hal-01234567",
        "publisher": "HAL", "number": "HAL:hal-01234567",
    }  # fmt: skip


def test_formulae_leave_as_unicode_and_dollars_as_dollars() -> None:
    title = joined(["The ", Run(Mark.MATH, (r"L_1",)), " norm costs $5"])
    assert item(Record(key="k", texts={"title": title}))["title"] == "The L₁ norm costs $5"
    assert again(title="From $5 to $x_1$")["title"] == "From $5 to $x_1$"


def test_a_place_is_told_once_more_where_processors_would_show_too_much() -> None:
    record = Record(key="k", type="post-weblog", kind="blog", texts={"title": "T", "container-title": "Off (blog)"})
    found = item(record)
    assert (found["container-title"], found["custom"]) == ("Off", {"venue": "Off (blog)"})
    assert only(**found).text("container-title") == "Off (blog)"
    book = {"publisher": "P", "custom": {"venue": "online"}}
    assert again(**book) == {"id": "k", "type": "book", "title": "T", **book}


def test_words_that_small_letters_would_spoil_keep_their_case() -> None:
    assert again(title="At CASP14")["title"] == 'At <span class="nocase">CASP14</span>'
    own = '<span class="nocase">AlphaFold</span> at CASP14'
    assert again(title=own)["title"] == own


WORD = st.text(st.sampled_from("abcXYZéßø李<&>;\"'/=$_^~%#{}\\ -1"), min_size=1, max_size=12)
PLAIN = WORD.map(lambda text: " ".join(f"N{text}".split()))
LETTERS = st.text(st.sampled_from("abcdéüßø李"), min_size=1, max_size=8).map(lambda text: f"N{text}")
CSL_MARKS = st.sampled_from([Mark.ITALIC, Mark.BOLD, Mark.SUPERSCRIPT, Mark.SUBSCRIPT, Mark.SMALL_CAPS, Mark.CASE])
PIECES = st.recursive(PLAIN, lambda inner: st.builds(Run, CSL_MARKS, st.tuples(inner)), max_leaves=4)
TEXTS: st.SearchStrategy[Text] = PLAIN | st.lists(PIECES, min_size=1, max_size=3).map(joined)
PEOPLE = st.lists(
    st.builds(
        Name,
        LETTERS,
        st.just("") | LETTERS,
        particle=st.sampled_from(["", "van den", "de"]),
        dropping=st.sampled_from(["", "von"]),
        suffix=st.sampled_from(["", "Jr."]),
        literal=st.just(""),
        comma_suffix=st.booleans(),
        static_ordering=st.booleans(),
    )
    | PLAIN.map(lambda name: Name(literal=name)),
    min_size=1,
    max_size=3,
)
DAY = st.tuples(st.integers(-500, 2100), st.integers(1, 12), st.integers(1, 28)).flatmap(
    lambda day: st.integers(1, 3).map(lambda known: day[:known])
)


TIMES = st.sampled_from(["", "10:00:00Z"])
DATED = st.builds(
    Date, DAY, st.none() | st.just(()) | DAY, st.sampled_from(["", "2"]), st.booleans(), st.just(""), TIMES
)


@settings(deadline=None)
@given(
    csl_type=st.sampled_from(sorted(TYPES - {"article"})),
    texts=st.dictionaries(
        st.sampled_from(sorted(set(SHARED) - IDENTIFIERS.keys() - {"title", "note"})), TEXTS, max_size=4
    ),
    title=TEXTS,
    names=st.dictionaries(st.sampled_from(sorted(NAME_VARIABLES)), st.builds(People, PEOPLE.map(tuple), st.booleans())),
    dates=st.dictionaries(
        st.sampled_from(sorted(DATE_VARIABLES)),
        DATED,
        max_size=2,
    ),
    arxiv=st.none() | st.sampled_from(["1706.03762", "hep-th/9901001"]),
)
def test_a_record_comes_back_as_it_was(
    csl_type: str, texts: dict[str, Text], title: Text, names: dict[str, People], dates: dict[str, Date],
    arxiv: str | None,
) -> None:  # fmt: skip
    texts = {**texts, "title": title, "container-title": "J"}
    record = Record(
        key="k", type=csl_type, kind=mapping.kind(csl_type), texts=texts, names=names, dates=dates, arxiv=arxiv
    )  # fmt: skip
    found = written(record)
    assert (found.type, found.kind, found.arxiv, found.kept) == (csl_type, record.kind, arxiv, {})
    assert found.names == names
    assert found.dates == dates
    assert "".join(csl([found])) == "".join(csl([record]))


@pytest.mark.parametrize("kind", ["article-journal", "document", "manuscript", "report"])
def test_the_type_of_what_papertrail_wrote_is_surely_meant(kind: str) -> None:
    record = Record(key="k", type=kind, texts={"title": "T", "note": "arXiv:1412.6980"}, arxiv="1706.03762")
    (found,) = reading.read_text("".join(csl([record])), Path("any.json")).records
    assert (found.type, found.arxiv, found.texts["note"]) == (kind, "1706.03762", "arXiv:1412.6980")


def test_an_address_with_spaces_and_years_far_away_are_kept() -> None:
    assert again(URL="https://example.org/a b")["URL"] == "https://example.org/a%20b"
    assert again(issued={"date-parts": [[-12346]]})["issued"] == {"date-parts": [[-12346]]}


def test_words_that_begin_with_a_decade_have_no_year() -> None:
    assert only(issued={"literal": "199X"}).dates["issued"] == Date(literal="199X")
