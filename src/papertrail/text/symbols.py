r"""What LaTeX calls characters, for reading and for writing: the one table of commands, letters and accents.

Where two names stand for one character, the first is the one that is written. Every name that is written is known to
LaTeX itself, or to amsmath and amssymb.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

from papertrail.text.marked import Mark

BREAK = "\ue000"
"""Stands between two characters that would become another one together, such as two hyphens."""


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and characters that stand in turn."""
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first name of each character."""
    return {char: name for name, char in reversed(list(pairs))}


SIGNS = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}", "`": r"{\textasciigrave}", BREAK: "{}",
}  # fmt: skip
"""The ASCII characters that mean something to TeX.

BibTeX counts even an escaped brace, so braces are named; and what stands in braces after a backslash it takes for one
letter, which no label cuts in half.
"""

LIGATURES = {"---": "—", "--": "–", "?`": "¿", "!`": "¡", "``": "“", "''": "”", "~": " ", "`": "‘"}
"""What TeX makes of signs that stand together, the longer ones first."""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "textcommabelow": "\u0326",
}  # fmt: skip
"""LaTeX's accents, as combining characters."""

RARE_ACCENTS = {
    "t": "\u0361", "h": "\u0309", "f": "\u0311", "G": "\u030f", "cb": "\u0326", "textogonekcentered": "\u0328",
    "textroundcap": "\u0311", "newtie": "\u0361",
}  # fmt: skip
"""Accents that need a package or an encoding: read, not written."""

FONTS = {
    "emph": Mark.ITALIC, "textit": Mark.ITALIC, "textsl": Mark.ITALIC, "textbf": Mark.BOLD, "textsc": Mark.SMALL_CAPS,
    "textsuperscript": Mark.SUPERSCRIPT, "textsubscript": Mark.SUBSCRIPT, "texttt": Mark.MONOSPACE,
    "textsf": Mark.SANS, "underline": Mark.UNDERLINE, "uline": Mark.UNDERLINE, "mkbibemph": Mark.ITALIC,
    "mkbibitalic": Mark.ITALIC, "mkbibbold": Mark.BOLD,
}  # fmt: skip
"""Commands that mark what they take; of several for one mark, the first is written."""

_LETTERS = _pairs(r"""
ss ß  ae æ  AE Æ  oe œ  OE Œ  o ø  O Ø  l ł  L Ł  aa å  AA Å  i ı  j ȷ  dj đ  DJ Đ  dh ð  DH Ð  th þ  TH Þ  ng ŋ
NG Ŋ  S §  P ¶  dag †  ddag ‡  copyright ©  textregistered ®  texttrademark ™  textdegree °  textmu µ  texteuro €
pounds £  textcent ¢  textyen ¥  textperiodcentered ·  textbullet •  textonehalf ½  textonequarter ¼
textthreequarters ¾  textordfeminine ª  textordmasculine º  textonesuperior ¹  texttwosuperior ²
textthreesuperior ³  texttimes ×  textdiv ÷  textpm ±  ldots …  quotedblbase „  quotesinglbase ‚  guillemotleft «
guillemotright »  guilsinglleft ‹  guilsinglright ›  textquestiondown ¿  textexclamdown ¡  textperthousand ‰
textcurrency ¤  textbrokenbar ¦  textasciidieresis ¨  textasciiacute ´  textasciimacron ¯  textflorin ƒ
textnumero №  textestimated ℮  textreferencemark ※  textinterrobang ‽  textfractionsolidus ⁄
textmusicalnote ♪  textcelsius ℃  textmho ℧  textlira ₤  textwon ₩  textdong ₫  textpertenthousand ‱
""")
"""Text's symbols that are written so."""

_OTHER_LETTERS = _pairs(
    r"""
textellipsis …  dots …  textendash –  textemdash —  textquoteleft ‘  textquoteright ’  textquotedblleft “
textquotedblright ”  textquotedbl "  textquotesingle '  textasciigrave `  textasciitilde ~  textasciicircum ^
textbackslash \  textbar |  textbardbl ‖  textless <  textgreater >  textbraceleft {  textbraceright }
textunderscore _  textdollar $  textsection §  textparagraph ¶  textdagger †  textdaggerdbl ‡  textcopyright ©
textcircledP ℗  textservicemark ℠  textsterling £  SS ẞ  lq ‘  rq ’  slash /  textslash /  lbrack [  rbrack ]
glqq „  grqq “  glq ‚  grq ‘  flqq «  frqq »  flq ‹  frq ›  guillemetleft «  guillemetright »  guillemetsleft «
lguill «  rguill »  textlangle ⟨  textrangle ⟩  textlbrackdbl ⟦  textrbrackdbl ⟧  textlquill ⁅  textrquill ⁆
textasteriskcentered *  textopenbullet ◦  textbigcircle ◯  textvisiblespace ␣  textblank ␢  textrecipe ℞
textleftarrow ←  textrightarrow →  textuparrow ↑  textdownarrow ↓  textlnot ¬  textsurd √  textminus −
textasciicaron ˇ  textasciibreve ˘  textacutedbl ˝  textgravedbl ˵  textonlyhyphen -  textnaira ₦  textpeso ₱
textguarani ₲  textcolonmonetary ₡  textbaht ฿  textdiscount ⁒  textmarried ⚭  textdivorced ⚮  textdied †
textborn *  textpilcrow ¶  texttwelveudash –  textthreequartersemdash —  textthorn þ  textThorn Þ
textcrd đ  textcrh ħ  textschwa ə  textesh ʃ  textezh ʒ  textglotstop ʔ  textturna ɐ  textopeno ɔ  textepsilon ε
textphi φ  textalpha α  textbeta β  textgamma γ  textdelta δ  textvarepsilon ε  textzeta ζ  texteta η  texttheta θ
textvartheta ϑ  textiota ι  textkappa κ  textlambda λ  textnu ν  textxi ξ  textomikron ο  textpi π  textrho ρ
textsigma σ  textvarsigma ς  texttau τ  textupsilon υ  textvarphi φ  textchi χ  textpsi ψ  textomega ω  textGamma Γ
textDelta Δ  textTheta Θ  textLambda Λ  textXi Ξ  textPi Π  textSigma Σ  textUpsilon Υ  textPhi Φ  textPsi Ψ
textOmega Ω  textmugreek μ  straightphi φ  ij ĳ  IJ Ĳ  OHORN Ơ  ohorn ơ  UHORN Ư  uhorn ư  micro µ  yen ¥  euro €
EUR €  texteurosym €  geneuro €  textohm Ω  degree °  celsius ℃  ohm Ω  textcompwordmark \u200c  male ♂  female ♀
textmale ♂  textfemale ♀  textstar ⋆  textprime ′  textequals =  textplus +
""".replace(r"\u200c", "\u200c")
)
"""Text's other names for characters: read, not written."""

LOGOS = {
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "BibLaTeX": "BibLaTeX",
    "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX", "LuaTeX": "LuaTeX", "LuaLaTeX": "LuaLaTeX", "pdfTeX": "pdfTeX",
    "pdfLaTeX": "pdfLaTeX", "PDFLaTeX": "PDFLaTeX", "ConTeXt": "ConTeXt", "AmS": "AMS", "AMS": "AMS",
    "AmSTeX": "AMS-TeX", "MF": "METAFONT", "MP": "METAPOST", "og": "« ", "fg": " »",
}  # fmt: skip
"""Commands that stand for more than one character."""

_MATHEMATICS = _pairs(r"""
alpha α  beta β  gamma γ  delta δ  varepsilon ε  epsilon ϵ  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ
lambda λ  mu μ  nu ν  xi ξ  pi π  varpi ϖ  rho ρ  varrho ϱ  varsigma ς  sigma σ  tau τ  upsilon υ  varphi φ  phi ϕ
chi χ  psi ψ  omega ω  varkappa ϰ  digamma ϝ  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ
Phi Φ  Psi Ψ  Omega Ω  leq ≤  le ≤  geq ≥  ge ≥  neq ≠  ne ≠  approx ≈  equiv ≡  sim ∼  simeq ≃  cong ≅  ll ≪  gg ≫
lll ⋘  ggg ⋙  propto ∝  varpropto ∝  infty ∞  rightarrow →  to →  leftarrow ←  gets ←  leftrightarrow ↔
Rightarrow ⇒  Leftarrow ⇐  Leftrightarrow ⇔  Longrightarrow ⟹  implies ⟹  Longleftarrow ⟸  impliedby ⟸
Longleftrightarrow ⟺  iff ⟺  longrightarrow ⟶  longleftarrow ⟵  longleftrightarrow ⟷  uparrow ↑  downarrow ↓
updownarrow ↕  Uparrow ⇑  Downarrow ⇓  Updownarrow ⇕  nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖  mapsto ↦
longmapsto ⟼  hookrightarrow ↪  hookleftarrow ↩  rightharpoonup ⇀  rightharpoondown ⇁  leftharpoonup ↼
leftharpoondown ↽  rightleftharpoons ⇌  leftrightarrows ⇆  rightleftarrows ⇄  rightrightarrows ⇉  leftleftarrows ⇇
twoheadrightarrow ↠  rightarrowtail ↣  rightsquigarrow ⇝  leadsto ⇝  nrightarrow ↛  nleftarrow ↚  nRightarrow ⇏
circlearrowleft ↺  circlearrowright ↻  curvearrowright ↷  curvearrowleft ↶  upharpoonright ↾  restriction ↾  in ∈
notin ∉  ni ∋  owns ∋  forall ∀  exists ∃  nexists ∄  sum ∑  prod ∏  coprod ∐  int ∫  iint ∬  iiint ∭  oint ∮
bigcup ⋃  bigcap ⋂  bigsqcup ⨆  bigvee ⋁  bigwedge ⋀  bigodot ⨀  bigotimes ⨂  bigoplus ⨁  biguplus ⨄  partial ∂
nabla ∇  subset ⊂  subseteq ⊆  supset ⊃  supseteq ⊇  subsetneq ⊊  supsetneq ⊋  nsubseteq ⊈  nsupseteq ⊉  sqsubset ⊏
sqsupset ⊐  sqsubseteq ⊑  sqsupseteq ⊒  cup ∪  cap ∩  uplus ⊎  sqcup ⊔  sqcap ⊓  otimes ⊗  oplus ⊕  ominus ⊖
oslash ⊘  odot ⊙  circ ∘  bullet ∙  ell ℓ  perp ⊥  bot ⊥  top ⊤  parallel ∥  nparallel ∦  mid ∣  nmid ∤  wedge ∧
land ∧  vee ∨  lor ∨  neg ¬  lnot ¬  emptyset ∅  varnothing ∅  ast ∗  star ⋆  cdot ⋅  langle ⟨  rangle ⟩  lceil ⌈
rceil ⌉  lfloor ⌊  rfloor ⌋  surd √  pm ±  mp ∓  times ×  div ÷  setminus ∖  smallsetminus ∖  wr ≀  diamond ⋄
dagger †  ddagger ‡  amalg ⨿  bigcirc ◯  triangleleft ◁  triangleright ▷  bigtriangleup △  triangle △
bigtriangledown ▽  ltimes ⋉  rtimes ⋊  boxplus ⊞  boxminus ⊟  boxtimes ⊠  boxdot ⊡  leqslant ⩽  geqslant ⩾  leqq ≦
geqq ≧  approxeq ≊  doteq ≐  asymp ≍  prec ≺  succ ≻  preceq ⪯  succeq ⪰  precsim ≾  succsim ≿  lesssim ≲
gtrsim ≳  lessapprox ⪅  gtrapprox ⪆  lessgtr ≶  vdash ⊢  dashv ⊣  models ⊨  vDash ⊨  Vdash ⊩  bowtie ⋈  smile ⌣
frown ⌢  triangleq ≜  nless ≮  ngtr ≯  nleq ≰  ngeq ≱  nsim ≁  ncong ≇  trianglelefteq ⊴  trianglerighteq ⊵
vartriangleleft ⊲  vartriangleright ⊳  therefore ∴  because ∵  hbar ℏ  hslash ℏ  Re ℜ  Im ℑ  wp ℘  aleph ℵ  beth ℶ
imath ı  jmath ȷ  angle ∠  measuredangle ∡  square □  Box □  blacksquare ■  lozenge ◊  prime ′  backprime ‵  flat ♭
natural ♮  sharp ♯  clubsuit ♣  diamondsuit ♢  heartsuit ♡  spadesuit ♠  checkmark ✓  cdots ⋯  dots …  ldots …
dotsc …  dotso …  dotsb ⋯  dotsm ⋯  dotsi ⋯  vdots ⋮  ddots ⋱  complement ∁  eth ð  mho ℧  bigstar ★  ulcorner ⌜
urcorner ⌝  vert |  Vert ‖  lbrace {  rbrace }  lbrack [  rbrack ]  lvert |  rvert |  lVert ‖  rVert ‖  lgroup ⟮
rgroup ⟯  backslash \  lt <  gt >  colon :
""")
"""Signs of mathematics that LaTeX, amsmath and amssymb know."""

_OTHER_MATHEMATICS = _pairs(r"""
omicron ο  Alpha Α  Beta Β  Epsilon Ε  Zeta Ζ  Eta Η  Iota Ι  Kappa Κ  Mu Μ  Nu Ν  Omicron Ο  Rho Ρ  Tau Τ  Chi Χ
varGamma Γ  varDelta Δ  varTheta Θ  varLambda Λ  varXi Ξ  varPi Π  varSigma Σ  varPhi Φ  varPsi Ψ  varOmega Ω
coloneqq ≔  eqqcolon ≕  nge ≱  nle ≰  iddots ⋰  adots ⋰  qed ∎  QED ∎  llbracket ⟦  rrbracket ⟧  less <  greater >
bigtimes ⨉  upmu μ  upalpha α  upbeta β  upgamma γ  mathellipsis …  mathdollar $  mathsection §  mathparagraph ¶
mathsterling £  mathunderscore _
""")
"""Signs of mathematics that need other packages: read, not written."""

TEXT = dict(_OTHER_MATHEMATICS) | dict(_MATHEMATICS) | dict(_OTHER_LETTERS) | dict(_LETTERS) | LOGOS
"""What commands stand for in text, those of mathematics among them, which people write there too."""

IN_MATHEMATICS = dict(_LETTERS) | dict(_OTHER_LETTERS) | dict(_OTHER_MATHEMATICS) | dict(_MATHEMATICS)
"""What commands stand for in a formula."""

OPERATORS = _words("""
arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln
log max min Pr sec sin sinh sup tan tanh
""")
"""The names of functions, which a formula shows as they are."""

ALPHABETS = _words("""
mathcal mathbb mathbf mathrm mathit mathsf mathtt mathfrak mathscr mathnormal boldsymbol bm
""")
TEXT_IN_FORMULAE = _words("text textrm textit textbf textsf texttt textup textnormal mbox hbox")
"""Commands that set words within a formula."""

FORMULA_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "breve": "\u0306", "check": "\u030c", "mathring": "\u030a", "underline": "\u0332", "not": "\u0338",
}  # fmt: skip
"""The accents of mathematics, as combining characters."""

ARGUMENTS = (
    dict.fromkeys((*ALPHABETS, *TEXT_IN_FORMULAE, *FORMULA_ACCENTS), 1)
    | dict.fromkeys(("sqrt", "operatorname", "ensuremath", "substack", "pmod", "mod"), 1)
    | dict.fromkeys(("mathopen", "mathclose", "mathbin", "mathrel", "mathord", "mathpunct", "mathop", "mathinner"), 1)
    | dict.fromkeys(("frac", "dfrac", "tfrac", "binom", "overset", "underset", "stackrel"), 2)
    | dict.fromkeys(("left", "right", "middle", "big", "Big", "bigg", "Bigg"), 1)
    | dict.fromkeys(("bigl", "bigr", "bigm", "Bigl", "Bigr", "Bigm", "biggl", "biggr", "Biggl", "Biggr"), 1)
)
"""How many arguments a command of mathematics takes; what is not here takes none."""

MATHEMATICS = (
    frozenset(name for name, _ in _MATHEMATICS)
    | frozenset(name for name, _ in _LETTERS)
    | frozenset(ARGUMENTS)
    | OPERATORS
    | _words("bmod quad qquad limits nolimits displaystyle textstyle scriptstyle rm bf it cal nonumber")
) - {"bm", "hbox", "nonumber"}
"""The commands that may leave in a formula. Any other might read files, run programs, or not exist."""

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ−–∘*′⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ⁻⁻°*′ᵀ",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("0123456789+-=()aehijklmnoprstuvxβγρφχ−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋", strict=True))
"""The characters that Unicode has small, above the line and below it."""

_LETTER_NAMES = _names(_LETTERS)
_SIGN_NAMES = {char: f"\\{name}" for char, name in _names(_MATHEMATICS).items() if not char.isascii()}
_SIGN_NAMES |= {"−": "-", "′": "'"}
_SIGN_NAMES |= {SUBSCRIPTS[char]: f"_{char}" for char in "0123456789+-=()"}
_SIGN_NAMES |= {SUPERSCRIPTS[char]: f"^{char}" for char in "0456789+-=()ni"}
_PUNCTUATION = {char: source for source, char in LIGATURES.items() if not char.isspace() and char not in "¿¡"}
_PUNCTUATION |= {"’": "'", "‐": "-", "‑": "-", "\u00a0": "~"}
_ACCENT_NAMES = {accent: sign for sign, accent in ACCENTS.items()}

ENSURED = {source: char for char, source in _SIGN_NAMES.items()} | {f"\\{name}": char for name, char in _MATHEMATICS}
r"""The signs that ``\ensuremath`` shows in text, by what stands in it."""


class _Table(dict[int, str]):
    """A table for `str.translate` that works out the name of a character when it is met first."""

    def __missing__(self, code: int) -> str:
        self[code] = name = latex_of(chr(code))
        return name


def latex_of(char: str) -> str:
    r"""The LaTeX for a character; itself where LaTeX has no name for it.

    An accented letter stands in braces, because BibTeX takes ``{\'e}`` for one letter.
    """
    if char.isascii():
        return SIGNS.get(char, char)
    if char in _LETTER_NAMES:
        return f"{{\\{_LETTER_NAMES[char]}}}"
    if char in _SIGN_NAMES:
        return f"{{\\ensuremath{{{_SIGN_NAMES[char]}}}}}"
    return _PUNCTUATION.get(char) or accented(char)


def formula_of(char: str) -> str:
    """The LaTeX for a character within a formula."""
    if char in _SIGN_NAMES:
        return f"{{{_SIGN_NAMES[char]}}}"
    written = latex_of(char)
    return f"\\mbox{{{written}}}" if written != char else char


def accented(char: str) -> str:
    """A letter, and accents that Unicode composes with it or not, in LaTeX; itself where LaTeX cannot put it so."""
    parts = unicodedata.normalize("NFD", char)
    letter, accents = parts[0], parts[1:]
    if not accents or not letter.isascii() or not letter.isalpha():
        return char
    if any(accent not in _ACCENT_NAMES for accent in accents):
        return char
    letter = r"\j" if letter == "j" else letter
    for accent in accents:
        sign = _ACCENT_NAMES[accent]
        letter = f"\\{sign}{{{letter}}}" if sign.isalpha() or letter[0] == "\\" else f"\\{sign}{letter}"
    return f"{{{letter}}}"


ASCII = _Table({ord(char): name for char, name in SIGNS.items()})
"""Text to what classic BibTeX and LaTeX can take."""

UNICODE = {ord(char): name for char, name in SIGNS.items()}
"""Text to what biber can take, which knows all letters itself."""


@cache
def _rare() -> dict[str, str]:
    from pylatexenc.latexencode import get_builtin_uni2latex_dict  # noqa: PLC0415 - few texts have anything rare

    wrapped = (
        (source.removeprefix(r"\ensuremath").strip("{}"), code) for code, source in get_builtin_uni2latex_dict().items()
    )
    return {source[1:]: chr(code) for source, code in wrapped if source[:1] == "\\" and source[1:].isalpha()}


def rare(name: str) -> str | None:
    """The character that a rare command stands for: Cyrillic letters, astrological signs."""
    return _rare().get(name)
