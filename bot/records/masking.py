"""Masking: Finnish personal identity codes, telephone numbers and e-mail addresses give way to what they are.

A code is masked by its form alone. Its check character is not asked for: a mistyped code still tells a birthday. What
procurement texts are full of (CPV codes, business ids, dates, amounts of money, numbers of acts) stays.
"""

from __future__ import annotations

import re

CODE, TELEPHONE, ADDRESS = "[henkilötunnus]", "[puhelinnumero]", "[sähköposti]"

_DASH = "\\-\u2010\u2011\u2012\u2013\u2212"
_GAP = f"[ \u00a0{_DASH}]?"

# Act 661/2009 as it stands since 2023: + for those born in the 1800s, - and Y X W V U in the 1900s, A–F in the 2000s.
# The sign may be missing where the check character is a letter; ten bare digits could be anything.
_CODE = re.compile(
    rf"""
    (?<![^\W_])
    (?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d
    (?: \s?[+{_DASH}A-FU-Y]\s?\d{{3}}\s?[0-9A-Z] | \d{{3}}[A-Z] )
    (?![^\W_])
    """,
    re.IGNORECASE | re.VERBOSE,
)

_ADDRESS = re.compile(
    r"[\w.+%'&-]{1,64}\s?(?:@|[(\[{]\s?(?:at|ät|ät-merkki|miukumauku)\s?[)\]}])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)

_TELEPHONE = re.compile(
    rf"""
    (?<!\w)(?<!\d[.,/{_DASH}])
    (?:
        # +358 (0)40 123 4567, 0046 70 …
        (?:(?:\+|00)\ ?[1-9]\d{{0,2}}|\(\+[1-9]\d{{0,2}}\))(?:[ \u00a0(){_DASH}]{{0,2}}\d){{6,12}}
      | # 358 40 123 4567
        358{_GAP}(?:4\d|50)(?:{_GAP}\d){{6,8}}
      | # 040 123 4567, (09) 310 1691, 0295 25 0800; not a CPV code, a business id or a day written with dashes
        (?!\d{{7,8}}[{_DASH}]\d(?!\d)) (?!\d\d[{_DASH}]\d\d[{_DASH}]\d{{4}}(?!\d))
        (?:0[1-9]\d{{0,3}}|\(0[1-9]\d{{0,3}}\))(?:{_GAP}\d){{5,8}}
    )
    (?!\d)
    """,
    re.VERBOSE,
)


def mask(text: str) -> str:
    """``text`` with identity codes, e-mail addresses and telephone numbers replaced. Masking twice changes nothing."""
    text = _ADDRESS.sub(ADDRESS, text)
    text = _CODE.sub(CODE, text)
    return _TELEPHONE.sub(TELEPHONE, text)
