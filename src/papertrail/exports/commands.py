"""The LaTeX commands that may leave in a reference. Any other might read files, run programs, or not exist."""

FONTS = {
    "bf": "bfseries", "em": "em", "it": "itshape", "sl": "slshape", "sc": "scshape", "tt": "ttfamily",
    "rm": "rmfamily", "sf": "sffamily",
}  # fmt: skip
"""The old switches, and what every document class knows in their place."""

TAKING = frozenset(
    """
    textbf textit textsl textsc texttt textrm textsf textup textmd textnormal emph textsuperscript textsubscript
    ensuremath mbox u v H c k r d b t
    """.split()
)
"""Commands of text that mean nothing, and stop LaTeX, without an argument."""

SYMBOLS = frozenset(
    """
    bfseries em itshape slshape scshape ttfamily rmfamily sffamily upshape mdseries normalfont relax ss ae AE oe OE
    o O l L aa AA i j dj DJ dh DH th TH ng NG SS S P dag ddag copyright pounds textregistered texttrademark
    textdegree textmu texteuro textcent textyen textperiodcentered textbullet textonehalf textonequarter
    textthreequarters textordfeminine textordmasculine textonesuperior texttwosuperior textthreesuperior texttimes
    textdiv textpm ldots dots textellipsis textendash textemdash textquoteleft textquoteright textquotedblleft
    textquotedblright quotedblbase quotesinglbase guillemotleft guillemotright guilsinglleft guilsinglright
    textquestiondown textexclamdown textasciitilde textasciicircum textbackslash textbar textless textgreater
    textbraceleft textbraceright textunderscore textdollar LaTeX TeX
    """.split()
)
"""Commands of text that stand alone."""

MATHEMATICS = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    mathcal mathbb mathbf mathrm mathit mathsf mathtt mathfrak mathscr boldsymbol operatorname text textrm textit
    textbf hat widehat tilde widetilde bar overline underline vec dot ddot acute grave breve check mathring frac
    dfrac tfrac sqrt binom overset underset stackrel substack left right big Big bigg Bigg bigl bigr Bigl Bigr sum
    prod coprod int iint oint bigcup bigcap bigoplus bigotimes bigvee bigwedge lim limsup liminf sup inf max min arg
    argmax argmin det dim exp gcd hom ker lg ln log Pr deg sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos
    arctan mod bmod pmod leq le geq ge neq ne approx equiv sim simeq cong ll gg propto prec succ preceq succeq
    subset subseteq supset supseteq in notin ni mid parallel perp models vdash dashv asymp doteq bowtie lesssim
    gtrsim leqslant geqslant pm mp times div cdot ast star circ bullet oplus ominus otimes oslash odot cup cap uplus
    vee lor wedge land setminus dagger ddagger wr amalg diamond triangle to rightarrow leftarrow gets leftrightarrow
    Rightarrow Leftarrow Leftrightarrow longrightarrow longleftarrow Longrightarrow mapsto longmapsto hookrightarrow
    rightharpoonup rightsquigarrow uparrow downarrow updownarrow infty partial nabla forall exists neg lnot emptyset
    varnothing ell hbar imath jmath Re Im wp aleph angle top bot prime surd ldots cdots vdots ddots dots quad qquad
    langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert backslash lbrace rbrace limits
    nolimits displaystyle textstyle scriptstyle mathopen mathclose mathbin mathrel mbox ensuremath rm bf it cal
    """.split()
)
"""Commands of mathematics: LaTeX's own, and those of amsmath and amssymb that titles use."""
