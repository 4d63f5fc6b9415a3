"""Strangers' text as LaTeX that prints exactly that text and runs nothing.

Formulas between dollars stay formulas if all they hold is on a list of commands that only
typeset; any other ``$``, and every other sign that TeX acts on, is escaped. So neither
``\\input`` nor its spelling with ``^^`` (The TeXbook, ch. 8) reaches a reader's TeX.
"""

import re

_TEXT = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    # BibTeX counts braces even behind a backslash, so these two have to be spelt out.
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "%&_#$"},
}  # fmt: skip
_SPECIAL = re.compile(r"[\\~^<>|{}%&_#$]")
# As Pandoc tells formulas from prices: no space inside the dollars, no digit behind them.
_FORMULA = re.compile(r"(\$(?=[^\s$])[^$]{1,200}?(?<=[^\s\\$])\$(?!\d))")
# Printable ASCII, and Greek: arXiv's search API writes ``\beta`` as the letter.
_ALPHABET = re.compile(r"[\x20-\x7e\u0370-\u03ff]*")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_COMMANDS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi
    pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta
    Lambda Xi Pi Sigma Upsilon Phi Psi Omega hbar ell Re Im aleph infty partial nabla forall exists
    neg in notin ni subset subseteq supset supseteq cup cap emptyset setminus wedge vee oplus
    otimes odot times div pm mp cdot cdots ldots dots ast star circ bullet sum prod int oint
    leq le geq ge neq ne ll gg equiv approx sim simeq cong propto perp parallel mid to gets mapsto
    rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow longrightarrow
    longleftarrow uparrow downarrow langle rangle lfloor rfloor lceil rceil frac sqrt
    log ln exp sin cos tan max min arg sup inf lim det dim ker hat bar tilde vec dot ddot prime
    overline underline widehat widetilde mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak
    boldsymbol operatorname text textrm textit textbf textsf texttt textsc rm bf it cal
    quad qquad dagger ddagger top bot"""
_TYPESETTING = frozenset(_COMMANDS.split())
_SIGNS = frozenset(",;:!% &_#")
# What else TeX stops at: an argument or a script that is missing, a script on a script, a
# script in text.
_UNFINISHED = re.compile(
    r"""\\(?:sqrt|hat|bar|tilde|vec|d?dot|overline|underline|wide\w+|math\w+|boldsymbol
             |operatorname|text\w*)(?!\s*[\w{\\])
      | \\frac(?!\s*(?:\{[^{}]*\}|\w)\s*[{\w])
      | \\text\w*\s*\{[^{}]*[_^]
      | [\^_]\s*(?:[\^_}]|$)
      | ([\^_])\s*(?:\{[^{}]*\}|\\[A-Za-z]+|.)\s*\1""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\s:;,.?!()]+")  # BibTeX looks for a colon before a word: it stays outside


def escape(text: str) -> str:
    """Text with nothing left that TeX acts on; formulas are no exception here."""
    return _SPECIAL.sub(lambda found: _TEXT[found[0]], text)


def title(text: str) -> str:
    """A title in which BibTeX's styles change no letter that must stay as it is.

    They lower-case titles (btxbst.doc, "change.case$"); braces protect words with capitals
    beyond the first letter, and formulas.
    """
    parts = _FORMULA.split(text)
    for at, part in enumerate(parts):
        formula = at % 2 and is_harmless(part[1:-1])
        parts[at] = f"{{{part}}}" if formula else _WORD.sub(_protected, part)
    return "".join(parts)


def is_harmless(formula: str) -> bool:
    """Whether TeX can set the formula without doing anything else, and BibTeX can count it."""
    commands, bare = _COMMAND.findall(formula), _COMMAND.sub("", formula)
    return (
        _ALPHABET.fullmatch(formula) is not None
        and all(name in _TYPESETTING or name in _SIGNS for name in commands)
        and not re.search(r"[%#&~\\]|\^\^", bare)
        and not _UNFINISHED.search(formula)
        and _nests(bare)
    )


def _nests(text: str) -> bool:
    depth = 0
    for sign in re.findall(r"[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _protected(word: re.Match[str]) -> str:
    safe = escape(word[0])
    keep = any(sign.isupper() for sign in word[0][1:])
    return f"{{{safe}}}" if keep else safe
