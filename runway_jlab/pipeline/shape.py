"""What a cell's statements are, for telling set-up from steps."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from . import magics
from .effects import words


@dataclass(frozen=True)
class Shape:
    """``empty``: comments and blank lines only; ``setup``: each statement may stand in set-up, see `setup_like`."""

    empty: bool = False
    setup: bool = False
    seeds: bool = False


EMPTY = Shape(empty=True)
BROKEN = Shape()


def shape_of(tree: ast.Module) -> Shape:
    kinds = [setup_like(statement) for statement in tree.body]
    return Shape(empty=not tree.body, setup=bool(kinds) and all(kinds), seeds="seed" in kinds)


_CONFIGURING = words(
    """
    filterwarnings simplefilter use rc set_theme set_style set_context set_palette set_option set_printoptions
    basicConfig disable set_config set_log_level set_verbosity set_random_seed set_seed manual_seed seed
    register_matplotlib_converters load_dotenv init_notebook_mode set_matplotlib_formats disable_warnings
    getLogger set_tracking_uri autolog enable_eager_execution set_loglevel setLevel set captureWarnings
    output_notebook
    """
)
_SEEDING = frozenset({"seed", "set_seed", "manual_seed", "set_random_seed"})
_ROOTS = frozenset({"warnings", "np", "numpy", "pd", "pandas", "plt", "mpl", "matplotlib", "sns", "seaborn", "logging"})


def setup_like(statement: ast.stmt) -> str:
    """Why a statement may stand in a set-up cell; empty if it may not.

    ``import``, ``definition``, ``constant``, ``configuration`` (magics, options, paths) or ``seed``. Constants may be
    put together from literals and other names, without a call: whether those names are set-up too is not seen here.
    """
    match statement:
        case ast.Import() | ast.ImportFrom():
            return "import"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return "definition"
        case ast.If(body=body, orelse=orelse):
            return "import" if all(map(setup_like, [*body, *orelse])) else ""
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            inside = [*body, *orelse, *final, *(one for handler in handlers for one in handler.body)]
            return "import" if all(map(setup_like, inside)) else ""
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return "constant"
        case ast.Assign(targets=targets, value=value):
            plain = all(isinstance(target, ast.Name) for target in targets) and _is_constant(value)
            settings = all(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
            if settings and _root(targets[0]) in _ROOTS | {"os", "sys"} and _is_constant(value):
                return "configuration"
            return "constant" if plain else ""
        case ast.AnnAssign(target=ast.Name(), value=value):
            return "constant" if value is None or _is_constant(value) else ""
        case ast.Expr(value=ast.Call() as call):
            return _configures(call)
    return ""


def _configures(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "run_line_magic" and call.args and isinstance(call.args[0], ast.Constant):
        return "configuration" if magics.is_harmless(str(call.args[0].value)) else ""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not all(map(_is_constant, given)):
        return ""
    if name in _SEEDING:
        return "seed"
    if name in ("append", "insert") and _root(call.func) == "sys":
        return "configuration"
    return "configuration" if name in _CONFIGURING else ""


def _is_constant(node: ast.expr) -> bool:
    """Literals, names, attributes and what operators make of them: no call, nothing that runs."""
    allowed = (
        ast.Constant, ast.Name, ast.Attribute, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.BinOp, ast.UnaryOp,
        ast.operator, ast.unaryop, ast.expr_context, ast.JoinedStr, ast.FormattedValue, ast.Lambda, ast.arguments,
    )  # fmt: skip
    if isinstance(node, ast.Lambda):
        return True
    return all(isinstance(inner, allowed) for inner in ast.walk(node))


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
