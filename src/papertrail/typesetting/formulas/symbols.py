"""What LaTeX's commands for single signs, names, alphabets and marks stand for."""

from papertrail.text import symbols

SIGNS = symbols.IN_MATHEMATICS | {
    "{": "{", "}": "}", "|": "‖", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "perp": "⟂",
}  # fmt: skip
"""Single signs. Set as a relation, ``\\perp`` has a character of its own."""

ROLES = {
    "lvert": "opening", "lVert": "opening", "rvert": "closing", "rVert": "closing", "colon": "punctuation",
    "ast": "binary", "backslash": "normal", "vert": "normal", "Vert": "normal", "|": "normal",
}  # fmt: skip
"""The role of what is written for a character that has several; bars have no space around them, as in TeX."""

PLAIN = {"*": "∗", "-": "−", "'": "′", "`": "‘", "~": ""}
"""What characters of the keyboard stand for in a formula."""

OPERATORS = frozenset(
    ("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp", "hom",
     "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh", "tr", "rank", "diag")
)  # fmt: skip
LIMIT_OPERATORS = {
    "lim": "lim", "max": "max", "min": "min", "sup": "sup", "inf": "inf", "det": "det", "gcd": "gcd", "Pr": "Pr",
    "limsup": "lim sup", "liminf": "lim inf", "argmax": "arg max", "argmin": "arg min",
}  # fmt: skip

STYLES = {
    "mathbf": "bold", "boldsymbol": "bold-italic", "bm": "bold-italic", "bold": "bold", "mathbb": "double",
    "Bbb": "double",
    "mathcal": "calligraphic", "cal": "calligraphic", "mathscr": "script", "mathfrak": "fraktur", "frak": "fraktur",
    "mathsf": "sans", "mathtt": "mono", "mathrm": "upright", "mathnormal": "italic", "mathit": "italic",
    "rm": "upright",
    "bf": "bold", "it": "italic", "displaystyle": "display", "textstyle": "text-size", "scriptstyle": "script-size",
    "scriptscriptstyle": "script-size",
}  # fmt: skip
SWITCHES = frozenset({"rm", "bf", "it", "cal", "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle"})
"""Those of `STYLES` that hold to the end of their group."""

TEXTS = {
    "text": "", "textrm": "", "textnormal": "", "mbox": "", "hbox": "", "textup": "", "textbf": "bold",
    "textit": "italic",
    "emph": "italic", "texttt": "mono", "textsf": "sans", "textsc": "",
}  # fmt: skip
"""Commands whose argument is text, and its style."""

ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db", "acute": "\u0301", "grave": "\u0300", "check": "\u030c",
    "widecheck": "\u030c", "breve": "\u0306", "mathring": "\u030a",
}  # fmt: skip

STRETCHED = {
    "overline": "overline", "underline": "underline", "overbrace": "overbrace", "underbrace": "underbrace",
    "overbracket": "overbracket", "underbracket": "underbracket", "overrightarrow": "overrightarrow",
    "overleftarrow": "overleftarrow", "cancel": "cancel", "boxed": "boxed", "fbox": "boxed",
}  # fmt: skip

SPACES = {
    ",": 1 / 6, "thinspace": 1 / 6, ":": 2 / 9, ">": 2 / 9, "medspace": 2 / 9, ";": 5 / 18, "thickspace": 5 / 18,
    "!": -1 / 6,
    "negthinspace": -1 / 6, "quad": 1, "qquad": 2, " ": 0.25, "\n": 0.25, "~": 0.25, "enspace": 0.5, "space": 0.25,
}  # fmt: skip

ENVIRONMENTS = {
    "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"), "smallmatrix": ("", ""), "array": ("", ""), "cases": ("{", ""), "dcases": ("{", ""),
    "rcases": ("", "}"), "aligned": ("", ""), "align": ("", ""), "align*": ("", ""), "alignat": ("", ""),
    "alignat*": ("", ""), "alignedat": ("", ""), "split": ("", ""), "gather": ("", ""), "gather*": ("", ""),
    "gathered": ("", ""), "equation": ("", ""), "equation*": ("", ""), "multline": ("", ""), "multline*": ("", ""),
    "flalign": ("", ""), "flalign*": ("", ""), "eqnarray": ("", ""), "eqnarray*": ("", ""), "displaymath": ("", ""),
    "math": ("", ""),
}  # fmt: skip
"""The delimiters around an environment's rows."""

NEGATED = dict(zip("=<>≤≥∈∋⊂⊃⊆⊇∼≃≅≈≡∣∥→←⇒⇐∃≺≻⊢⊨", "≠≮≯≰≱∉∌⊄⊅⊈⊉≁≄≇≉≢∤∦↛↚⇏⇍∄⊀⊁⊬⊭", strict=True))

DELIMITERS = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋/\\↑↓↕⇑⇓⇕⟦⟧⌜⌝⟮⟯")

BRACES = frozenset({"overbrace", "underbrace", "overbracket", "underbracket"})
"""Those of `STRETCHED` that take a note."""

CLASSES = {
    "mathrel": "relation", "mathbin": "binary", "mathord": "normal", "mathopen": "opening", "mathclose": "closing",
    "mathpunct": "punctuation", "mathinner": "normal",
}  # fmt: skip

IGNORED = frozenset(
    ("nonumber", "notag", "displaylimits", "centering", "mathstrut", "strut", "null", "relax", "allowbreak",
     "nobreak", "/", "limits", "nolimits", "hfill")
)  # fmt: skip
"""Commands that change nothing that is shown."""
