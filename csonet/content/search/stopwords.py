"""Words that say nothing alone: a query that has other words goes without them."""

from __future__ import annotations

_EN = """a about after all also am an and any are as at be been but by can could did do does for from get
had has have he her his how i if in into is it its just me more most my no not of on only or our out over
she should so some such than that the their them then there these they this those through to too under up
us very was we were what when where which while who why will with would you your"""
_FR = """a afin ai ainsi alors apres au aussi autre aux avec c ce ceci cela ces cet cette ceux chez comme
comment contre d dans de des dont du elle elles en entre es est et etaient etait ete etre eux faire fait
font il ils j je l la le les leur leurs lors lui m ma mais me meme mes mon n ne nos notre nous on ont ou
par pas pendant peut plus pour pourquoi qu quand que quel quelle quelles quels qui s sa sans se selon ses
si son sont sous sur t ta te tes ton tous tout toute toutes tu un une vers vos votre vous y"""
_ES = """a al algo ante antes como con contra cual cuales cuando cuanto cuantos de del desde donde dos e el
ella ellas ellos en entre era es esa esas ese eso esos esta estan estas este esto estos fue ha hace hacia
han hasta hay la las le les lo los mas me mi mientras muy ni no nos nosotros o otra otras otro otros para
pero por porque que quien quienes se segun ser si sin sobre son su sus tambien te tiene tienen todo todos
tras tu u un una unas uno unos y ya yo"""
_RU = """а без бы был была были было быть в вам вас весь во вот все всех всё вы где да для до его ее если
есть еще же за здесь и из или им их к как какие какой ко когда кто ли либо между меня мне мы на над нам нас
не него нее ней нет ни них но о об обо однако он она они оно от очень по под после при про с со так также
такой там те тем то того тоже той только том тот ту тут у уже чего чем что чтобы эта эти это этого этой
этом этот я"""
_AR = """من في على الى عن مع ان او و هذا هذه ذلك تلك التي الذي الذين ما ماذا لا لم لن هل هو هي هم كيف اين
متى لماذا كان كانت كل بين عند عندما قد حول بعد قبل خلال حتى ثم كما اي اذا لكن غير دون منذ ضد عليها فيها
منها به بها له لها ايضا"""


def _folded(words: str) -> list[str]:
    """As the index spells them: no accents, ya and alef unified; those with an accent stand in both spellings."""
    plain = words.translate(str.maketrans("éèêàçùîôûáíóúñёйىإأ", "eeeacuiouaiounеииاا"))
    return plain.split()


STOP_WORDS = frozenset(word for words in (_EN, _FR, _ES, _RU, _AR) for word in _folded(words))
#: For telling the languages with Latin letters apart.
WORDS_OF = {"en": frozenset(_folded(_EN)), "fr": frozenset(_folded(_FR)), "es": frozenset(_folded(_ES))}
#: Chinese characters that join words; a query is cut at them as well.
CHINESE_JOINTS = "的了和与及在是等对为中之或有从到"
