"""The words that `deck.terms` weighs: vocabulary of the field and of careful reading, not claims about it.

Listing a word too many costs the user a question; one too few can cost a wrong merge.
"""

# The words of a line oppose or neighbour one another; `=` joins two names of one thing, and after a colon
# stand the endings that each of them takes.
TERMS = """
left right
ipsilateral contralateral bilateral unilateral : ly
same opposite
medial lateral : ly
medialis lateralis intermedius
internal external : ly
inner outer
inside outside
inward outward upward downward forward backward : s
clockwise anticlockwise=counterclockwise
superior inferior : ly
anterior posterior : ly
proximal distal : ly
dorsal ventral palmar plantar volar : ly
dorsum palm sole
cranial caudal cephalic : ly
superficial deep profound : ly er
superficialis profundus
upper lower middle
top bottom
above below
front back
over under
central peripheral : ly
abduct adduct : s ed ing ion or ors
flex extend : s ed ing
flexion extension
flexor extensor : s
dorsiflexion plantarflexion
pronate supinate : s d
pronating supinating
pronation supination
pronator supinator : s
prone supine
inversion eversion
invert evert : s ed ing or ors
elevate depress : s d ed ing
elevation depression
elevator depressor : s
levator
protract retract : s ed ing ion or ors
rotate rotation rotator
circumduction
opposition reposition
lordosis kyphosis scoliosis
lordotic kyphotic scoliotic
anteversion retroversion
nutation counternutation
teres
major minor
maximus medius minimus
longus brevis
longissimus brevissimus
magnus quadratus
pectoralis rhomboid=rhomboids gluteus vastus
brachialis brachioradialis coracobrachialis
brachii femoris
biceps triceps quadriceps
supraspinatus infraspinatus subscapularis
semitendinosus semimembranosus semispinalis
iliacus iliocostalis psoas
ilium=iliac ileum=ileal ischium=ischial pubis=pubic
perineal peroneal
mediate medicate : d s
peroneus=fibularis tibialis
tibia=tibial fibula=fibular
radius=radial ulna=ulnar
radialis ulnaris
humerus=humeral femur=femoral
scapula=scapular clavicle=clavicular
carpal tarsal
carpals tarsals carpus tarsus
metacarpal metatarsal : s
toward away : s
ascend descend : s ed ing
internus externus
transversus rectus obliquus
oblique transverse
digitorum digiti indicis
latissimus longissimus
splenius semispinalis
soleus plantaris
gemellus obturator
mylohyoid stylohyoid omohyoid sternohyoid geniohyoid thyrohyoid
trapezius trapezium trapezoid
deltoid
hyoid thyroid
coracoid coronoid
condyle epicondyle : s
thenar hypothenar
cubital orbital
brachial branchial bronchial
carotid parotid
valgus varus vagus
atrial ventricular
thrombus embolus
thrombosis embolism
spondylosis spondylitis spondylolysis spondylolisthesis
osteoporosis osteopenia osteoarthritis osteomyelitis
dysphagia dysphasia aphasia
paresis paralysis paresthesia
apnea dyspnea
edema erythema
refer treat : s red ed
continue proceed : s d ed
fascial facial
chin shin skin
wrist waist
hallucis pollicis
hallux pollex
cervical thoracic lumbar sacral coccygeal
cervicis thoracis lumborum capitis
sternal costal
mental dental
malleolus malleus
trochanter trochlea
peritoneum perineum
ureter urethra
mucous mucus
palpation palpitation
effleurage petrissage tapotement friction vibration
origin insertion : s
tendon ligament : s
tendinitis tendinosis tendinopathy tenosynovitis
arthritis arthrosis
myositis myopathy myalgia
neuritis neuropathy neuralgia
artery vein nerve : s
arteries veins nerves
arterial venous neural
arteriole venule : s
lymph blood
afferent efferent
sensory motor
sympathetic parasympathetic
agonist antagonist synergist : s
concentric eccentric isometric isotonic : ally
static dynamic : ally
active passive latent : ly
contract relax : s ed ing
contraction relaxation
stretch shorten lengthen : es s ed ing
tighten loosen : s ed ing
tension compression
distraction traction
push pull : s ed ing
inhale exhale : s d
inhaling exhaling
inhalation exhalation
inspiration expiration
intrinsic extrinsic
endogenous exogenous
systolic diastolic
systole diastole
hypertension hypotension
tachycardia bradycardia
vasoconstriction vasodilation
ischemia hyperemia
ischemic hyperemic
aerobic anaerobic
septic aseptic
typical atypical : ly
symptomatic asymptomatic
symmetrical=symmetric asymmetrical=asymmetric : ly
vascular avascular
benign malignant
acute chronic subacute : ly
primary secondary tertiary : ly
absolute relative local general systemic : ly
contraindicate indicate : s d
contraindicated indicated
contraindication indication : s
emergency routine urgent
safe dangerous
allow forbid prohibit avoid : s ed
allowed forbidden permitted
required optional
always never sometimes often rarely usually seldom
all none some every any no
both either neither each
only except unless
and or nor
with without
before after during
since until
pre post peri
early late : r st
earlier later
earliest latest
more less fewer
most least
increase decrease reduce : s d
increasing decreasing reducing
greater smaller lesser
larger
high low : er est
higher lower
raise drop : s d ed
rise fall
maximum=maximal minimum=minimal
long short : er est
longer shorter
fast slow : er ly
hot cold warm cool : er
heat ice
hard soft light firm : er ly
heavy
strong weak : er ly
strength weakness
thick thin : er
wide narrow : er
open closed
start stop begin end : s
add remove subtract
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last
once twice thrice
single double triple
half quarter third
may must should might can could shall
true false
positive negative : ly
sensitive specific
sensitivity specificity
valid reliable
validity reliability
normal abnormal : ly
present absent
presence absence
known unknown
direct indirect : ly
simple complex
male female
man woman
men women
mother father
child adult : s
infant
standing sitting lying kneeling
sidelying
daily weekly monthly yearly
day week month year : s
up down
near far
"""

NEGATIONS = """
not no non none never without neither nor cannot nothing nobody dont doesnt didnt isnt arent wasnt werent wont
wouldnt shouldnt mustnt cant couldnt hasnt havent hadnt neednt
"""

# The same rest of a word under two prefixes of one line makes two different words. `-` is no prefix at all;
# the others of its line negate, each like any other.
PREFIXES = """
- un non in im il ir dis mis anti contra counter
dis mis
- de
de in
hyper hypo hyp eu normo
supra infra sub
sub ob super
inter intra extra
pre post peri
ante retro post
antero postero
medio latero
dorsi plantar palmar
ab ad
af ef
ex in en
endo ecto exo epi peri
macro micro
tachy brady
uni bi tri quadri multi mono poly
ipsi contra bi uni
over under
up down
out in
fore hind
"""

# Parts of words that are spelled in two ways; both count as the second.
SPELLINGS = """
haem hem
aemi emi
oedem edem
aesth esth
oesoph esoph
oestr estr
foet fet
paed ped
gynaec gynec
faec fec
caec cec
pnoea pnea
rrhoea rrhea
fibre fiber
centre center
metre meter
litre liter
tumour tumor
colour color
odour odor
labour labor
behaviour behavior
isation ization
grey gray
tendonitis tendinitis
rhomboideus rhomboid
"""

# From zero up.
NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""

ROMAN = "ii iii iv vi vii viii ix xi xii"

SIGNS = {
    "%": "percent",
    "&": "and",
    "<": "less",
    ">": "more",
    "≤": "atmost",
    "≥": "atleast",
    "±": "plusminus",
    "+": "plus",
    "→": "to",
    "°": "degree",
}

# Words that are one slip away from a word of `TERMS`, and words all the same: never taken for its misspelling.
LOOKALIKES = """
addicted addicting addiction adduced adducing alter amy anormal arise arises bellow biliteral blighter booth
chronicle clod col condoles contact contacted contacting contacts dad decease deceased deceases deceasing
droop drooped droops eternal eternally expiation fallowed fats fiction fraction frication froward hallowed
hoot indicted indiction inertion interns isomeric keeling lats latte latter literally lunar medically
natation nay notation orbitals peronate plighter pots preferred primarily quadrates reefer reliably
relivable retraced retracing retroact retroaction reversion reverted reverting sanding scapulars siting
slighter slightly slitting spinate spitting stoop stoops stranding stranger tensions terse topically trees
uniliteral vindicate vindicated vindicates vindication waits wallowed writs
"""

# Words that a missing, doubled or swapped letter makes of another word that somebody learning this field may type.
# None of them is a slip for the other one; a word of `TERMS` or `LOOKALIKES` need not stand here.
OTHER_WORDS = """
ablation addition additions additive barely barley bowels bowls breadth breath breathes breaths burden callous
callus careers carers casual causal charts chats chess chests cleaning cleansing closest closet cloths clots
collide comma compete competed complaint complete completed compliant conducive conductive corporal corporeal
corps corpus cured cures curing cursed curved curves curving defect defection deflect deflection desert
dessert diner dinner discreet discrete excerpt exertion exists exits faces facet facets facts filing filling
finer finger fingers gentile gentle grater hearth heath heats heroin hoping hopping humorous infarct infarction
inflection infract infraction injures injuries insect insert inset inspect insulated insulted joins joint joints
lighting lightning linear liner manager manger marital martial medal median mediate mediated mediation medical
medicated medication meditate meditation meter moral morality mortal mortality neuron neurons neuter neutral
neutron neutrons palate palates palpate palpates patent patents patient patients peritoneal planar planed
planned planter plates pleural plural posing posted posting preset prostate prostrate public radical ration
rational rations ratios receivers receives recital rectal reliefs relieve relieving relive reliving remainder
reminder renal rental reside resides residue residues retires revered reversed rises rotated rotating rotted
rotting scared scaring scarred scarring scraping scrapping serious serous shores shots sighs sights singed
singled sparse spices spies spikes spines spins stared staring started starting statue statues stature
statutes stretchers striped striping stripped stripping surely surly tables tablets taped taping tapped
tapping tenor tensor thorough through toes tones tonnes tracer tracing tracker tracking treble tremble trial
tribal unison united untied valve valves venues venus vertebra vertebrae vertebrate vertebrates vesicle
violent violet viscous viscus weighs weights
"""
