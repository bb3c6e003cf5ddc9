"""What LaTeX says of the bibliographies that papertrail writes: every warning and error of bibtex, biber and pdflatex.

Run by hand where TeX is installed (pdflatex, bibtex, biber, the styles acm and ieeetr, biblatex, lmodern):

    python scripts/tex.py                    the works of the bundled courses
    python scripts/tex.py --database FILE    those of another library
    python scripts/tex.py --strict           and what biblatex's data model asks for beyond what biber needs

A missing program is a failure, not a pass. The exit code is the number of complaints, at most 100.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

STYLES = ("plain", "abbrv", "alpha", "acm", "ieeetr")
PROGRAMS = ("pdflatex", "bibtex", "biber")

CLASSIC = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern,amsmath,amssymb,url}
\begin{document}
\nocite{*}
\bibliographystyle{STYLE}
\bibliography{references}
\end{document}
"""
MODERN = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern,amsmath,amssymb}
\usepackage[style=STYLE,backend=biber]{biblatex}
\addbibresource{references.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
"""
# A long address in a narrow column makes a poor line: that is no mistake of the file.
HARMLESS = re.compile(
    r"(Over|Under)full|Font|rerun|Rerun|There were undefined references|Empty bibliography|Label\(s\)|Biber reported"
)


def main() -> None:
    """Write the bibliographies, typeset them with every style, and print what was complained of."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", type=Path, metavar="FILE", help="a library, instead of the bundled courses")
    parser.add_argument("--strict", action="store_true", help="let biber validate the entries")
    asked = parser.parse_args()
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        sys.exit(f"not installed: {', '.join(missing)}")
    found = 0
    with tempfile.TemporaryDirectory(prefix="papertrail-tex-") as folder:
        database = asked.database or Path(folder, "papertrail.db")
        for style in STYLES:
            found += report(style, classic(Path(folder, style), database, style))
        for style in ("numeric", "authoryear", "alphabetic"):
            found += report(
                f"biblatex {style}", modern(Path(folder, f"biblatex-{style}"), database, style, strict=asked.strict)
            )
    print(f"{found} complaints")
    sys.exit(min(found, 100))


def report(name: str, complaints: Iterator[str]) -> int:
    """Print the complaints about one style, and say how many there were."""
    lines = list(complaints)
    print(f"{name}: {len(lines)}")
    for line in lines:
        print(f"  {line}")
    return len(lines)


def classic(folder: Path, database: Path, style: str) -> Iterator[str]:
    """Typeset with bibtex."""
    export("bibtex", folder, database)
    (folder / "document.tex").write_text(CLASSIC.replace("STYLE", style), encoding="utf-8")
    latex(folder)
    yield from run(folder, "bibtex", "document", pattern=r"^(?:Warning--|I couldn't|I found|I'm|.*---line \d+).*$")
    latex(folder)
    yield from latex(folder)
    yield from printed(folder)


def modern(folder: Path, database: Path, style: str, *, strict: bool) -> Iterator[str]:
    """Typeset with biber."""
    export("biblatex", folder, database)
    (folder / "document.tex").write_text(MODERN.replace("STYLE", style), encoding="utf-8")
    latex(folder)
    options = ["--validate-datamodel"] if strict else []
    yield from run(folder, "biber", *options, "document", pattern=r"^(?:WARN|ERROR).*$")
    latex(folder)
    yield from latex(folder)
    yield from printed(folder)


def export(format_: str, folder: Path, database: Path) -> None:
    """Let papertrail write the bibliography."""
    folder.mkdir()
    environment = {**os.environ, "PAPERTRAIL_DB": str(database), "PAPERTRAIL_CONFIG": str(folder / "none.toml")}
    command = [sys.executable, "-m", "papertrail", "export", format_, "-o", str(folder / "references.bib")]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def latex(folder: Path) -> list[str]:
    """Run pdflatex, and list the errors and the warnings of its log that are about the bibliography."""
    complaints = list(run(folder, "pdflatex", "-interaction=nonstopmode", "document", pattern=r"^!.*(?:\n.*){0,3}"))
    log = (folder / "document.log").read_text(encoding="utf-8", errors="replace")
    warnings = re.findall(r"^(?:LaTeX|Package \w+) Warning: .*$", log, re.MULTILINE)
    return complaints + [line for line in warnings if not HARMLESS.search(line)]


def run(folder: Path, *command: str, pattern: str) -> Iterator[str]:
    """Run a program, and list what of its output fits a pattern; a program that fails has complained."""
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=600, check=False)
    said = done.stdout.decode("utf-8", errors="replace") + done.stderr.decode("utf-8", errors="replace")
    complaints = re.findall(pattern, said, re.MULTILINE)
    yield from complaints
    if done.returncode and not complaints:
        yield f"{command[0]} ended with {done.returncode}: {said.strip().splitlines()[-1:]}"


def printed(folder: Path) -> Iterator[str]:
    """A complaint, if not every entry of the file came out."""
    entries = len(re.findall(r"^@\w+\{", (folder / "references.bib").read_text(encoding="utf-8"), re.MULTILINE))
    bbl = (folder / "document.bbl").read_text(encoding="utf-8", errors="replace")
    items = len(re.findall(r"\\bibitem|\\entry\{", bbl))
    if items != entries:
        yield f"{items} of {entries} entries came out"
    if not (folder / "document.pdf").exists():
        yield "there is no PDF"


if __name__ == "__main__":
    main()
