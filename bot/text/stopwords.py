"""Stop words of Finnish, Swedish and English: function words and question words with their inflections."""

from __future__ import annotations

_FINNISH = """
ja sekä tai vai eli mutta vaan sillä että jotta koska kun jos vaikka kuin niin myös joko eikä ettei jollei ellei
mikäli
siis siten näin noin niinkuin kuten sekin myöskään vain jopa juuri ihan aivan hyvin kovin melko vielä jo nyt sitten
silloin
aina usein joskus heti pian taas enää edes ehkä kai kyllä tosiaan lähinnä muun muassa esimerkiksi esim mm ym yms jne
ks ns
tms jms nk ts entä entäs entäpä no siinä siitä siihen sillä siltä sille siksi sinä
minä minun minua minut minulla minulta minulle minussa minusta sinun sinua sinut sinulla sinulta sinulle sinusta
hän hänen häntä hänet hänellä häneltä hänelle hänessä hänestä hänkin me meidän meitä meidät meillä meiltä meille
meistä
te teidän teitä teidät teillä teiltä teille teistä he heidän heitä heidät heillä heiltä heille heistä heissä
se sen sitä sitäkin ne niiden niitä niihin niissä niistä niillä niiltä niille niiksi niinä
tämä tämän tätä tässä tästä tähän tällä tältä tälle täksi tänä nämä näiden näitä näissä näistä näihin näillä näiltä
näille
tuo tuon tuota tuossa tuosta tuohon tuolla tuolta tuolle nuo noiden noita noissa noista noihin noilla noilta noille
joka jonka jota jossa josta johon jolla jolta jolle jona joksi jotka joiden joita joissa joista joihin joilla joilta
joille
joina joiksi jokin jonkin jotakin jotain jossain jostain johonkin jokainen jokaisen jokaista muu muun muuta muut
muiden muita
kukin kunkin itse itsensä sama saman samaa samat sellainen sellaisen sellaista sellaiset tällainen tällaisen
tällaista
mikä minkä mitä missä mistä mihin millä miltä mille miksi minä mitkä mikään mitään minkään
kuka kenen ketä kenet kenellä keneltä kenelle keneen kenestä kenessä keneksi kenenä ketkä keiden keitä keillä keille
keistä
kukaan ketään kenenkään kumpi kumman kumpaa kummalla kummat kumpikin
miten kuinka milloin minne mitenkä paljonko montako monesko moneltako monelta kauanko miksei
millainen millaisen millaista millaisia millaiset millaisissa millaisella millaisessa millaisten millaisiin
minkälainen minkälaisen minkälaista minkälaisia minkälaiset minkälaisissa
olla on ovat ole olen olet olemme olette oli olivat olin ollut olleet olisi olisivat olkoon lienee onko ovatko oliko
olivatko
onkohan olisiko oltava oltu ollaan oltiin olevan oleva olevat olemaan ollessa
ei en et emme ette eivät eikö eivätkö enkö älä älkää ettekö
voi voivat voida voin voit voimme voitte voiko voivatko voidaan voitaisiin voidaanko voisi voisivat voisiko voinut
saa saako saavat saavatko pitää pitääkö pitäisi pitäisikö täytyy täytyykö kannattaako tulee tuleeko tarvitseeko
yli alle kanssa ilman sekä kohti mukaan vuoksi takia kautta asti saakka alkaen lukien
kerro kertoa kertoisitko haluan haluaisin tietää mieltä tarkoittaa tarkoitetaan tarkoittaako tarkalleen oikeastaan
"""

_SWEDISH = """
och eller men utan att om när då därför eftersom så som än för samt både antingen varken ju nog väl bara även också
redan
ännu mycket mer mest lite inte ej aldrig alltid ofta ibland nu sedan där här dit hit upp ner ut in
i på av till från med under över vid mot hos mellan genom enligt efter före inom utom bland kring
en ett den det de dem dess deras denna detta dessa någon något några ingen inget inga varje all allt alla annan
annat andra
sådan sådant sådana samma själv man
jag mig min mitt mina du dig din ditt dina han honom hans hon henne hennes vi oss vår vårt våra ni er ert era sig
sin sitt sina
vem vems vad vilken vilket vilka var vart varifrån varför hur hurdan huruvida vilkens
är var varit vara blir bli blev blivit har hade haft ha kan kunde kunnat ska skall skulle må måste får fick fått
vill ville
bör borde gör görs göra gjorde finns fanns kommer
berätta säg vet veta betyder egentligen
t ex bl a dvs osv m fl fr o
"""

_ENGLISH = """
a an the and or but nor if then than so because as while although though unless until whether both either neither
of in on at to from by with without for about into onto over under between through during before after above below
against
within per via up down out off
i me my mine you your yours he him his she her hers it its we us our ours they them their theirs this that these
those
one ones someone something anyone anything each every all any some such same other another own
who whose whom what which where when why how whatever whichever
is are was were be been being am isn't aren't wasn't weren't do does did done doing don't doesn't didn't
has have had having can could may might must shall should will would cannot can't couldn't won't wouldn't shouldn't
not no yes very too also just only even still already yet again ever never always often there here now
tell please know mean means exactly actually get got let
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "fi": frozenset(_FINNISH.split()),
    "sv": frozenset(_SWEDISH.split()),
    "en": frozenset(_ENGLISH.split()),
}

_LEMMAS = """
olla ei voida minä sinä hän me te he se ne tämä nämä tuo nuo joka jokin mikä kuka ken kumpi kukin kukaan mikään
jompikumpi millainen minkälainen sellainen tällainen
"""

# Base forms that are stop words in every inflection («minkälaisissakin», «olisivatkohan»).
STOP_LEMMAS = frozenset(_LEMMAS.split())
