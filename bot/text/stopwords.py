"""Words that say nothing of what a question is about: function words and question words, in every inflection."""

_FI = """
ja tai eli sekä mutta vaan että jotta kun koska jos vaikka kuin niin myös vain jo vielä nyt sitten siis ehkä
ei en et emme ette eivät eikä älä on ovat oli olivat olen olet olemme olette ole olla ollut olleet olisi olisivat onko oliko
se sen sitä siinä siitä siihen sillä siltä sille siksi ne niiden niitä niissä niistä niihin niillä niille
tämä tämän tätä tässä tästä tähän tällä tälle nämä näiden näitä näissä näistä näihin tuo tuon tuota nuo
hän hänen häntä hänellä he heidän heitä minä minun minua minulla sinä sinun me meidän meitä te teidän
mikä mitä minkä missä mistä mihin millä miltä mille miksi mitkä mihinkä millainen millaisia millaista minkälainen
kuka kenen ketä kenellä keneltä kenelle kenet ketkä keitä kuinka miten milloin montako paljonko kauanko mikäli
joka jonka jota jossa josta johon jolla jolta jolle jotka joiden joita joissa joista joihin joilla joille
voi voiko voivat voin voinko voidaan voidaanko saa saako saavat saanko pitää pitääkö täytyy täytyykö tulee tuleeko tarvitseeko
entä entäs entäpä kai kanssa mukaan mukaisesti aikana jälkeen ennen asti saakka lähtien alkaen kautta kesken
yli alle noin lisäksi kuitenkin muun muassa esimerkiksi kaikki kaikkien kaikkia itse oma toinen joku jokin jotain
kertoa kerro tehdä tehdään tehtiin
"""
_SV = """
och eller men att som om när då så inte är var varit vara blir blev har hade kan kunde ska skulle får fick måste bör
den det de dem denna detta dessa dess en ett ej i på av till för med från vid under över mellan efter före innan enligt utan
man jag du vi ni han hon mig dig oss er sin sitt sina min din vår
vad vem vilka vilken vilket vems hur varför vart där här också bara redan ännu mycket många finns göra gör
"""
_EN = """
and or but that which who whom whose what when where why how if then than so not no is are was were be been being am
has have had do does did can could may might must shall should will would the a an of in on at by for from to with as into
about over under between after before during it its this these those they them their he she his her we our you your i my me
there here also only any some all more most such
"""
STOP_WORDS: dict[str, frozenset[str]] = {
    "fi": frozenset(_FI.split()),
    "sv": frozenset(_SV.split()),
    "en": frozenset(_EN.split()),
}
"""Stop words by language, lower case."""
