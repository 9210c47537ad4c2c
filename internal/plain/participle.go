package plain

// The lists below are written for this package. docs/plain-dutch.md tells how
// to add to them.

// noParticiple has the form of a participle and is none: nouns, adjectives,
// infinitives and present tenses.
var noParticiple = set(`
	geld geluid geweld gebed gebied gebieden gebod gedicht gedichten gerecht gerechten gevecht gevechten gewicht gewichten gezicht gezichten geest gebit gehucht
	gebouwen gevolgen gemeenten geluiden getallen gedachten gezinnen gesprekken gegevens gewoonten geruchten gevoelens geheimen gevaren gebruiken
	gevangenen geliefden gelovigen generaties gebreken gebaren gebeurtenissen gedeelten geschenken geslachten getuigen gezangen gebeden geesten genten
	geven gebeuren geloven genieten gelden gedragen geraken geschieden gelijken gelukken genezen getroosten gehoorzamen gevoelen gewennen gunnen
	gebeurt gelooft geniet geldt geeft getuigt gedraagt geneest gehoorzaamt gebiedt
	gezond gewoon geheel gemeend gemiddeld gelijk gerust gezamenlijk gek geen geduld gemoed gegadigd gemeente getalenteerd gebrekkig gevoelig
	beeld beest best bent bestand beleid bereid bekend beurt bezit besluit bericht begint belet bewind bevind beleefd beroemd bevoegd bewust beducht bekwaamd benieuwd bedrijft behoeft betreft beschrijft bewijst begrijpt bespreekt bezoekt bederft beklimt bewerpt besterft
	verdriet verband verstand verbod verkeerd verst verfd verderft verkoopt verwijst verliest vertrekt verzoekt verbreekt verlaat verhaalt vergeet verschuift verdrijft verwerpt verfijnt verkiest verraadt
	ontbijt ontbreekt ontwerpt ontkiemt onthoudt ontslaat ontkent ontvangst onttrekt ontspruit ontvlucht
	herfst hert herschrijft herleest herstelt herkent
	overheid overkant overlast overzicht onderwerp
	opgewekt uitgebreid ingewikkeld toegewijd afgelegen aangenaam ongewenst
`)

// strong are participles without ge- that end on -en, and those of verbs with
// onder-, over-, door-, om-, vol-, voor- and mis-. Their form alone would not
// tell them from infinitives and nouns.
var strong = set(`
	begrepen begonnen behouden bedorven bedreven begraven bekeken beklommen benomen beschreven beslagen besloten besproken bestolen betrokken bevolen bevonden bevroren bewezen bewogen bezeten bedrogen beholpen bevochten bezworen belezen
	verboden verbonden verborgen verbroken verdreven verdronken verdwenen vergeven vergeleken vergeten verheven verkozen verkregen verlaten verloren vermeden verschenen verschoven verslagen versleten versproken verstaan vertrokken vervangen verwezen verworpen verworven verzonnen verzonden vernomen verraden verwonden vergoten
	ontboden ontbonden ontbroken ontgonnen onthouden ontheven ontnomen ontslagen ontsloten ontsproten ontstaan onttrokken ontvangen ontworpen ontweken ontzien ontdaan ontsnapt
	herschreven herkregen herlezen hernomen herroepen herzien herwonnen herverdeeld
	ervaren erkend
	onderzocht ondersteund ondervraagd ondernomen onderbroken ondertekend onderhouden onderwezen onderschat onderschreven ondergebracht onderbouwd onderscheiden onderdrukt ondermijnd
	overtuigd overwogen overtreden overschreden overvallen overdekt overspoeld overleden overschat overhandigd overwonnen overlegd overdreven overtroffen
	doorbroken doorzocht doorkruist doorlopen omringd omschreven omgeven omsingeld
	voltooid voldaan volbracht voorkomen voorspeld voorzien misbruikt mishandeld mislukt misleid weerlegd weerhouden aanvaard aanbeden
	bestraat gezet bezet ingezet besmet vergroot ontmoet begroet beboet belast benut verplaatst verrast bevestigd
	opgezet uitgezet omgezet vastgezet stopgezet teruggezet voortgezet herzet
	aanbevolen voorbereid aanbesteed uitbesteed toevertrouwd voorbehouden uitverkocht herbouwd
`)

// neverPassive are participles without an active sentence behind them, with
// worden as well as with zijn.
var neverPassive = set("geboren bekend gewend gezond verliefd verkeerd ziek gehecht verslaafd bejaard benieuwd beroemd bewust bevriend gezwollen geweest geworden gehandicapt ingewikkeld bevallen verkouden vermoeiend")

// moving are participles of verbs that make their perfect with zijn: going,
// becoming, ending. With a particle they mostly do so too.
var moving = set(`
	gegaan gekomen gebleven gebeurd gestegen gedaald gevallen gestorven gestopt geëindigd gegroeid gekrompen gelukt gelopen gereden gevlogen gefietst gewandeld gezwommen geklommen gesprongen gevlucht geslaagd gezakt gezonken
	gebleken geschrokken gesmolten gebarsten gevaren gestart gereisd gekropen gedwaald gesneld gestapt gevorderd geslopen gestroomd gerend gebloeid gewaaid gestort gehaast gestrand gerijpt geland gestruikeld gegleden geruid
`)

// transitive have the form of moving with a particle, and do have an object.
var transitive = set("aangevallen nagegaan aangegaan ondergaan opgestart doorgelegd")

// withZijn are other participles with which zijn is no passive: perfects of
// verbs that mean a change, and participles that are used as adjectives.
var withZijn = set(`
	begonnen verdwenen overleden vertrokken verhuisd veranderd verbeterd verslechterd verouderd verdubbeld gehalveerd verlopen verdwaald vergeten verschenen verdronken ontstaan ontsnapt ontploft ontspoord bevroren genezen mislukt
	toegenomen afgenomen opgehouden opgegroeid afgelopen opgestaan tegengevallen meegevallen ontwaakt verrezen verwelkt vertraagd verstreken bezweken getrouwd gescheiden
	gerust geschikt gelegen gevestigd geïnteresseerd bezet bevoegd beperkt verplicht verantwoord verward vermoeid verbaasd vereist gewenst geopend gesloten gebaseerd bedoeld gericht verdeeld bestemd betrokken gespecialiseerd
	ervaren overtuigd teleurgesteld opgewonden aangesloten uitgesloten verbonden bereid belangrijk verrast versleten ingelogd uitgelogd gespannen ontspannen gelukt verdiend gemotiveerd bezorgd gevorderd beschadigd verstopt vervallen verzekerd bedekt gemeubileerd ontbroken
	gekleed verzadigd verdacht vertrouwd vermist uitgestorven uitgegleden uitgeput verstand aangewezen geslaagd uitgerust opgelucht verboden verkleed bebouwd bewolkt verwant
`)
