"""Vietnamese capital and small letters as classes for regular expressions.

Ranges such as À-Ỹ hold both kinds, so the letters are listed.
"""

_PLAIN = "aăâeêioôơuưy"
_MARKED = "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_SPECIAL = "".join(sorted(set(_PLAIN + _MARKED + "đ") - set("abcdefghijklmnopqrstuvwxyz")))

LOWER = "a-z" + _SPECIAL
"""Small letters, to stand inside a character class."""

UPPER = "A-Z" + _SPECIAL.upper()
"""Capital letters, to stand inside a character class."""
