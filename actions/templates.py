"""Liquid (https://shopify.github.io/liquid) for messages, with a bound on everything.

Values are data: what a parameter holds is never read as a template. There are no tags that load
other templates. A name that is not a declared parameter is refused at save.
"""

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from liquid import BoundTemplate, Environment, FalsyStrictUndefined
from liquid.exceptions import LiquidError, UndefinedError

from outbound.outcome import RenderError

LARGEST = 256 * 1024  # characters of a result, and of anything on the way to it
MAX_SOURCE = 64 * 1024
_MOST_ITEMS = 10_000
_MOST_BITS = 256
_LOADING = ("include", "render", "doc")


class _Missing(FalsyStrictUndefined):
    """A member that is not there: false in conditions, filled by ``default``, else an error.

    An optional parameter without a value is null, which prints nothing.
    """

    force_liquid_default = True


class _Bounded(Environment):
    loop_iteration_limit = 2_000
    output_stream_limit = LARGEST
    local_namespace_limit = LARGEST
    block_nesting_limit = 32

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        for name in _LOADING:
            self.tags.pop(name, None)
        for name, function in list(self.filters.items()):
            self.filters[name] = _bounded(name, function)


class _TooLarge(LiquidError):
    """A filter's result, or what would have been it."""

    def __init__(self) -> None:
        super().__init__("result too large", token=None)


def _bounded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses what would fill the memory, before it does."""

    @functools.wraps(function)  # carries over the marks by which Liquid passes its environment
    def checked(left: Any, *args: Any, **kwargs: Any) -> Any:
        for value in (left, *args):
            _refuse_large(value)
        if _estimate(name, left, args) > LARGEST:
            raise _TooLarge
        result = function(left, *args, **kwargs)
        _refuse_large(result)
        return result

    return checked


def _refuse_large(value: Any) -> None:
    if type(value) is _Missing:  # anything that is asked of it is an error, even its length
        return
    if isinstance(value, str):
        large = len(value) > LARGEST
    elif isinstance(value, int):
        large = value.bit_length() > _MOST_BITS
    else:
        large = hasattr(value, "__len__") and len(value) > _MOST_ITEMS
    if large:
        raise _TooLarge


def _estimate(name: str, left: Any, args: tuple[Any, ...]) -> int:
    """The length of the results that multiply: replacing in a text, and joining a list."""
    if name.startswith("replace") and len(args) > 1:
        text, old, new = str(left), str(args[0]), str(args[1])
        return len(text) + (text.count(old) if old else len(text) + 1) * len(new)
    if name == "join" and isinstance(left, list | tuple):
        return sum(len(str(item)) for item in left) + len(left) * len(str(args[0] if args else " "))
    return 0


_PLAIN = _Bounded(undefined=_Missing)
_HTML = _Bounded(undefined=_Missing, autoescape=True)


@functools.lru_cache(maxsize=1_000)
def _compiled(source: str, html: bool) -> BoundTemplate:
    return (_HTML if html else _PLAIN).from_string(source)


def render(source: str, values: Mapping[str, Any], *, html: bool = False) -> str:
    """``source`` with ``values``; in HTML each value is escaped.

    Raises:
        RenderError: missing (a name has no value), result_size, or template.
    """
    if "{" not in source:
        return source
    try:
        text = _compiled(source, html).render(**values)
    except UndefinedError as error:
        raise RenderError("missing", f"A value is missing: {_first_line(error)}") from error
    except (LiquidError, ValueError, TypeError, OverflowError, RecursionError) as error:
        code = "result_size" if _is_limit(error) else "template"
        raise RenderError(code, f"The template failed: {_first_line(error)}") from error
    if len(text) > LARGEST:
        raise RenderError("result_size", "The text is too long.")
    return text.replace("\0", "")


def _is_limit(error: Exception) -> bool:
    return isinstance(error, _TooLarge) or "Limit" in type(error).__name__


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__


def check(source: str, names: Collection[str], *, html: bool = False) -> None:
    """Refuse a template at save: too long, not Liquid, or naming what is no parameter.

    Raises:
        ValidationError: too_large, template or unknown_variable.
    """
    if len(source) > MAX_SOURCE:
        raise ValidationError(_("The template is too long."), code="too_large")
    try:
        found = _compiled(source, html).global_variables()
    except (LiquidError, ValueError, TypeError, RecursionError) as error:
        words = {"error": _first_line(error)}
        raise ValidationError(
            _("This is not a Liquid template: %(error)s"), "template", words
        ) from error
    for name in found:
        if name not in names:
            raise ValidationError(
                _("There is no parameter “%(name)s”."), "unknown_variable", {"name": name}
            )
