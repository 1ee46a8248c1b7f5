"""`microshop conflicts`: what no rule can decide between us and online shops, and the ways out."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import Column, local_minute, print_array, print_table
from microshop_desktop.domain.decisions import SHORT_ANSWERS, Choice
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from microshop_desktop.services.conflicts import ConflictView
    from microshop_desktop.services.decisions import Question

app = typer.Typer(
    help=_("Look at what online shops and this one disagree about, and decide it."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("list", help=_("List what waits for a decision with the ways out, the oldest first."))
def list_conflicts(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Print what is open."""
    from microshop_desktop.services.channel_accounts import ChannelAccounts
    from microshop_desktop.services.decisions import Decisions

    with opened(ctx) as (shop, actor):
        found = Decisions(shop).questions(actor)
        views = ChannelAccounts(shop).every(actor)
        shops: dict[UUID | None, str] = {view.id: view.name for view in views}
        zone = shop.profile.zone
    if as_json:
        print_array(_question_json(each) for each in found)
        return
    print_table(
        [Column(_("Conflict")), Column(_("Since")), Column(_("What")), Column(_("Choices"))],
        (
            [
                str(each.id)[-12:],
                local_minute(each.about.conflict.since, zone),
                _sentence(each, shops.get(each.about.conflict.account, "")),
                _choices(each, shops.get(each.about.conflict.account, "")),
            ]
            for each in found
        ),
    )


@app.command("settle", help=_("Take one of the ways out that the list names."))
def settle(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(help=_("Id of the conflict, or how it ends."))],
    choice: Annotated[str, typer.Argument(help=_("Name of the way out."))],
    *,
    courier: Annotated[str, typer.Option(help=_("Another courier, for a parcel."))] = "",
    tracking: Annotated[str, typer.Option(help=_("Another number, for a parcel."))] = "",
    give: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Pieces for an order of goods that are short: ORDER=PIECES."),
            metavar="ORDER=PIECES",
        ),
    ] = None,
    note: Annotated[str, typer.Option(help=_("What is to be remembered of it."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Do what the way out says; the same one again changes nothing."""
    from microshop_desktop.infra.decision_words import hold_reason
    from microshop_desktop.services.decisions import Decisions, Verdict

    with opened(ctx) as (shop, actor):
        decisions = Decisions(shop)
        question = _one(decisions.questions(actor), which)
        chosen = _choice(choice)
        reason = hold_reason(chosen, question.about.name) if chosen in SHORT_ANSWERS else ""
        verdict = Verdict(
            conflict=question.id,
            choice=chosen,
            courier=courier,
            tracking=tracking,
            given=_given(question, give),
            reason=reason,
            note=note,
        )
        settled = decisions.settle(actor, verdict)
    if as_json:
        print_json(_json(settled))
    else:
        say(_("Done."))


def _one(found: "tuple[Question, ...]", which: str) -> "Question":
    fitting = [each for each in found if str(each.id).endswith(which)]
    if len(fitting) != 1:
        raise ShopError(ErrorCode.NOT_FOUND, what="conflict", key=which)
    return fitting[0]


def _choice(name: str) -> Choice:
    try:
        return Choice(name.replace("_", "-"))
    except ValueError:
        raise ShopError(ErrorCode.NOT_OFFERED, choice=name) from None


def _given(question: "Question", give: list[str] | None) -> "Mapping[UUID, int] | None":
    """Return the pieces of each order line; orders that are not named get what is left for them."""
    if not give or question.shortage is None:
        return None
    lines = {claim.number: claim.line for claim in question.shortage.claims}
    given = dict.fromkeys(lines.values(), 0)
    for text in give:
        number, _equals, pieces = text.partition("=")
        if number not in lines or not pieces.isdecimal():
            raise ShopError(ErrorCode.BAD_QUANTITY, text=text)
        given[lines[number]] = int(pieces)
    return given


def _money(question: "Question") -> "Callable[[int], str]":
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text

    code = question.about.money
    return lambda amount: money_text(amount, currency(code)) if code else str(amount)


def _sentence(question: "Question", shop: str) -> str:
    """Return what is to be decided, in one line."""
    from microshop_desktop.infra.online_words import conflict_words

    about = question.about.conflict
    words = conflict_words(
        about.kind.value, about.facts, name=question.about.name, shop=shop, money=_money(question)
    )
    return ". ".join(filter(None, words))


def _choices(question: "Question", shop: str) -> str:
    """Return the names of the ways out with what they are called, the likely one marked."""
    from microshop_desktop.infra.decision_words import choice_words

    kind, money = question.about.conflict.kind, _money(question)
    return "; ".join(
        f"{option.choice}{'*' if option.choice is question.likely else ''}"
        f" ({choice_words(kind, option.choice, shop=shop, amount=money(option.amount))[0]})"
        for option in question.options
    )


def _question_json(question: "Question") -> dict[str, object]:
    document = _json(question.about.conflict)
    document["name"] = question.about.name
    document["choices"] = [
        {"name": each.choice.value, "amount": each.amount} for each in question.options
    ]
    document["likely"] = None if question.likely is None else question.likely.value
    if question.shortage is not None:
        first = question.shortage.first_given()
        document["orders"] = [
            {"number": each.number, "wanted": each.pieces, "given": first[each.line]}
            for each in question.shortage.claims
        ]
    return document


def _json(conflict: "ConflictView") -> dict[str, object]:
    return {
        "id": str(conflict.id),
        "account": None if conflict.account is None else str(conflict.account),
        "kind": conflict.kind.value,
        "subject": str(conflict.subject),
        "facts": dict(conflict.facts),
        "since": conflict.since.isoformat(),
    }
