"""Names of people: every way in which they are written gives the same name, and leaves as it came."""

import re
import subprocess
import sys
import time
import unicodedata
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from papertrail import cleaning
from papertrail.people import (
    Name,
    People,
    byline,
    from_bibtex,
    from_inverted,
    from_parts,
    from_spoken,
    listed,
    means_others,
    to_bibtex,
    to_inverted,
)
from papertrail.people.bibtex import SIMPLE_LIST
from papertrail.people.parts import PARTICLES
from papertrail.text.latex import BIBLATEX, BIBTEX, to_text

OORD = Name("Oord", "Aäron", particle="van den")


def people(*names: Name, complete: bool = True) -> People:
    return People(names, complete)


def only(written: str) -> Name:
    (name,) = from_bibtex(written).people.names
    return name


# One person, one name


@pytest.mark.parametrize(
    ("name", "bibtex", "inverted", "spoken", "parts"),
    [
        (Name("Ho", "Jonathan"), ["Ho, Jonathan", "Jonathan Ho", "{Ho}, {Jonathan}"], "Ho, Jonathan", "Jonathan Ho",
         {"family": "Ho", "given": "Jonathan"}),
        (OORD, ["van den Oord, Aäron", r"van den Oord, A{\"a}ron", r'Aäron van den Oord', r"A\"aron~van~den~Oord",
                "family=Oord, given=Aäron, prefix=van den", "prefix={van den}, given = Aäron, family={Oord}",
                'family="Oord", given="Aäron", prefix=van den, useprefix=true'],
         "van den Oord, Aäron", "Aäron van den Oord", {"family": "van den Oord", "given": "Aäron"}),
        (Name("Daumé", "Hal", suffix="III"),
         ["Daumé, III, Hal", "Hal Daumé III", "Daumé III, Hal", r"Hal {Daum{\'{e}} III}", r"{Daum\'e {III}}, Hal",
          "family=Daumé, given=Hal, suffix=III"],
         "Daumé, Hal, III", "Hal Daumé III", {"family": "Daumé III", "given": "Hal"}),
        (Name("King", "Martin Luther", suffix="Jr."),
         ["King, Jr., Martin Luther", "Martin Luther King, Jr.", "Martin Luther King Jr.", "King, Martin Luther, Jr.",
          "King, Martin Luther Jr."],
         "King, Jr., Martin Luther", "Martin Luther King, Jr.", {"family": "King", "given": "Martin Luther, Jr."}),
        (Name("Beethoven", "Ludwig", dropping="van"),
         ["Beethoven, Ludwig van", "family=Beethoven, given=Ludwig, prefix=van, useprefix=false"],
         "Beethoven, Ludwig van", None, {"family": "Beethoven", "given": "Ludwig van"}),
        (Name("Vallée Poussin", "Charles", particle="de la"),
         ["de la Vallée Poussin, Charles", "Charles de la Vallée Poussin"], "de la Vallée Poussin, Charles",
         "Charles de la Vallée Poussin", {"family": "de la Vallée Poussin", "given": "Charles"}),
        (Name("Oliveira da Silva", "Ana", particle="de"),
         ["de Oliveira da Silva, Ana", "de {Oliveira da Silva}, Ana", "Ana de Oliveira da Silva"],
         "de Oliveira da Silva, Ana", "Ana de Oliveira da Silva", {"family": "Oliveira da Silva", "given": "Ana de"}),
        (Name("Van den Broeck", "Guy"), ["Van den Broeck, Guy", "{Van den Broeck}, Guy", "Guy {Van den Broeck}"],
         "Van den Broeck, Guy", None, {"family": "Van den Broeck", "given": "Guy"}),
        (Name("Hooft", "Gerard", particle="'t"), ["'t Hooft, Gerard", "Gerard 't Hooft"], "'t Hooft, Gerard",
         "Gerard 't Hooft", {"family": "'t Hooft", "given": "Gerard"}),
        (Name("boyd", "danah"), ["boyd, danah", "danah boyd"], "boyd, danah", "danah boyd",
         {"family": "boyd", "given": "danah"}),
        (Name("schraefel", "m. c."), ["schraefel, m. c.", "m. c. schraefel"], "schraefel, m. c.", "m. c. schraefel",
         {"family": "schraefel", "given": "m. c."}),
        (Name("Senior", "Andrew W."), ["Senior, Andrew W.", "Andrew W. Senior"], "Senior, Andrew W.",
         "Andrew W. Senior", {"family": "Senior", "given": "Andrew W."}),
        (Name("Ramakrishnan", "IV"), ["Ramakrishnan, IV"], "Ramakrishnan, IV", None,
         {"family": "Ramakrishnan", "given": "IV"}),
        (Name("Schulte im Walde", "Sabine"), ["Schulte im Walde, Sabine", "Sabine {Schulte im Walde}"],
         "Schulte im Walde, Sabine", None, {"family": "Schulte im Walde", "given": "Sabine"}),
        (Name("ბერიძე", "გიორგი"), ["ბერიძე, გიორგი", "გიორგი ბერიძე"], "ბერიძე, გიორგი", "გიორგი ბერიძე",
         {"family": "ბერიძე", "given": "გიორგი"}),
        (Name(literal="The ATLAS Collaboration"),
         ["{The ATLAS Collaboration}", "{{The ATLAS} Collaboration}", "The ATLAS Collaboration",
          "Collaboration, The ATLAS"],
         "The ATLAS Collaboration", "The ATLAS Collaboration", {"family": "", "given": "The ATLAS Collaboration"}),
        (Name("Lind", "Yana"), ["Yana Lind 0004", "Lind, Yana 0004", "{Yana Lind 0004}"], "Lind, Yana 0004",
         "Yana Lind 0004", {"family": "Lind", "given": "Yana 0004"}),
        (Name("Nguyễn", "Văn A"), [r"Nguy{\~{\^e}}n, V{\u{a}}n A", "Nguyễn, Văn A"], "Nguyễn, Văn A", None,
         {"family": "Nguyễn", "given": "Văn A"}),
    ],
)  # fmt: skip
def test_a_name_is_the_same_from_every_source(
    name: Name, bibtex: list[str], inverted: str, spoken: str | None, parts: dict[str, str]
) -> None:
    if name != from_parts(**parts):  # what one source says of a particle, another does not
        assert name.full == from_parts(**parts).full
    for written in bibtex:
        assert only(written) == name, written
    assert from_inverted(inverted) == name
    assert from_spoken(spoken or name.full).full == name.full
    assert spoken is None or from_spoken(spoken) == name


def test_a_decomposed_letter_is_the_same_letter() -> None:
    for text in ("Gödel, Kurt", unicodedata.normalize("NFD", "Gödel, Kurt"), r"G\"odel, Kurt"):
        assert only(text) == Name("Gödel", "Kurt")
    assert from_spoken(unicodedata.normalize("NFD", "Kurt Gödel")) == Name("Gödel", "Kurt")


def test_a_service_that_says_what_a_particle_is_is_believed() -> None:
    parts = {"particle": "de", "dropping": "d'", "suffix": "III", "family": "La Fontaine", "given": "Jean"}
    assert from_parts(**parts) == Name("La Fontaine", "Jean", "de", "d'", "III")
    assert from_parts("", "", literal="van den Oord, A.") == Name(literal="van den Oord, A.")
    assert from_parts("", "Plato") == Name(literal="Plato")
    assert not from_parts("", "")


def test_small_letters_alone_make_no_particle_of_a_given_name() -> None:
    assert from_parts("Kim", "Sung hyun") == Name("Kim", "Sung hyun")
    assert from_parts("cummings", "e. e.") == Name("cummings", "e. e.")


# BibTeX as people write it


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ho, Jonathan; Jain, Ajay", ["Jonathan Ho", "Ajay Jain"]),
        ("A. Ho; {B; C Team}; D. Jain", ["A. Ho", "B; C Team", "D. Jain"]),
        ("Ho, J. AND Jain, A.\n  And Abbeel, P.", ["J. Ho", "A. Jain", "P. Abbeel"]),
        ("Smith, John, and Doe, Jane,", ["John Smith", "Jane Doe"]),
        ("Smith, J. & Doe, A. & Poe, B.", ["J. Smith", "A. Doe", "B. Poe"]),
        (r"Smith, J. \and Doe, A.", ["J. Smith", "A. Doe"]),
        (r"Barnes \& Noble and Ho, J.", ["Barnes & Noble", "J. Ho"]),
        (r"Doe, Jane$^{1,2}$ and Roe, R.$^*$ and Poe\thanks{Equal}, P.", ["Jane Doe", "R. Roe", "P. Poe"]),
        (r"Lipi\ifmmode \acute{n}\else \'{n}\fi{}ski, R. and Go\l{}ka, H.", ["R. Lipiński", "H. Gołka"]),
        (r"Ji\v r\'\i~Ho and {\'E}lie Cartan and \O stergaard, P.", ["Jiří Ho", "Élie Cartan", "P. Østergaard"]),
        ('"Quoted, Name" and Ho, J.', ["Name Quoted", "J. Ho"]),
        ("{Van Aa}, Piet and {{OpenAI}} and {Barnes and Noble}", ["Piet Van Aa", "OpenAI", "Barnes and Noble"]),
        ("李明山 and 王, 小明 and Иванов, Пётр", ["李明山", "小明 王", "Пётр Иванов"]),
        ("Roe, R., PhD", ["R. Roe PhD"]),
        ("M&uuml;ller, A. and Ho, J.", ["A. Müller", "J. Ho"]),
        (r"M{\&}uuml;ller, A.; Ho, J.", ["A. M&uuml;ller", "J. Ho"]),
        ("Ho, J. and Ho, J. ", ["J. Ho", "J. Ho"]),
        ("", []),
        ("{}", []),
    ],
)
def test_names_in_a_list(written: str, names: list[str]) -> None:
    found = from_bibtex(written)
    assert [name.full for name in found.people.names] == names
    assert found.people.complete
    assert not found.doubtful


@pytest.mark.parametrize(
    "written",
    [
        "Ho, J. and others", "Ho, J. and et al.", "Ho, J., et al.", "J. Ho et al", "Ho, J. and {others}",
        "Ho, J.; et al.", "Ho, J. AND OTHERS", "Ho, J. and {et~al.}",
    ],
)  # fmt: skip
def test_others_leave_a_list_open(written: str) -> None:
    assert from_bibtex(written) == (people(Name("Ho", "J."), complete=False), (), ())


@pytest.mark.parametrize(
    "written",
    [
        "A, B, C, D", "Jeff, John, Sarah, Mary", "Wilson E, Rinker GM, Brook KA, Falken M",
        "Goodfellow, I., Bengio, Y.,",
        "Ho, Jonathan, Jain", "Ho J.", "Lan Wang (王蘭)", ", Jane", "Ho, , J.", "Ho, J{ohn",
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_read_is_kept_whole_in_its_place(written: str) -> None:
    found = from_bibtex(f"Ho, J. and {written} and Roe, R.") if "{" not in written else from_bibtex(written)
    assert found.doubtful == (written,)
    kept = [name for name in found.people.names if name.literal]
    assert [name.full for name in kept] == [written.replace("{", "")]
    assert "{" in written or found.people.names == (Name("Ho", "J."), kept[0], Name("Roe", "R."))


@pytest.mark.parametrize(
    ("written", "mended"),
    [("Ho, J. and and Roe, R.", "and Roe, R."), ("and Ho, J. and Roe, R.", "and Ho, J."),
     ("Ho, J. and Roe, R. and", "Roe, R. and")],
)  # fmt: skip
def test_an_and_that_joins_nothing_is_mended_and_told(written: str, mended: str) -> None:
    assert from_bibtex(written) == (people(Name("Ho", "J."), Name("Roe", "R.")), (), (mended,))


def test_a_name_in_braces_is_left_as_it_is() -> None:
    assert only("{van Rossum}, Guido") == Name("van Rossum", "Guido")
    assert only("Oord, {Aäron van}") == Name("Oord", "Aäron van")
    assert only("Hill, {Esq. at Law}, Walter") == Name("Hill", "Walter", suffix="Esq. at Law")
    assert only("{Hill, Walter A., Jr}") == Name(literal="Hill, Walter A., Jr")


def test_a_nickname_is_no_particle() -> None:
    assert only('Andrew "bunnie" Huang') == Name("Huang", 'Andrew "bunnie"')
    assert only("Jean-Pierre") == Name("Jean-Pierre")


@pytest.mark.parametrize("name", ["Plato", "{\\relax 王}{}", "family=Plato"])
def test_one_word_is_a_family_name_to_bibtex(name: str) -> None:
    assert only(name).family
    assert from_bibtex(to_bibtex(people(only(name)), BIBTEX)).people == people(only(name))


PIECES = st.sampled_from(["Ada", "Ho, Jo", "{Team and Co}", "{", "}", " and ", " AND ", "and", " ", ",", "{\\'E}", "é"])


@given(st.lists(PIECES, max_size=10).map("".join).filter(lambda text: text.count("{") == text.count("}")))
def test_names_part_where_bibtex_parts_them(written: str) -> None:
    """Braces that are balanced hide an "and", as pybtex says."""
    from pybtex.bibtex.utils import split_name_list

    depths = list(accumulate((char == "{") - (char == "}") for char in written))
    assume(all(depth >= 0 for depth in depths))
    found = [name.full for name in from_bibtex(written).people.names]
    assert len(list(filter(is_somebody, found))) == len(list(filter(is_somebody, split_name_list(written))))


def is_somebody(written: str) -> bool:
    return bool(re.sub(r"[\s,{}]|and", "", written, flags=re.IGNORECASE))


@given(st.text(alphabet=st.characters() | st.sampled_from("aB,;{}\\$&='\" ~0123")))
@example("\\")
@example("family=")
@example("{{}}, {}")
def test_any_text_is_read_as_clean_names(written: str) -> None:
    for name in from_bibtex(written).people.names:
        assert is_clean(name)
    for read in (from_inverted, from_spoken):
        assert is_clean(read(written))


def is_clean(name: Name) -> bool:
    return all(cleaning.line(part) == part for part in name[:6]) and not (name.literal and any(name[:5]))


@pytest.mark.parametrize(
    "bit", [" ", ",", "{", "a and ", "{a ", "\\ifmmode", "$^{", "\\inst[", "&a;", "et al ", "~0", "Ho, J.; "]
)
def test_no_list_takes_long(bit: str) -> None:
    before = time.process_time()
    from_bibtex(f"x{bit * (200_000 // len(bit))}y")
    assert time.process_time() - before < 5


# Spoken and inverted names


@pytest.mark.parametrize("team", ["OpenAI", "Gemini Team", "World Wide Web Consortium", "AT & T", "Johnson & Johnson"])
def test_a_team_stays_whole(team: str) -> None:
    assert from_spoken(team) == Name(literal=team)
    assert from_inverted(team) == Name(literal=team)


def test_a_name_without_a_comma_is_inverted_only_behind_initials() -> None:
    assert from_inverted("J. Ho") == Name("Ho", "J.")
    assert from_inverted("The ResNet Team") == Name(literal="The ResNet Team")
    assert from_inverted("OpenAI,") == Name(literal="OpenAI")
    assert from_inverted("A, B, C, D") == Name(literal="A, B, C, D")


def test_latex_in_a_spoken_name_is_read() -> None:
    assert from_spoken(r"Kurt G{\"o}del") == Name("Gödel", "Kurt")
    assert not from_spoken("1234 --")


def test_et_al_among_names_leaves_the_list_open() -> None:
    assert listed(["Jonathan Ho", "", "et al."], from_spoken) == people(Name("Ho", "Jonathan"), complete=False)
    assert means_others(" Others ")
    assert not means_others("Brothers")


@given(st.from_regex(r"([A-Z][a-z.'-]{0,5} ){1,3}[A-Z][a-z]{2,6}", fullmatch=True))
def test_a_spoken_name_is_parted_where_bibtex_parts_it(spoken: str) -> None:
    assume(spoken.rsplit(maxsplit=1)[-1].lower() not in {"inc", "team", "group"} and "--" not in spoken)
    assume("''" not in spoken)
    from pybtex.database import Person

    person = Person(spoken)
    assert from_spoken(spoken) == Name(" ".join(person.last_names), " ".join(person.bibtex_first_names))


# Shown


@pytest.mark.parametrize(
    ("name", "full", "last"),
    [
        (OORD, "Aäron van den Oord", "van den Oord"),
        (Name("Beethoven", "Ludwig", dropping="van"), "Ludwig van Beethoven", "Beethoven"),
        (Name("Arc", "Jeanne", particle="d'"), "Jeanne d'Arc", "d'Arc"),
        (Name("King", "Martin", suffix="Jr."), "Martin King Jr.", "King"),
        (Name("King", "Martin", suffix="Jr.", comma_suffix=True), "Martin King, Jr.", "King"),
        (Name("Mao", "Zedong", static_ordering=True), "Mao Zedong", "Mao"),
        (Name(literal="Gemini Team"), "Gemini Team", "Gemini Team"),
        (Name("Plato"), "Plato", "Plato"),
    ],
)
def test_how_a_name_is_shown(name: Name, full: str, last: str) -> None:
    assert (name.full, name.last) == (full, last)


def test_bylines() -> None:
    ho, jain = Name("Ho", "J."), Name("Jain", "A.")
    assert byline(people()) == ""
    assert byline(people(OORD)) == "van den Oord"
    assert byline(people(ho, jain)) == "Ho & Jain"
    assert byline(people(ho, jain, OORD)) == byline(people(ho, jain, complete=False)) == "Ho et al."


def test_names_are_shown_without_the_readers_being_imported() -> None:
    code = (
        "import sys; from papertrail.people import Name, People, byline; byline(People((Name('Ho', 'J.'),)));"
        "sys.exit(any(name in sys.modules for name in ('papertrail.people.parts', 'papertrail.text.latex')))"
    )
    subprocess.run([sys.executable, "-S", "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=True)


# Written


@pytest.mark.parametrize(
    ("name", "bibtex", "biblatex"),
    [
        (OORD, r"van den Oord, A{\"a}ron", "van den Oord, Aäron"),
        (Name("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther", "King, Jr., Martin Luther"),
        (Name(literal="Gemini Team, Google and Friends"), "{Gemini Team, Google and Friends}",
         "{Gemini Team, Google and Friends}"),
        (Name("van Dam", "Andries"), "{van Dam}, Andries", "{van Dam}, Andries"),
        (Name("Smith and Sons", "Ann, B."), "{Smith and Sons}, {Ann, B.}", "{Smith and Sons}, {Ann, B.}"),
        (Name("Plato"), "Plato", "Plato"),
        (Name("Dam", particle="van"), "van Dam", "family=Dam, prefix=van, useprefix=true"),
        (Name("Two Words"), "{Two Words}", "family=Two Words"),
        (Name("hooks", "bell"), "hooks, bell", "hooks, bell"),
        (Name("Müller", "É."), r"M{\"u}ller, {\'E}.", "Müller, É."),
        (Name("王", "小明"), r"{\relax 王}, {\relax 小明}", "王, 小明"),
        (Name("王小明"), r"{\relax 王小明}{}", "王小明"),
        (Name(literal="中文 小组"), r"{\relax 中文 小组}", "{中文 小组}"),
        (Name("A$AP", "Ke$ha"), r"A{\$}AP, Ke{\$}ha", r"A{\$}AP, Ke{\$}ha"),
        (Name("{Cut", "}In}"), r"{\textbraceleft}Cut, {\textbraceright}In{\textbraceright}",
         r"{\textbraceleft}Cut, {\textbraceright}In{\textbraceright}"),
        (Name("Mont", "Henri, J.", dropping="de"), "Mont, {Henri, J.} de",
         "family=Mont, given={Henri, J.}, prefix=de, useprefix=false"),
        (Name("Arc", "Jeanne", particle="d'"), "d'Arc, Jeanne", "family=Arc, given=Jeanne, prefix=d', useprefix=true"),
        (Name("Gogh", "V.", particle="Van"), "Van Gogh, V.", "family=Gogh, given=V., prefix=Van, useprefix=true"),
        (Name("King", "Jr."), "King, {Jr.}", "King, {Jr.}"),
        (Name("Hill", "W.", suffix="of that Ilk"), "Hill, {of that Ilk}, W.", "Hill, {of that Ilk}, W."),
        (Name("King", suffix="Jr."), "{King Jr.}", "family=King, suffix=Jr."),
    ],
)  # fmt: skip
def test_a_name_is_written_so_that_bibtex_finds_its_parts(name: Name, bibtex: str, biblatex: str) -> None:
    assert to_bibtex(people(name), BIBTEX) == bibtex
    assert to_bibtex(people(name), BIBLATEX) == biblatex


def test_an_open_list_ends_in_others() -> None:
    for encoding in (BIBTEX, BIBLATEX):
        assert to_bibtex(people(Name("Ho", "J."), complete=False), encoding) == "Ho, J. and others"
        assert to_bibtex(people(complete=False), encoding) == "others"
        assert to_bibtex(people(), encoding) == ""


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (OORD, "van den Oord, Aäron"),
        (Name("King", "Martin", suffix="Jr."), "King, Martin, Jr."),
        (Name("Beethoven", "Ludwig", dropping="van"), "Beethoven, Ludwig van"),
        (Name(literal="Gemini Team, Google"), "Gemini Team – Google"),
        (Name("Plato"), "Plato"),
    ],
)
def test_an_inverted_name(name: Name, written: str) -> None:
    assert to_inverted(name) == written


# What no rule foresees: the letters of TeX, of names and of the world, in any order.
NASTY = st.sampled_from(
    [*r"\{}$%&#_^~<>|`\"@,;-.:/()[]=+*!? ", "and", " and ", " & ", "; ", "\\input{x}", "--", "$^1$", "\\'e", "é", "ł",
     "ệ", "漢", "🙂", "ß", "Ω", "A", "b", "Q", "7", "family=", " van", "et al"]
)  # fmt: skip
HOSTILE = st.lists(NASTY | st.characters(exclude_categories=("Cs", "Co", "Cn")), min_size=1, max_size=12)
CLEAN = HOSTILE.map("".join).map(cleaning.line).filter(lambda text: any(char.isalnum() for char in text))
WORDS = ["Ho", "de", "la", "van", "Oord", "Jr.", "III", "Ann-Marie", "d'Arc", "Ó Sé", "Günther", "Ng And Co", "AND",
         "Ludwig van", "J. R. R.", "van der Berg", "Smith", "Anna", "Łukasz", "O'Neil",
         "Oliveira da Silva", "Md.", "MD", "V."]  # fmt: skip
WORD = st.sampled_from(WORDS) | CLEAN
SMALL = st.sampled_from(["", "", "van", "de la", "von der", "'t", "d'", "Van", "op den"])


def can_be_told(name: Name) -> bool:
    """Nobody is called "others" or "Jr."."""
    return (
        bool(name)
        and name.family not in {"Jr.", "III"}
        and not any(map(means_others, name[:6]))
        and "et al" not in name.full.lower()
    )


PERSON = st.builds(
    from_parts,
    WORD,
    WORD | st.just(""),
    particle=SMALL,
    dropping=SMALL,
    suffix=st.sampled_from(["", "", "Jr.", "III", "PhD", "of that Ilk"]),
)
TEAM = st.builds(from_parts, st.just(""), st.just(""), literal=WORD)
NAME = (PERSON | TEAM).filter(can_be_told)
LISTS = st.builds(People, st.lists(NAME, min_size=1, max_size=4).map(tuple), st.booleans())


def alike(text: str) -> str:
    """A text as classic BibTeX can tell it: quotes and hyphens of one sort."""
    for several, one in (("’", "'"), ("‐", "-"), ("‑", "-")):
        text = text.replace(several, one)
    return text


def as_biblatex_can_say(name: Name) -> Name:
    """The name without a second sort of particles."""
    if name.particle and name.dropping:
        gap = "" if name.dropping.endswith("'") else " "
        return name._replace(particle=f"{name.dropping}{gap}{name.particle}", dropping="")
    return name


def as_bibtex_can_say(name: Name) -> Name:
    """The name with small particles alone, of one sort; without a given name it is one word, or else whole."""
    name = as_biblatex_can_say(Name(*map(alike, name[:6])))
    if not name.given or name.dropping.endswith("'") or not PARTICLES.issuperset(name.dropping.split()):
        name = name._replace(particle=name.dropping or name.particle, dropping="")
    if name.particle.endswith("'") or name.particle.strip("'").startswith("Van") or " Van" in name.particle:
        name = name._replace(family=name._replace(given="", suffix="").full, particle="")
    if name.literal or name.given:
        return name
    is_whole = name.suffix or (" " in name.family if not name.particle else name.particle.split()[0] not in PARTICLES)
    return Name(literal=name.full) if is_whole else name


@settings(max_examples=150, deadline=None)
@given(LISTS)
def test_biblatex_gives_back_every_name(written: People) -> None:
    found = from_bibtex(to_bibtex(written, BIBLATEX))
    assert found.people == People(tuple(map(as_biblatex_can_say, written.names)), written.complete)
    assert not found.doubtful
    assert to_bibtex(found.people, BIBLATEX) == to_bibtex(written, BIBLATEX)


@settings(max_examples=150, deadline=None)
@given(LISTS)
def test_bibtex_gives_back_what_it_can_say_of_a_name(written: People) -> None:
    found = from_bibtex(to_bibtex(written, BIBTEX))
    assert found.people.complete == written.complete
    for name, wanted in zip(found.people.names, written.names, strict=True):
        assert name.full == alike(wanted.full)
        if all(word.isalpha() and word != "and" for word in wanted.particle.replace("'", "").split()):
            assert name == as_bibtex_can_say(wanted)
    assert not found.doubtful
    assert to_bibtex(found.people, BIBTEX) == to_bibtex(written, BIBTEX)


@settings(deadline=None)
@given(LISTS)
@pytest.mark.parametrize("encoding", [BIBTEX, BIBLATEX])
def test_pybtex_parts_the_names_as_they_are_meant(encoding: Any, written: People) -> None:
    from pybtex.bibtex.utils import split_name_list
    from pybtex.database import Person

    names = [name for name in written.names if "=" not in to_bibtex(people(name), encoding)]
    found = list(map(Person, split_name_list(to_bibtex(People(tuple(names)), encoding))))
    spoken = [
        " ".join(filter(None, map(" ".join, (one.bibtex_first_names, one.prelast_names, one.last_names,
                                             one.lineage_names))))
        for one in found
    ]  # fmt: skip
    assert [alike(to_text(one)) for one in spoken] == [alike(name.full) for name in names]


@given(LISTS)
def test_json_gives_back_every_name(written: People) -> None:
    for name in written.names:
        flagged = name._replace(comma_suffix=bool(name.suffix), static_ordering=bool(name.family))
        assert Name.from_json(name.to_json()) == name
        assert Name.from_json(flagged.to_json()) == flagged


@given(LISTS)
def test_ris_gives_back_persons(written: People) -> None:
    for name in map(as_biblatex_can_say, written.names):
        if name.given and not {",", "'"} & set(name.full) and not name.suffix and name.given not in {"Jr.", "III"}:
            assert from_inverted(to_inverted(name)).full == name.full


SIMPLE = st.from_regex(r"[A-ZÄ][a-zé]{1,5}([ -][A-Z][a-z]{1,3})?, [A-Z][a-zé.]{0,4}", fullmatch=True)


@given(st.lists(SIMPLE, min_size=1, max_size=4))
def test_a_simple_list_is_read_and_written_as_its_names_are_one_by_one(names: list[str]) -> None:
    written = " and ".join(names)
    assume(SIMPLE_LIST.fullmatch(written))
    one_by_one = from_bibtex(" and ".join(f"{{{family}}}, {{{rest}}}" for family, rest in
                                          (name.split(", ") for name in names)))  # fmt: skip
    found = from_bibtex(written)
    assert found == one_by_one
    assert to_bibtex(found.people, BIBLATEX) == written
    for encoding in (BIBTEX, BIBLATEX):
        alone = [to_bibtex(people(name), encoding) for name in found.people.names]
        assert to_bibtex(found.people, encoding) == " and ".join(alone)
        assert to_bibtex(people(*found.people.names, Name(literal="X Y")), encoding) == " and ".join([*alone, "{X Y}"])


def test_no_word_of_a_service_s_name_is_read_as_latex() -> None:
    assert from_parts("\\'e \\", "Ho") == Name("\\'e \\", "Ho")
    assert from_bibtex(r"{\'e}toile Brun, Ho").people.names == (Name("Brun", "Ho", "étoile"),)
