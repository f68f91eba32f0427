"""Texts and payloads that are meant to take long or grow: each within the limits of its form."""

import random

from expressions import Scope

_DICE = random.Random(1)
_LONG = "a" * 60_000


def _nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


PAYLOAD = {
    "t": _LONG,
    "ss": "ß" * 60_000,
    "rnd": "".join(_DICE.choice("ab") for _ in range(60_000)),
    "l": [number / 7 for number in range(10_000)],
    "i": list(range(10_000)),
    "s": [f"s{number}" for number in range(10_000)],
    "d": [f"2026-03-01T{n % 24:02d}:{n % 60:02d}:00.{n:06d}Z" for n in range(9_000)],
    "o": {f"k{number}": {"a": number, "b": [1.5] * 3} for number in range(8_000)},
    "items": [{"a": n, "s": f"x{n}", "at": f"2026-03-01T10:00:00.{n:06d}Z"} for n in range(5_000)],
    "nest": [[[] for _ in range(80)] for _ in range(1_000)],
    "num": "9" * 390,
    "h": r"\pL{1,9}",
    "zones": ["Asia/Seoul", "Europe/Berlin"] * 2_000,
    "patterns": [rf"\pL{{1,9}}{number}" for number in range(3_000)],
    "deep": _nested(300),
}
SCOPE = Scope(
    events={"E": None, "F": {f"field{n}": "string" for n in range(2_000)}, "a": None, "c": None},
    sources={"S": None},
)


def _list(piece, times):
    return f"[{','.join([piece] * times)}]"


def _each(condition, items="items"):
    return f"count(@{{E.{items}.all({condition})}})"


# What is refused by the check alone, or costs there.
TEXTS = {
    "unknown functions": "+".join(f"lengh{number}()" for number in range(900)),
    "unknown fields": "+".join(f"@{{F.fild{number}}}" for number in range(600)),
    "unknown zones": "+".join(f'now("Asia/Seol{number}")' for number in range(400)),
    "large patterns": " or ".join(
        f'matchRegExp(@{{E.t}},"\\\\pL{{1,9}}{number}")' for number in range(190)
    ),
    "bad patterns": " or ".join(
        f'matchRegExp(@{{E.t}},"(\\\\pL\\\\pL\\\\pL\\\\pL\\\\pL{{1,30}}){{1,10}}{number}")'
        for number in range(140)
    ),
    "classes": 'matchRegExp("x","' + "\\\\pL" * 320 + '")',
    "growing constants": " and ".join(
        ['length(replaceAll(replaceAll("aaaaaaaaaa","a","aaaaaaaaaaaaaaaaaaaa"),"a","bbbbb"))==1']
        * 60
    ),
    "nested constants": "coalesce(" * 55 + "+".join(["1"] * 800) + ")" * 55,
    "nested alternatives": "@{a.first(" * 30
    + "@{a.b}==1 and "
    + " and ".join(f"@{{a.b}}!={number}" for number in range(400))
    + ")}==1 and @{c.d}==2" * 30,
    "quotes": '"' * 9_999,
    "brackets": "(" * 9_999,
    "backslashes": '"' + "\\" * 9_998 + '"',
    "a long path": "@{a" + ".b" * 4_990 + "}",
    "a loose path": "@{a" + " . b" * 2_400 + "}",
    "blanks": " " * 9_000 + "1",
    "openings": "@{" * 4_999,
    "minus": "-" * 9_999,
    "not": "not " * 2_499,
    "digits": "9" * 9_999,
    "decimals": "1." + "9" * 9_990,
    "commas": "f(" + "," * 9_000 + ")",
    "elements": "currentEventField." * 550,
}
# What costs when it runs.
RUNS = {
    "upper case": _list("upper(@{E.ss})", 450),
    "lower case in a loop": _each("contain(lower(@{E.ss}), currentEventField.s)"),
    "joined texts": _list('concat(@{E.t},"x")', 300),
    "added texts": _list('(@{E.t}+"x")', 300),
    "replaced texts": _list('replaceAll(@{E.t},"a","bbbb")', 200),
    "replaced patterns": _list('replaceRegExp(@{E.t},"a","bbbb")', 200),
    "split by a pattern": _list('split(@{E.t},"[a]")', 200),
    "split by a text": _list('split(@{E.t},"a")', 200),
    "many states": " or ".join(['matchRegExp(@{E.rnd},"(a|b)*a(a|b){15}c")'] * 100),
    "many copies": " or ".join(['matchRegExp(@{E.rnd},"[ab]*a[ab]{200}c")'] * 100),
    "a match that looks at all": 'count(split(@{E.t},"a(?:.*c)?"))',
    "a pattern from data": _each('matchRegExp("xyz", @{E.h})', "i"),
    "patterns from data": _each('matchRegExp("xyz", currentEventField)', "patterns"),
    "sorting": "+".join(["count(sort(@{E.l},true))"] * 200),
    "different objects": "+".join(["distinctCount([@{E.o}])"] * 200),
    "the same objects": f"distinctCount({_list('@{E.o}', 900)})",
    "equal objects": " and ".join(["@{E.o}==@{E.o}"] * 300),
    "equal lists": " and ".join(["@{E.l}==@{E.l}"] * 300),
    "empty lists below lists": "+".join(["count(@{E.nest.a})"] * 300),
    "a deep value": "@{E.deep}",
    "deep values compared": "@{E.deep}==@{E.deep}",
    "a deep value's identity": "distinctCount(@{E.deep})",
    "dates read": _each("toDateTime(currentEventField) > now()", "d"),
    "dates compared": _each("currentEventField > now()", "d"),
    "dates written": _each(
        'formatDate(toDateTime(currentEventField),"' + "dM" * 99 + '","Asia/Seoul","ko")=="x"', "d"
    ),
    "months added": _each('nowWithDelta(currentEventField,"months","Asia/Seoul")>now()', "i"),
    "months between": _each('dateDiff(currentEventField.at,now(),"months")>0'),
    "identifiers": _each("length(uuid())>currentEventField", "i"),
    "random numbers": _each("random()>2", "i"),
    "loops in loops": _each(f"{_each('currentEventField.a>1')}>currentEventField.a"),
    "searches in loops": _each("in(currentEventField.s,@{E.s})"),
    "intersections": "+".join(["count(intersect(@{E.s},@{E.s}))"] * 100),
    "filters": "+".join(['count(filter(@{E.items},"s",@{E.s}))'] * 100),
    "serialised numbers": _list('serializeList(@{E.l},",",true)', 100),
    "serialised texts": f'serializeList({_list("@{E.t}", 400)},",",true)',
    "long numbers": "*".join(["toDecimal(@{E.num})"] * 300),
    "long products": "1." + "3" * 33 + ("*1." + "3" * 33) * 270,
    "zones": _each("updateTimeZone(now(),currentEventField)>now()", "zones"),
    "keys": "+".join(["count(@{E.o.keys()})"] * 300),
    "first elements": "+".join(["@{E.items.first().a}"] * 400),
    "last elements": "+".join(["@{E.items.last(currentEventField.a<0).a}"] * 200),
    "largest": "+".join(["max(@{E.l})"] * 400),
    "sums": "+".join(["sum(@{E.l})"] * 400),
    "searches in a text": "+".join(['indexOf(@{E.rnd},"' + "ab" * 10 + 'aa")'] * 200),
}
