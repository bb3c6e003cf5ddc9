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


def in_alphabet(text: str, alphabet: str) -> str:
    """A text in one of the alphabets; what the alphabet does not have stays as it is."""
    return "".join(_letter(character, alphabet) for character in text)


def _letter(character: str, alphabet: str) -> str:
    if character in _ELSEWHERE.get(alphabet, {}):
        return _ELSEWHERE[alphabet][character]
    if alphabet in _CAPITALS and "A" <= character <= "Z":
        return chr(_CAPITALS[alphabet] + ord(character) - ord("A"))
    if alphabet in _CAPITALS and "a" <= character <= "z":
        return chr(_CAPITALS[alphabet] + 26 + ord(character) - ord("a"))
    if alphabet in _DIGITS and "0" <= character <= "9":
        return chr(_DIGITS[alphabet] + ord(character) - ord("0"))
    if alphabet in _GREEK and "Α" <= character <= "Ω":
        return chr(_GREEK[alphabet] + ord(character) - ord("Α"))
    if alphabet in _GREEK and "α" <= character <= "ω":
        return chr(_GREEK[alphabet] + 26 + ord(character) - ord("α"))
    return character
