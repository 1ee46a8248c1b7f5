"""`microshop accounts add`: an account of a platform with its keys, or a collection code."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.collecting import keys_of
from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.domain.merchant_accounts import ALIPAY, COLLECTION_CODE, WECHAT_PAY
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microshop_desktop.payments.gateway import Checked

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

KeyFile = Annotated[Path, typer.Option(exists=True, dir_okay=False, help=_("File of this key."))]
MaybeFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help=_("File of this key."))
]
Name = Annotated[str, typer.Option(help=_("How the account is called in your shop."))]
BaseUrl = Annotated[
    str, typer.Option(help=_("Another address than the platform's own: for practice."))
]
Switches = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=_("A setting of the platform's older or other ways, such as refund_api=v2."),
    ),
]
NoCheck = Annotated[
    bool, typer.Option("--no-check", help=_("Save without asking the platform first."))
]


@app.command("wechat-pay", help=_("Add a merchant account of WeChat Pay."))
def wechat_pay(
    ctx: typer.Context,
    *,
    mch_id: Annotated[str, typer.Option(help=_("Merchant number."))],
    app_id: Annotated[str, typer.Option(help=_("Number of the app or official account."))],
    key_file: KeyFile,
    apiv3_key_file: KeyFile,
    serial: Annotated[
        str, typer.Option(help=_("Serial number of the merchant's certificate."))
    ] = "",
    public_key_id: Annotated[str, typer.Option(help=_("Begins with PUB_KEY_ID_."))] = "",
    public_key_file: MaybeFile = None,
    v2_key_file: MaybeFile = None,
    cert_file: MaybeFile = None,
    switches: Switches = None,
    base_url: BaseUrl = "",
    name: Name = "",
    no_check: NoCheck = False,
    as_json: JsonFlag = False,
) -> None:
    """Check and save the account; a p12 file as key brings the serial number along."""
    from microshop_desktop.payments.accounts import WECHAT_SWITCHES

    settings = {
        **_switched(switches, WECHAT_SWITCHES),
        "mch_id": mch_id,
        "app_id": app_id,
        "serial": serial,
        "public_key_id": public_key_id,
        "base_url": base_url,
    }
    files = {
        "private_key": key_file,
        "apiv3_key": apiv3_key_file,
        "public_key": public_key_file,
        "v2_key": v2_key_file,
        "certificate": cert_file,
    }
    _add(ctx, (WECHAT_PAY, name, settings), files, checks=not no_check, as_json=as_json)


@app.command("alipay", help=_("Add an app of Alipay."))
def alipay(
    ctx: typer.Context,
    *,
    app_id: Annotated[str, typer.Option(help=_("Number of the app."))],
    key_file: KeyFile,
    alipay_public_key_file: MaybeFile = None,
    app_cert: MaybeFile = None,
    alipay_cert: MaybeFile = None,
    root_cert: MaybeFile = None,
    switches: Switches = None,
    base_url: BaseUrl = "",
    name: Name = "",
    no_check: NoCheck = False,
    as_json: JsonFlag = False,
) -> None:
    """Check and save the account, by Alipay's public key or by three certificates."""
    from microshop_desktop.payments.accounts import ALIPAY_SWITCHES

    certificates = (app_cert, alipay_cert, root_cert)
    if alipay_public_key_file is None and None in certificates:
        text = _("Give --alipay-public-key-file, or all of --app-cert, --alipay-cert, --root-cert.")
        raise typer.BadParameter(text)
    files = {
        "private_key": key_file,
        "alipay_public_key": alipay_public_key_file,
        "app_certificate": app_cert,
        "alipay_certificate": alipay_cert,
        "root_certificate": root_cert,
    }
    switched = _switched(switches, ALIPAY_SWITCHES)
    settings = {**switched, "app_id": app_id, "base_url": base_url}
    _add(ctx, (ALIPAY, name, settings), files, checks=not no_check, as_json=as_json)


@app.command("collection-code", help=_("Add a personal collection code, confirmed by hand."))
def collection_code(
    ctx: typer.Context,
    *,
    picture: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help=_("Picture of the code, a photo or file.")),
    ] = None,
    text: Annotated[str, typer.Option(help=_("What the code says, such as wxp://…"))] = "",
    name: Name = "",
    as_json: JsonFlag = False,
) -> None:
    """Read the code and save it."""
    if (picture is None) is not bool(text):
        raise typer.BadParameter(_("Give either --picture or --text."))
    said = text if picture is None else _code_in(picture)
    _add(ctx, (COLLECTION_CODE, name, {"text": said}), {}, checks=False, as_json=as_json)


def _code_in(picture: Path) -> str:
    from microshop_desktop.devices.code_pictures import codes_in_file
    from microshop_desktop.domain.collection_code import collection_code as chosen

    return chosen(code.text for code in codes_in_file(picture) if code.is_qr)


def _switched(given: "Sequence[str] | None", names: "Sequence[str]") -> dict[str, str]:
    """Return settings given as `NAME=VALUE`; wrong usage for a name that there is not."""
    found = dict[str, str]()
    for text in given or ():
        name, _sign, value = text.partition("=")
        if name not in names or not value:
            known = ", ".join(names)
            raise typer.BadParameter(_("Settings are: {names}").format(names=known))
        found[name] = value
    return found


def _add(
    ctx: typer.Context,
    account: tuple[str, str, dict[str, str]],
    files: dict[str, Path | None],
    *,
    checks: bool,
    as_json: bool,
) -> None:
    """Take the files in, ask the platform, save and say how the keys are kept."""
    from microshop_desktop.cli.accounts import account_json, key_place, kind_name
    from microshop_desktop.payments.account_setup import AccountSetup, AccountWish
    from microshop_desktop.payments.accounts import ALIPAY_SECRETS, WECHAT_SECRETS
    from microshop_desktop.payments.key_import import taken_in
    from microshop_desktop.payments.making import GatewayMaker
    from microshop_desktop.services.payment_accounts import AccountForm

    kind, name, settings = account
    given = {key: _read(path) for key, path in files.items() if path is not None}
    values, keys = taken_in(kind, settings, given)
    form = AccountForm(kind, name or kind_name(kind), values)
    wish = AccountWish(form, keys, forget=frozenset({*WECHAT_SECRETS, *ALIPAY_SECRETS}))
    store = keys_of(ctx)
    with opened(ctx) as (shop, actor):
        setup = AccountSetup(shop, store, GatewayMaker(store, shop.clock))
        checked = setup.check(actor, wish) if checks else None
        if checked is not None:
            _refuse_unless_good(checked, kind_name(kind))
        view = setup.save(actor, wish)
    if as_json:
        print_json(account_json(view, store.kind))
        return
    if view.practice:
        note(_("This is a practice account: no real money moves."))
    say(_("{name} collects from now on.").format(name=view.name))
    if keys:
        note(key_place(store.kind))


def _read(path: Path) -> bytes:
    from microshop_desktop.domain.errors import ErrorCode, ShopError

    try:
        return path.read_bytes()
    except OSError as error:
        detail = error.strerror or ""
        raise ShopError(ErrorCode.FILE_NOT_READ, name=path.name, detail=detail) from error


def _refuse_unless_good(checked: "Checked", name: str) -> None:
    from microshop_desktop.domain.errors import ErrorCode, ShopError
    from microshop_desktop.payments.check_words import check_sentence
    from microshop_desktop.payments.gateway import CheckState

    sentence = check_sentence(checked, name)
    if checked.state is not CheckState.GOOD:
        raise ShopError(
            ErrorCode.ACCOUNT_NOT_GOOD,
            sentence=sentence,
            state=checked.state.value,
            platform_code=checked.code,
        )
    note(sentence)
