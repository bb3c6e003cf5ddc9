"""What LaTeX's commands for single signs, names, alphabets and marks stand for."""


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SIGNS = _pairs(r"""
alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ
varkappa ϰ  lambda λ  mu μ  nu ν  xi ξ  omicron ο  pi π  varpi ϖ  rho ρ  varrho ϱ  sigma σ  varsigma ς  tau τ
upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω  digamma ϝ  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π
Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω  varGamma Γ  varDelta Δ  varTheta Θ  varLambda Λ  varXi Ξ  varPi Π
varSigma Σ  varPhi Φ  varPsi Ψ  varOmega Ω  sum ∑  prod ∏  coprod ∐  int ∫  iint ∬  iiint ∭  oint ∮  bigcup ⋃
bigcap ⋂  bigsqcup ⨆  bigvee ⋁  bigwedge ⋀  bigodot ⨀  bigotimes ⨂  bigoplus ⨁  biguplus ⨄  pm ±  mp ∓  times ×
div ÷  cdot ⋅  ast ∗  star ⋆  circ ∘  bullet ∙  oplus ⊕  ominus ⊖  otimes ⊗  oslash ⊘  odot ⊙  cup ∪  cap ∩
uplus ⊎  sqcup ⊔  sqcap ⊓  vee ∨  lor ∨  wedge ∧  land ∧  setminus ∖  smallsetminus ∖  wr ≀  diamond ⋄  dagger †
ddagger ‡  amalg ⨿  bigcirc ◯  triangleleft ◁  triangleright ▷  bigtriangleup △  bigtriangledown ▽  ltimes ⋉
rtimes ⋊  boxplus ⊞  boxminus ⊟  boxtimes ⊠  boxdot ⊡  le ≤  leq ≤  ge ≥  geq ≥  leqslant ⩽  geqslant ⩾  leqq ≦
geqq ≧  ll ≪  gg ≫  lll ⋘  ggg ⋙  ne ≠  neq ≠  equiv ≡  sim ∼  simeq ≃  approx ≈  approxeq ≊  cong ≅  doteq ≐
propto ∝  varpropto ∝  asymp ≍  prec ≺  succ ≻  preceq ⪯  succeq ⪰  precsim ≾  succsim ≿  lesssim ≲  gtrsim ≳
lessapprox ⪅  gtrapprox ⪆  subset ⊂  supset ⊃  subseteq ⊆  supseteq ⊇  subsetneq ⊊  supsetneq ⊋  nsubseteq ⊈
nsupseteq ⊉  sqsubset ⊏  sqsupset ⊐  sqsubseteq ⊑  sqsupseteq ⊒  in ∈  ni ∋  notin ∉  owns ∋  mid ∣  nmid ∤
parallel ∥  nparallel ∦  perp ⟂  vdash ⊢  dashv ⊣  models ⊨  vDash ⊨  Vdash ⊩  bowtie ⋈  smile ⌣  frown ⌢
coloneqq ≔  eqqcolon ≕  triangleq ≜  nless ≮  ngtr ≯  nleq ≰  nge ≱  ngeq ≱  nsim ≁  ncong ≇  lessgtr ≶
trianglelefteq ⊴  trianglerighteq ⊵  vartriangleleft ⊲  vartriangleright ⊳  therefore ∴  because ∵  to →  gets ←
rightarrow →  leftarrow ←  leftrightarrow ↔  Rightarrow ⇒  Leftarrow ⇐  Leftrightarrow ⇔  implies ⟹  impliedby ⟸
iff ⟺  mapsto ↦  longmapsto ⟼  longrightarrow ⟶  longleftarrow ⟵  longleftrightarrow ⟷  Longrightarrow ⟹
Longleftarrow ⟸  Longleftrightarrow ⟺  uparrow ↑  downarrow ↓  updownarrow ↕  Uparrow ⇑  Downarrow ⇓
Updownarrow ⇕  nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖  hookrightarrow ↪  hookleftarrow ↩  rightharpoonup ⇀
rightharpoondown ⇁  leftharpoonup ↼  leftharpoondown ↽  rightleftharpoons ⇌  leftrightarrows ⇆  rightleftarrows ⇄
rightrightarrows ⇉  leftleftarrows ⇇  twoheadrightarrow ↠  rightarrowtail ↣  rightsquigarrow ⇝  leadsto ⇝
nrightarrow ↛  nleftarrow ↚  nRightarrow ⇏  circlearrowleft ↺  circlearrowright ↻  curvearrowright ↷
upharpoonright ↾  restriction ↾  infty ∞  partial ∂  nabla ∇  forall ∀  exists ∃  nexists ∄  emptyset ∅
varnothing ∅  ell ℓ  hbar ℏ  hslash ℏ  Re ℜ  Im ℑ  wp ℘  aleph ℵ  beth ℶ  imath ı  jmath ȷ  angle ∠
measuredangle ∡  triangle △  square □  Box □  blacksquare ■  lozenge ◊  top ⊤  bot ⊥  neg ¬  lnot ¬  prime ′
backprime ‵  surd √  flat ♭  natural ♮  sharp ♯  clubsuit ♣  diamondsuit ♢  heartsuit ♡  spadesuit ♠  checkmark ✓
degree °  dots …  ldots …  dotsc …  dotso …  cdots ⋯  dotsb ⋯  dotsm ⋯  dotsi ⋯  vdots ⋮  ddots ⋱  iddots ⋰
adots ⋰  colon :  S §  P ¶  pounds £  copyright ©  textregistered ®  dag †  ddag ‡  complement ∁  eth ð  mho ℧
qed ∎  QED ∎  bigstar ★  ulcorner ⌜  urcorner ⌝  vert |  Vert ‖  lbrace {  rbrace }  lbrack [  rbrack ]  langle ⟨
rangle ⟩  lceil ⌈  rceil ⌉  lfloor ⌊  rfloor ⌋  lvert |  rvert |  lVert ‖  rVert ‖  llbracket ⟦  rrbracket ⟧
lgroup ⟮  rgroup ⟯  backslash \  lt <  gt >  AA Å
""") | {"{": "{", "}": "}", "|": "‖", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_"}

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

NEGATED = _pairs(
    "= ≠ < ≮ > ≯ ≤ ≰ ≥ ≱ ∈ ∉ ∋ ∌ ⊂ ⊄ ⊃ ⊅ ⊆ ⊈ ⊇ ⊉ ∼ ≁ ≃ ≄ ≅ ≇ ≈ ≉ ≡ ≢ ∣ ∤ ∥ ∦ → ↛ ← ↚ ⇒ ⇏ ⇐ ⇍ ∃ ∄ ≺ ⊀ ≻ ⊁ ⊢ ⊬ ⊨ ⊭"
)

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
