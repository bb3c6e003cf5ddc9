"""Unicode's mathematical alphabets, which MathML Core has instead of styles."""

_CAPITALS = {
    "bold": 0x1D400, "bold-italic": 0x1D468, "double": 0x1D538, "calligraphic": 0x1D49C, "script": 0x1D49C,
    "fraktur": 0x1D504, "sans": 0x1D5A0, "mono": 0x1D670,
}  # fmt: skip
"""Where each alphabet's A stands; its small letters follow the capitals."""
_DIGITS = {"bold": 0x1D7CE, "bold-italic": 0x1D7CE, "double": 0x1D7D8, "sans": 0x1D7E2, "mono": 0x1D7F6}
_GREEK = {"bold": 0x1D6A8, "bold-italic": 0x1D71C}
_ELSEWHERE = {
    "double": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
}
"""Letters that Unicode had before it had the alphabet, and keeps at their old place."""
_ELSEWHERE["calligraphic"] = _ELSEWHERE["script"]
_RANGES = (
    ("A", "Z", _CAPITALS, 0), ("a", "z", _CAPITALS, 26), ("0", "9", _DIGITS, 0), ("Α", "Ω", _GREEK, 0), ("α", "ω",
    _GREEK, 26),
)  # fmt: skip


def in_alphabet(text: str, alphabet: str) -> str:
    """A text in one of the alphabets; what the alphabet does not have stays as it is."""
    return "".join(_letter(character, alphabet) for character in text)


def _letter(character: str, alphabet: str) -> str:
    if character in _ELSEWHERE.get(alphabet, {}):
        return _ELSEWHERE[alphabet][character]
    for first, last, starts, behind in _RANGES:
        if alphabet in starts and first <= character <= last:
            return chr(starts[alphabet] + behind + ord(character) - ord(first))
    return character
