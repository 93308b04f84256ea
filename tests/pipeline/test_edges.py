# ruff: noqa: E501 - a case is a line
"""Tables of cells and the edges between them, by language feature. Each cell is a step: ``1>2 x`` is an edge."""

from __future__ import annotations

import pytest
from small_notebooks import edges_of

Case = tuple[str, list[str], set[str]]

ORDER: list[Case] = [
    ("one variable", ["a = 1", "b = a"], {"1>2 a"}),
    ("two variables, one edge", ["a = 1; b = 2", "c = b + a"], {"1>2 b,a"}),
    ("no sharing, no edge", ["a = 1", "b = 2"], set()),
    ("the last writer", ["a = 1", "a = 2", "b = a"], {"2>3 a"}),
    ("a reader between two writers", ["a = 1", "b = a", "a = 2", "c = a"], {"1>2 a", "3>4 a"}),
    ("redefined from itself: versions", ["a = 1", "a = a + 1", "b = a"], {"1>2 a", "2>3 a"}),
    ("read before written below", ["print(a)", "a = 1"], set()),
    ("written before read in the cell", ["a = 1", "a = 2\nb = a"], set()),
    ("read, then written in the cell", ["a = 1", "b = a\na = 2"], {"1>2 a"}),
    ("swap", ["a, b = 1, 2", "a, b = b, a", "print(a)"], {"1>2 b,a", "2>3 a"}),
    ("diamond", ["a = 1", "b = a", "c = a", "d = b + c"], {"1>2 a", "1>3 a", "2>4 b", "3>4 c"}),
    ("builtins are nobody's", ["a = list(range(3))", "print(len(a))"], {"1>2 a"}),
    ("a builtin defined anew", ["sum = 3", "b = sum"], {"1>2 sum"}),
    ("import in a step", ["import numpy as np", "a = np.ones(3)"], {"1>2 np"}),
    ("dotted import binds its first name", ["import os.path", "os.getcwd()"], {"1>2 os"}),
    ("comments and strings are not code", ["a = 1", "# a\n'a'\nb = 'a'"], set()),
    ("empty cell", ["a = 1", "", "b = a"], {"1>3 a"}),
]

FLOW: list[Case] = [
    ("if without else keeps both writers", ["a = 1", "if f():\n    a = 2", "b = a"], {"1>3 a", "2>3 a"}),
    ("if with else replaces", ["a = 1", "if f():\n    a = 2\nelse:\n    a = 3", "b = a"], {"2>3 a"}),
    ("elif chain without else", ["a = 1", "if f():\n    a = 2\nelif g():\n    a = 3", "b = a"], {"1>3 a", "2>3 a"}),
    ("a branch that raises does not count", ["a = 1", "if f():\n    a = 2\nelse:\n    raise E", "b = a"], {"2>3 a"}),
    ("read inside the branch that wrote", ["a = 1", "if f():\n    a = 2\n    print(a)"], set()),
    ("read after a conditional write", ["a = 1", "if f():\n    a = 2\nprint(a)"], {"1>2 a"}),
    ("if False is dead", ["a = 1", "if False:\n    print(a)"], set()),
    ("main guard runs", ["a = 1", "if __name__ == '__main__':\n    b = a", "c = b"], {"1>2 a", "2>3 b"}),
    ("for target and body", ["xs = [1]", "for x in xs:\n    y = x", "print(x, y)"], {"1>2 xs", "2>3 x,y"}),
    ("accumulating in a for", ["t = 0\nxs = []", "for x in xs:\n    t += x", "print(t)"], {"1>2 xs,t", "2>3 t"}),
    ("while may not run", ["a = 1", "while f():\n    a = 2", "b = a"], {"1>3 a", "2>3 a"}),
    ("try import", ["try:\n    import a\nexcept ImportError:\n    a = None", "b = a"], {"1>2 a"}),
    ("try may fail half way", ["a = 1", "try:\n    a = f()\nexcept E:\n    pass", "b = a"], {"1>3 a", "2>3 a"}),
    ("both ways of a try", ["a = 1", "try:\n    a = f()\nexcept E:\n    a = 0", "b = a"], {"2>3 a"}),
    ("finally always", ["a = 1", "try:\n    f()\nfinally:\n    a = 2", "b = a"], {"2>3 a"}),
    ("except as is gone after", ["e = 1", "try:\n    f()\nexcept E as e:\n    print(e)"], set()),
    ("with as", ["p = 'x'", "with open(p) as f:\n    t = f.read()", "print(t, f)"], {"1>2 p", "2>3 t,f"}),
    (
        "match",
        ["p = (1, 2)", "match p:\n    case (x, y) if x > k:\n        z = y\n    case _:\n        z = 0", "print(z)"],
        {"1>2 p", "2>3 z"},
    ),
    (
        "match captures",
        ["p = {}", "match p:\n    case {'a': v, **rest}:\n        w = v", "print(w, rest)"],
        {"1>2 p", "2>3 w,rest"},
    ),
    (
        "async with and for",
        ["s = 1", "async with s as c:\n    async for r in c:\n        v = r", "print(v)"],
        {"1>2 s", "2>3 v"},
    ),
    ("top-level await", ["async def f():\n    return 1", "a = await f()"], {"1>2 f"}),
]

BINDING: list[Case] = [
    ("tuple and star", ["(a, *b), c = f()", "print(b)"], {"1>2 b"}),
    ("chained", ["a = b = 1", "print(b)"], {"1>2 b"}),
    ("annotated", ["a: int = 1", "b: a = 2"], {"1>2 a"}),
    ("bare annotation binds nothing", ["a = 1", "a: int", "b = a"], {"1>3 a"}),
    ("augmented", ["a = 1", "a += 1", "b = a"], {"1>2 a", "2>3 a"}),
    ("walrus", ["if (n := 3) > 2:\n    pass", "print(n)"], {"1>2 n"}),
    ("walrus in a comprehension", ["xs = [y := i for i in range(3)]", "print(y)"], {"1>2 y"}),
    ("del, then another", ["a = 1", "del a", "a = 2", "b = a"], {"1>2 a", "3>4 a"}),
    ("del of an item changes", ["d = {}", "del d['k']", "print(d)"], {"1>2 d", "2>3 d"}),
    ("global inside a function", ["n = 0", "def f():\n    global n\n    n = 1\nf()", "print(n)"], {"1>3 n", "2>3 n"}),
    ("globals()[...]", ["globals()['a'] = 1", "b = globals()['a']"], {"1>2 a"}),
]

SCOPES: list[Case] = [
    ("locals stay inside", ["x = 1", "def f():\n    x = 2\n    return x\nf()"], set()),
    ("parameters hide", ["x = 1", "def f(x):\n    return x\nf(2)"], set()),
    ("a default is read at once", ["x = 1", "def f(a=x):\n    return a", "f()"], {"1>2 x", "2>3 f"}),
    ("a decorator is read at once", ["def deco(f):\n    return f", "@deco\ndef g():\n    pass"], {"1>2 deco"}),
    ("annotations are read at once", ["T = int", "def f(a: T) -> T: ..."], {"1>2 T"}),
    ("free names at the call", ["def f():\n    return x", "x = 1", "y = f()"], {"1>3 f", "2>3 x"}),
    ("free names through functions", ["def f():\n    return g()", "def g():\n    return x", "x = 1", "y = f()"], {"1>4 f", "2>4 g", "3>4 x"}),
    ("the version at the call", ["x = 1\ndef f():\n    return x", "x = 2", "y = f()"], {"1>3 f", "2>3 x"}),
    ("a function handed on is called", ["k = 2", "def f(v):\n    return v * k", "r = df.apply(f)"], {"1>3 k", "2>3 f"}),
    ("an alias calls later", ["def f():\n    return x", "g = f", "x = 1", "y = g()"], {"1>2 f", "2>4 g", "3>4 x"}),
    ("a lambda calls later", ["f = lambda v: v + x", "x = 1", "y = f(2)"], {"1>3 f", "2>3 x"}),
    ("a lambda given away is called", ["x = 1", "r = sorted(range(3), key=lambda v: v * x)"], {"1>2 x"}),
    ("a closure that is returned", ["def make():\n    def g():\n        return x\n    return g", "h = make()", "x = 1", "y = h()"], {"1>2 make", "2>4 h", "3>4 x"}),
    ("functions in a dict", ["def f():\n    return x", "table = {'f': f}", "x = 1", "y = table['f']()"], {"1>2 f", "2>4 table", "3>4 x"}),
    ("printing a function does not call it", ["x = 1", "def f():\n    return x", "print(f)", "y = f()"], {"1>4 x", "2>3 f", "2>4 f"}),
    ("a function nobody calls hangs on what it names", ["x = 1", "def f():\n    return x"], {"1>2 x"}),
    ("nested functions", ["x = 1", "def f():\n    def g():\n        return x\n    return g()", "f()"], {"1>3 x", "2>3 f"}),
    ("nonlocal is not global", ["n = 1", "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n    g()\nf()", "print(n)"], {"1>3 n"}),
    ("recursion ends", ["def f(n):\n    return f(n - 1) if n else x", "x = 1", "f(3)"], {"1>3 f", "2>3 x"}),
    ("mutual recursion ends", ["def f():\n    return g()\ndef g():\n    return f() or x", "x = 1", "f()"], {"1>3 f,g", "2>3 x"}),
    ("comprehensions have their own names", ["i = 1", "xs = [i for i in range(3)]"], set()),
    ("a comprehension reads its source", ["i = [1]", "xs = [i for i in i]"], {"1>2 i"}),
    ("dict comprehension and condition", ["k = 1\nd = {}", "e = {a: b for a, b in d.items() if a > k}"], {"1>2 d,k"}),
    ("f-strings", ["w = 3; v = 1.0", "s = f'{v:{w}.2f} {w!r}'"], {"1>2 v,w"}),
    ("class body at once", ["base = 1", "class C:\n    a = base", "C()"], {"1>2 base", "2>3 C"}),
    ("methods when used", ["class C:\n    def m(self):\n        return x", "x = 1", "C().m()"], {"1>3 C", "2>3 x"}),
    ("instances carry their class", ["class C:\n    def m(self):\n        return x", "c = C()", "x = 1", "y = c.m()"], {"1>2 C", "2>4 c", "3>4 x"}),
    ("class names are not the methods'", ["a = 1", "class C:\n    a = 2\n    def m(self):\n        return a", "C().m()"], {"1>3 a", "2>3 C"}),
    ("bases", ["class A: ...", "class B(A): ...", "b = B()"], {"1>2 A", "2>3 B"}),
    ("a class changed later", ["class C:\n    n = 1", "c = C()", "C.n = 2", "print(c.n)"], {"1>2 C", "1>3 C", "2>4 c", "3>4 C"}),
    ("partial", ["from functools import partial\ndef f(a):\n    return x", "g = partial(f, 1)", "x = 1", "g()"], {"1>2 partial,f", "2>4 g", "3>4 x"}),
]  # fmt: skip

EFFECTS: list[Case] = [
    ("item", ["d = {}", "d['k'] = 1", "print(d)"], {"1>2 d", "2>3 d"}),
    ("attribute", ["o = make()", "o.a.b = 1", "print(o)"], {"1>2 o", "2>3 o"}),
    ("column", ["df = f()", "df['b'] = df['a'] * 2", "df.plot()"], {"1>2 df", "2>3 df"}),
    ("append", ["xs = []", "xs.append(1)", "print(xs)"], {"1>2 xs", "2>3 xs"}),
    ("two readers of one version", ["xs = []", "a = xs[:]", "xs.append(1)", "b = xs[:]"], {"1>2 xs", "1>3 xs", "3>4 xs"}),
    ("pop whose value is taken", ["xs = [1]", "a = xs.pop()", "print(xs)"], {"1>2 xs", "2>3 xs"}),
    ("fit", ["m = M()\nX = 1", "m.fit(X)", "m.predict(X)"], {"1>2 m,X", "1>3 X", "2>3 m"}),
    ("fit whose value is taken", ["m = M()", "h = m.fit(1)", "m.predict(1)"], {"1>2 m", "2>3 m"}),
    ("fit of a temporary", ["X = 1", "r = OLS(X).fit()", "print(X)"], {"1>2 X", "1>3 X"}),
    ("inplace=True", ["df = f()", "df.drop(columns='a', inplace=True)", "df.mean()"], {"1>2 df", "2>3 df"}),
    ("inplace=False", ["df = f()", "d2 = df.drop(columns='a', inplace=False)", "df.mean()"], {"1>2 df", "1>3 df"}),
    ("readers change nothing", ["df = f()", "df.head()", "df.describe()", "df.mean()"], {"1>2 df", "1>3 df", "1>4 df"}),
    ("an unknown method for its effect", ["job = J()", "job.launch()", "print(job)"], {"1>2 job", "2>3 job"}),
    ("an unknown method for its value", ["job = J()", "s = job.status()", "print(job)"], {"1>2 job", "1>3 job"}),
    ("module functions change no module", ["import mod", "mod.launch()", "mod.status()"], {"1>2 mod", "1>3 mod"}),
    ("module options change no module", ["import pandas as pd", "pd.options.a = 3", "pd.DataFrame()"], {"1>2 pd", "1>3 pd"}),
    ("shuffle", ["import random\nxs = [1]", "random.shuffle(xs)", "print(xs)"], {"1>2 random,xs", "2>3 xs"}),
    ("axes are drawn on, and with them their figure", ["fig, ax = plt.subplots()", "ax.plot(x)", "fig.savefig('f')"], {"1>2 ax,fig", "2>3 fig"}),
    ("axes unpacked and added", ["fig, (a, b) = plt.subplots(2)", "b.plot(x)", "c = fig.add_subplot(3)", "c.set_title('t')", "fig.show()"], {"1>2 b,fig", "2>3 fig", "3>4 c,fig", "4>5 fig"}),
    ("an optimizer changes its model", ["net = N()", "opt = SGD(net.parameters(), lr=1)", "opt.step()", "net(x)"], {"1>2 net", "1>3 net", "2>3 opt", "3>4 net"}),
    ("data frames are not axes", ["df = f()", "df.plot()", "df.hist()"], {"1>2 df", "1>3 df"}),
    ("ax=ax is drawn on", ["ax = plt.gca()\ndf = 1", "df.plot(ax=ax)", "ax.get_title()"], {"1>2 df,ax", "2>3 ax"}),
    ("a generator moves on", ["rng = np.random.default_rng(1)", "a = rng.normal()", "b = rng.normal()"], {"1>2 rng", "2>3 rng"}),
    ("next moves on", ["it = f()", "a = next(it)", "b = next(it)"], {"1>2 it", "2>3 it"}),
    ("our function that changes its argument", ["def zap(v):\n    v['k'] = 1", "d = {}", "zap(d)", "print(d)"], {"1>3 zap", "2>3 d", "3>4 d"}),
    ("our function that does not", ["def look(v):\n    return v['k']", "d = {}", "look(d)", "print(d)"], {"1>3 look", "2>3 d", "2>4 d"}),
    ("changed through another function", ["def inner(w):\n    w.append(1)\ndef outer(v):\n    inner(v)", "xs = []", "outer(xs)", "print(xs)"], {"1>3 outer,inner", "2>3 xs", "3>4 xs"}),
    ("changed by keyword", ["def zap(a, b):\n    b.append(a)", "xs = []", "zap(1, b=xs)", "print(xs)"], {"1>3 zap", "2>3 xs", "3>4 xs"}),
    ("a function that changes a global", ["log = []\ndef note(m):\n    log.append(m)", "note('a')", "print(log)"], {"1>2 note,log", "2>3 log"}),
    ("our method that changes self", ["class C:\n    def inc(self):\n        self.n += 1", "c = C()", "v = c.inc()", "print(c)"], {"1>2 C", "2>3 c", "3>4 c"}),
    ("our method that does not", ["class C:\n    def show(self):\n        print(self)", "c = C()", "c.show()", "print(c)"], {"1>2 C", "2>3 c", "2>4 c"}),
    ("another name for the same", ["xs = []", "ys = xs\nys.append(1)", "print(xs)"], {"1>2 xs", "2>3 xs"}),
    ("a part of it", ["d = {'a': []}", "d['a'].append(1)", "print(d)"], {"1>2 d", "2>3 d"}),
    ("a selection is a copy", ["df = f()", "small = df[df.a > 1]\nsmall['b'] = 1", "df.mean()"], {"1>2 df", "1>3 df"}),
    ("looped over and changed", ["rows = f()", "for row in rows:\n    row['a'] = 1", "print(rows)"], {"1>2 rows", "2>3 rows"}),
    ("accessors give something new", ["df = f()", "df.name.str.contains('a')", "df.style.background_gradient()", "df.loc[0].rare()"], {"1>2 df", "1>3 df", "1>4 df"}),
    ("changers change through accessors", ["o = f()", "o.list.append(1)", "print(o)"], {"1>2 o", "2>3 o"}),
    ("names in a query", ["lim = 3\ndf = f()", "small = df.query('a > @lim')"], {"1>2 df,lim"}),
    ("functions in a formula", ["def center(v):\n    return v", "r = ols('y ~ center(x)', df).fit()"], {"1>2 center"}),
]  # fmt: skip

IPYTHON: list[Case] = [
    ("a line magic", ["a = 1", "%matplotlib inline\nb = a"], {"1>2 a"}),
    ("%time statement", ["x = 2", "%time y = x * 2", "print(y)"], {"1>2 x", "2>3 y"}),
    ("%timeit binds nothing", ["x = 2", "%timeit -n 3 y = x * 2", "y = 0", "print(y)"], {"1>2 x", "3>4 y"}),
    ("%%time body", ["x = 2", "%%time\ny = x * 2", "print(y)"], {"1>2 x", "2>3 y"}),
    ("%%capture with a name", ["x = 2", "%%capture out\nprint(x)", "out.show()"], {"1>2 x", "2>3 out"}),
    ("%%timeit body binds nothing", ["x = 2", "%%timeit\ny = x", "y = 1", "print(y)"], {"1>2 x", "3>4 y"}),
    ("%%bash reads nothing", ["x = 2", "%%bash\necho $x\nx=3"], set()),
    ("%%bash --out", ["%%bash --out listing\nls", "print(listing)"], {"1>2 listing"}),
    ("!cmd interpolates", ["path = 'a'; n = 1", "!ls {path} $n"], {"1>2 path,n"}),
    ("!cmd with an expression", ["d = {'a': 1}", "!echo {d['a']}"], {"1>2 d"}),
    ("x = !cmd", ["p = 'a'", "files = !ls {p}", "print(files)"], {"1>2 p", "2>3 files"}),
    ("x = %magic", ["here = %pwd", "print(here)"], {"1>2 here"}),
    ("obj?", ["a = 1", "a?", "a.b??"], {"1>2 a", "1>3 a"}),
    ("display is everywhere", ["a = 1", "display(a)\nget_ipython()"], {"1>2 a"}),
    ("indented cell", ["a = 1", "    b = a"], {"1>2 a"}),
    ("%run changes anything", ["a = 1", "%run other.py", "b = a"], {"1>3 a", "2>3 a"}),
    ("exec of a constant is read", ["a = 1", "exec('b = a')", "print(b)"], {"1>2 a", "2>3 b"}),
    ("exec of anything is a barrier", ["a = 1", "exec(code)", "b = a"], {"1>2 a", "1>3 a", "2>3 a"}),
    ("%pylab gives what is missing", ["%pylab inline", "y = linspace(0, 1)"], {"1>2 linspace"}),
    ("star import gives what is missing", ["from pylab import *", "y = linspace(0, 1)"], {"1>2 linspace"}),
]  # fmt: skip

CASES = [
    pytest.param(cells, expected, id=f"{group}: {name}")
    for group, table in [
        ("order", ORDER),
        ("flow", FLOW),
        ("binding", BINDING),
        ("scopes", SCOPES),
        ("effects", EFFECTS),
        ("ipython", IPYTHON),
    ]
    for name, cells, expected in table
]


@pytest.mark.parametrize(("cells", "expected"), CASES)
def test_edges(cells: list[str], expected: set[str]) -> None:
    assert edges_of(*cells) == expected


IMPORTS: list[Case] = [
    ("importing again writes nothing new", ["import numpy as np", "import numpy as np\na = np.ones(2)", "b = np.sum(a)"], {"1>2 np", "1>3 np", "2>3 a"}),
    ("another module by the same name does", ["import numpy as m", "import math as m", "b = m.pi"], {"2>3 m"}),
    ("submodules add to their package", ["import xml.dom", "import xml.sax", "xml.dom"], {"1>3 xml", "2>3 xml"}),
    ("from the same module", ["from m import f", "from m import f, g", "f(g)"], {"1>3 f", "2>3 g"}),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), [pytest.param(cells, edges, id=name) for name, cells, edges in IMPORTS])
def test_imports(cells: list[str], expected: set[str]) -> None:
    assert edges_of(*cells) == expected
