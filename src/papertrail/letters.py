"""What LaTeX calls the characters that it does not take as they are."""

import unicodedata

BREAK = "\ue000"
"""Stands between two characters that would become another one together, such as two hyphens."""

SIGNS = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}", BREAK: "{}",
}  # fmt: skip
"""The ASCII characters that mean something to TeX.

BibTeX counts even an escaped brace, so braces are named; and what stands in braces after a backslash it takes for one
letter, which no label cuts in half.
"""

_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k",
    "\u0331": "b",
}  # fmt: skip

_LETTERS = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "å": "aa",
    "Å": "AA", "ı": "i", "ȷ": "j", "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH", "ŋ": "ng",
    "Ŋ": "NG", "§": "S", "¶": "P", "†": "dag", "‡": "ddag", "©": "copyright", "®": "textregistered",
    "™": "texttrademark", "°": "textdegree", "µ": "textmu", "€": "texteuro", "£": "pounds", "¢": "textcent",
    "¥": "textyen", "·": "textperiodcentered", "•": "textbullet", "½": "textonehalf", "¼": "textonequarter",
    "¾": "textthreequarters", "ª": "textordfeminine", "º": "textordmasculine", "¹": "textonesuperior",
    "²": "texttwosuperior", "³": "textthreesuperior", "×": "texttimes", "÷": "textdiv", "±": "textpm",
    "…": "ldots", "„": "quotedblbase", "‚": "quotesinglbase", "«": "guillemotleft", "»": "guillemotright",
    "‹": "guilsinglleft", "›": "guilsinglright", "¿": "textquestiondown", "¡": "textexclamdown",
}  # fmt: skip
_PUNCTUATION = {
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "‐": "-", "‑": "-", "\u00a0": "~",
}  # fmt: skip
_MATHEMATICS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "ς": "varsigma", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi",
    "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "≤": "leq",
    "≥": "geq", "≠": "neq", "≈": "approx", "≡": "equiv", "∼": "sim", "≃": "simeq", "≅": "cong", "≪": "ll",
    "≫": "gg", "∝": "propto", "∞": "infty", "→": "rightarrow", "←": "leftarrow", "↔": "leftrightarrow",
    "⇒": "Rightarrow", "⇔": "Leftrightarrow", "↑": "uparrow", "↓": "downarrow", "↦": "mapsto", "∈": "in",
    "∉": "notin", "∋": "ni", "∀": "forall", "∃": "exists", "∑": "sum", "∏": "prod", "∫": "int", "∂": "partial",
    "∇": "nabla", "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "∪": "cup", "∩": "cap",
    "⊗": "otimes", "⊕": "oplus", "∘": "circ", "ℓ": "ell", "⊥": "perp", "∥": "parallel", "∧": "wedge", "∨": "vee",
    "¬": "neg", "∅": "emptyset", "∗": "ast", "⋆": "star", "⋅": "cdot", "⟨": "langle", "⟩": "rangle", "√": "surd",
}  # fmt: skip


class _Table(dict[int, str]):
    """A table for `str.translate` that works out the name of a character when it is met first."""

    def __missing__(self, code: int) -> str:
        self[code] = name = latex_of(chr(code))
        return name


def latex_of(char: str) -> str:
    r"""The LaTeX for a character; itself where LaTeX has no name for it.

    An accented letter stands in braces, because BibTeX takes ``{\'e}`` for one letter.
    """
    if char in _LETTERS:
        return f"{{\\{_LETTERS[char]}}}"
    if char in _MATHEMATICS:
        return f"{{\\ensuremath{{\\{_MATHEMATICS[char]}}}}}"
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    return _accented(char) if ord(char) > 127 else char  # noqa: PLR2004 - the last of ASCII


def mathematics_of(char: str) -> str:
    """The LaTeX for a character within mathematics."""
    if char in _MATHEMATICS:
        return f"{{\\{_MATHEMATICS[char]}}}"
    written = latex_of(char)
    return f"\\mbox{{{written}}}" if written != char else char


def _accented(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    letter, accents = parts[0], parts[1:]
    if not accents or not letter.isascii() or not letter.isalpha() or any(accent not in _ACCENTS for accent in accents):
        return char
    for accent in accents:
        sign = _ACCENTS[accent]
        letter = f"\\{sign}{{{letter}}}" if sign.isalpha() or letter[0] == "\\" else f"\\{sign}{letter}"
    return f"{{{letter}}}"


ASCII = _Table({ord(char): name for char, name in SIGNS.items()})
"""Text to what classic BibTeX and LaTeX can take."""

UNICODE = {ord(char): name for char, name in SIGNS.items()}
"""Text to what biber can take, which knows all letters itself."""

MEANINGS = {name: char for char, name in (_MATHEMATICS | _LETTERS).items()}
"""The characters that commands stand for."""

COMBINING = {sign: accent for accent, sign in _ACCENTS.items()}
"""The combining characters of LaTeX's accents."""
