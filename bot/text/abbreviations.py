"""Abbreviations that end in a full stop, in Finnish, Swedish and English: data of the sentence rules."""

from __future__ import annotations

# Never at the end of a sentence: what they belong to follows.
_LEADING = """
esim ks vrt n nk ns mm muun.mm ts toim nro s ss v vv k kk klo puh p fax faksi
lk alk ed ent eri.toten harv huom tod tark viim yht yks vas varat.tuom
prof dos tri dr maist kand fil.tri oik.tri oik.kand oik.maist dipl.ins ins arkk rva nti ruots engl suom
saks ransk venäj lyh yks.mon mahd myöh edell seur vast kans.ed kansl suht lis liv liitt
jnpp jpp ao em eo vm emt ma ek mrk pj vpj siht joht toim.joht os hlö tk
t.ex bl.a s.k d.v.s dvs f.d fr.o.m t.o.m jfr jf kap st nr resp ang ca ung tfn obs prop mr avd inkl exkl
art enl eg i.a förk ordf sekr dir adr tel mån tis ons tors lör sön
e.g i.e eg ie cf vs mr mrs ms dr st fig no ed eds pp approx
incl excl dept gov gen rep regs reg
"""
LEADING = frozenset(_LEADING.split())

# Words in their own right, abbreviations only before a number («no. 5», «art. 12»; but «state of the art.»).
_BEFORE_NUMBER = """
no nos nr nrot nro art artt para paras fig tab sec secs ch chap eq vol vols punkt kohd luv st mom sid
jan feb mar apr jun jul aug sep sept oct nov dec kl op ver
"""
BEFORE_NUMBER = frozenset(_BEFORE_NUMBER.split())

# With this capital letter before a name only: «st» and «col» are other words too.
_TITLES = """
St Mt Lt Sgt Col Capt Maj Gen Gov Sen Rep Rev Hon Pres Prof Dr Mr Mrs Ms Messrs
"""
TITLES = frozenset(_TITLES.split())

# Often at the end of a sentence as well: they end one where a capital letter follows.
_CLOSING = """
jne ym yms tms jms tmv jkv ym.s eaa ekr jkr mrd milj tuh eur kpl kok vko vk min sek h alv veroll
osv m.m m.fl o.d o.s.v o.dyl mdkr mkr tkr e.d
etc al ltd inc corp co a.m p.m u.s u.k u.s.a ph.d approx bn mn
"""
CLOSING = frozenset(_CLOSING.split())

# A single capital letter after one of these is a name of a part, not a person's initial.
_PART_NAMES = """
liite liitteen liitteessä liitteestä luokka luokan ryhmä ryhmän osa osan kohta kohdan vaihtoehto tyyppi taso
vitamiini bilaga bilagan del grupp klass alternativ annex appendix part class option group section type
level plan schedule table
"""
PART_NAMES = frozenset(_PART_NAMES.split())

# A number with a full stop at the start of a line is a day, not a list's number, before one of these.
MONTHS = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu|"
    r"januari|februari|mars\b|april|maj\b|juni|juli|augusti|september|oktober|november|december"
)
