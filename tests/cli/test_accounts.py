"""`microshop accounts`: added, checked and kept by command."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import qrcode
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from microshop_desktop.infra.secrets import SecretStore
from microshop_desktop.payments import key_files
from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.trades import Platform
from tests.cli.merchant_shop import WATER, MerchantShop, merchant_shop
from tests.cli.running import Microshop
from tests.payments.platform_fakes import private_pem


@pytest.fixture
def merchant(microshop: Microshop, tmp_path: Path) -> Iterator[MerchantShop]:
    with merchant_shop(microshop, tmp_path / "keys") as made:
        yield made


@pytest.mark.parametrize("kind", ["wechat-pay", "alipay"])
@pytest.mark.parametrize("mode", list(Mode))
def test_an_account_is_checked_and_kept(merchant: MerchantShop, kind: str, mode: Mode) -> None:
    added = merchant.add(kind, mode, "--json")
    assert added.code == 0, added.err
    view = added.document
    assert (view["kind"], view["practice"], view["enabled"]) == (
        kind.replace("-", "_"),
        True,
        True,
    )
    listed = merchant.run("accounts", "list", "--json").document
    assert listed == [view]
    assert sum(merchant.sandbox.api.counts.values()) > 0


def test_a_person_reads_that_it_is_practice_and_where_the_keys_are(
    merchant: MerchantShop,
) -> None:
    said = merchant.add("alipay")
    assert "Alipay collects" in said.out
    assert "practice account" in said.err
    assert "no keyring" in said.err
    listed = merchant.run("accounts", "list")
    assert "switched on, practice" in listed.out
    assert "no keyring" in listed.err


def test_no_file_of_the_shop_but_the_secrets_holds_a_key(merchant: MerchantShop) -> None:
    merchant.add("wechat-pay")
    merchant.run("backup")
    key = Path(merchant.of("wechat-pay").options["key-file"]).read_text()
    parts = [line.encode() for line in key.splitlines()[1:-1]]
    for path in merchant.run.data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(part in content for part in parts), path
    assert not [
        path
        for path in merchant.run.data.rglob("*")
        if "secret" in path.name and path.parent.name == "backups"
    ]


def test_wrong_keys_are_said_and_nothing_is_saved(merchant: MerchantShop, tmp_path: Path) -> None:
    wrong = tmp_path / "another.pem"
    wrong.write_text(private_pem("another"))
    said = merchant.add("alipay", Mode.PUBLIC_KEY, "--key-file", str(wrong), "--json")
    error = said.document["error"]
    assert (said.code, error["code"]) == (1, "account_not_good")
    assert error["params"]["state"] == "key_refused"
    assert "Nothing was saved" in said.err
    assert merchant.run("accounts", "list", "--json").document == []


def test_what_is_no_key_is_said_before_anything_is_asked(
    merchant: MerchantShop, tmp_path: Path
) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("this is no key")
    options = {**merchant.of("wechat-pay").options, "key-file": str(junk)}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    said = merchant.run("accounts", "add", "wechat-pay", *words, "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "key_unreadable")
    assert not merchant.sandbox.api.counts


def test_a_p12_file_brings_serial_and_certificate(merchant: MerchantShop, tmp_path: Path) -> None:
    options = dict(merchant.of("wechat-pay").options)
    folder = Path(options["key-file"]).parent
    number = options["mch-id"]
    pack = tmp_path / "apiclient_cert.p12"
    pack.write_bytes(
        serialize_key_and_certificates(
            b"merchant",
            key_files.private_key((folder / "apiclient_key.pem").read_bytes()),
            key_files.certificate((folder / "apiclient_cert.pem").read_bytes()),
            None,
            BestAvailableEncryption(number.encode()),
        )
    )
    del options["serial"]
    options["key-file"] = str(pack)
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    added = merchant.run("accounts", "add", "wechat-pay", *words, "--no-check", "--json")
    certificate = key_files.certificate((folder / "apiclient_cert.pem").read_bytes())
    assert added.document["settings"]["serial"] == key_files.certificate_serial(certificate)


def test_the_key_of_the_older_interface_sends_codes_through_it(
    merchant: MerchantShop,
) -> None:
    folder = Path(merchant.of("wechat-pay").options["key-file"]).parent
    added = merchant.add(
        "wechat-pay", Mode.PUBLIC_KEY, "--v2-key-file", str(folder / "apiv2_key.txt"), "--json"
    )
    assert added.document["settings"]["code_api"] == "v2"


def test_the_same_account_again_changes_it(merchant: MerchantShop) -> None:
    first = merchant.add("alipay", Mode.PUBLIC_KEY, "--json").document
    again = merchant.add("alipay", Mode.PUBLIC_KEY, "--name", "Stall", "--json").document
    assert (again["id"], again["name"]) == (first["id"], "Stall")
    assert len(merchant.run("accounts", "list", "--json").document) == 1


def test_check_says_in_a_sentence_what_is_wrong(merchant: MerchantShop) -> None:
    merchant.add("wechat-pay")
    merchant.add("alipay")
    good = merchant.run("accounts", "check", "--json")
    assert [one["state"] for one in good.document] == ["good", "good"]
    merchant.sandbox.faults.add(written("clock-skew=600"))
    off = merchant.run("accounts", "check", "alipay")
    assert (off.code, "10 min off" in off.out) == (1, True), off
    merchant.sandbox.stop()
    gone = merchant.run("accounts", "check", "WeChat Pay")
    assert (gone.code, "cannot be reached" in gone.out) == (1, True), gone


def test_keys_that_cannot_be_used_are_said_beside_good_ones(merchant: MerchantShop) -> None:
    broken = merchant.add("wechat-pay", Mode.PUBLIC_KEY, "--json").document
    merchant.add("alipay")
    path = merchant.run.data / "secrets" / f"{UUID(broken['id']).hex}.secret"
    path.write_bytes(b"MSS1 and then nothing that was ever encrypted")
    damaged = merchant.run("accounts", "check", "--json")
    assert damaged.code == 1
    assert [one["state"] for one in damaged.document] == ["secrets_damaged", "good"]
    path.unlink()
    assert "Enter them again" in merchant.run("accounts", "check", "wechat-pay").out
    for key in path.parent.glob("*.key"):
        key.unlink()
    assert "on another computer" in merchant.run("accounts", "check", "alipay").out
    assert merchant.add("alipay").code == 0
    assert merchant.run("accounts", "check", "alipay").code == 0


def test_without_certificates_or_key_it_is_wrong_usage(merchant: MerchantShop) -> None:
    options = merchant.of("alipay").options
    said = merchant.run(
        "accounts", "add", "alipay", "--app-id", "1", "--key-file", options["key-file"]
    )
    assert said.code == 2


def test_plain_http_to_elsewhere_is_refused(merchant: MerchantShop) -> None:
    said = merchant.add("alipay", Mode.PUBLIC_KEY, "--base-url", "http://example.com/x", "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "address_not_safe")


def test_a_real_account_switches_practice_off_and_refuses_it(merchant: MerchantShop) -> None:
    merchant.add("alipay")
    options = merchant.of("wechat-pay").options
    words = [
        word
        for name, value in options.items()
        if name != "base-url"
        for word in (f"--{name}", value)
    ]
    real = merchant.run("accounts", "add", "wechat-pay", *words, "--no-check", "--json")
    assert real.document["practice"] is False
    listed = merchant.run("accounts", "list", "--json").document
    assert [(one["kind"], one["enabled"]) for one in listed] == [
        ("alipay", False),
        ("wechat_pay", True),
    ]
    refused = merchant.run("accounts", "on", "alipay", "--json")
    assert refused.document["error"]["code"] == "practice_refused"
    again = merchant.add("alipay", Mode.CERTIFICATES, "--json")
    assert again.document["error"]["code"] == "practice_refused"


def test_what_nobody_outside_can_confirm_is_switched_by_a_setting(
    merchant: MerchantShop, tmp_path: Path
) -> None:
    folder = Path(merchant.of("wechat-pay").options["key-file"]).parent
    added = merchant.add(
        "wechat-pay",
        Mode.PUBLIC_KEY,
        "--v2-key-file",
        str(folder / "apiv2_key.txt"),
        "--set",
        "refund_api=v2",
        "--set",
        "code_api=v3",
        "--json",
    )
    assert added.code == 0, added.err
    settings = added.document["settings"]
    assert (settings["refund_api"], settings["code_api"]) == ("v2", "v3")
    said = merchant.add("alipay", Mode.PUBLIC_KEY, "--set", "product_code=FACE_TO_FACE_PAYMENT")
    assert said.code == 0, said.err
    for wrong in ("refund_api=v2", "product_code=", "anything"):
        assert merchant.add("alipay", Mode.PUBLIC_KEY, "--set", wrong).code == 2


def test_switching_off_says_what_is_still_asked_about(merchant: MerchantShop) -> None:
    merchant.add("alipay")
    assert "still asked about" not in merchant.run("accounts", "off", "alipay").err
    merchant.run("accounts", "on", "alipay")
    merchant.run("sell", WATER, "--qr", "alipay", "--wait", "1")
    said = merchant.run("accounts", "off", "alipay")
    assert (said.code, "still asked about" in said.err) == (0, True), said
    removed = merchant.run("accounts", "remove", "alipay", "--json")
    assert removed.document["error"]["code"] == "account_watched"


@pytest.mark.parametrize("act", ["check", "sell"])
def test_keys_whose_change_was_cut_off_are_not_used(merchant: MerchantShop, act: str) -> None:
    merchant.add("alipay")
    (account,) = merchant.run("accounts", "list", "--json").document
    store = SecretStore(merchant.run.data / "secrets")
    store.begin_change(UUID(account["id"]), {"private_key": "half"}, version=1)
    code = merchant.sandbox.payment_codes()[Platform.ALIPAY]
    words = {"check": ("accounts", "check"), "sell": ("sell", WATER, "--code", code)}
    assert merchant.run(*words[act]).code == 0
    assert store.changes() == {}


def test_a_removed_account_takes_its_keys_along(merchant: MerchantShop) -> None:
    merchant.add("alipay")
    assert list((merchant.run.data / "secrets").glob("*.secret"))
    assert merchant.run("accounts", "remove", "alipay").code == 0
    assert not list((merchant.run.data / "secrets").glob("*.secret"))
    assert merchant.run("accounts", "list", "--json").document == []


def test_an_account_nobody_knows_is_said(merchant: MerchantShop) -> None:
    said = merchant.run("accounts", "off", "taobao", "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "account_missing")


def test_a_collection_code_needs_no_platform(microshop: Microshop) -> None:
    microshop("init", "--name", "Stall", "--currency", "CNY")
    added = microshop("accounts", "add", "collection-code", "--text", "wxp://f2f0abc", "--json")
    assert (added.document["kind"], added.document["practice"]) == ("collection_code", False)
    assert added.document["keys_in"] is None


def test_a_collection_code_is_read_from_its_picture(microshop: Microshop, tmp_path: Path) -> None:
    microshop("init", "--name", "Stall", "--currency", "CNY")
    picture = tmp_path / "code.png"
    qrcode.make("wxp://f2f0abcdef").save(str(picture))
    added = microshop("accounts", "add", "collection-code", "--picture", str(picture), "--json")
    assert added.document["settings"] == {"text": "wxp://f2f0abcdef"}
    junk = tmp_path / "junk.png"
    junk.write_bytes(b"no picture")
    said = microshop("accounts", "add", "collection-code", "--picture", str(junk), "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "picture_unreadable")
    assert microshop("accounts", "add", "collection-code").code == 2


def test_keys_given_anew_replace_all_former_ones(merchant: MerchantShop) -> None:
    """Alipay by public key, then by certificates: the old key must not win."""
    merchant.add("alipay")
    own = merchant.of("alipay", Mode.CERTIFICATES).options
    app = merchant.of("alipay").options["app-id"]
    words = [
        word for name, value in own.items() if name != "app-id" for word in (f"--{name}", value)
    ]
    changed = merchant.run(
        "accounts", "add", "alipay", "--app-id", app, *words, "--no-check", "--json"
    )
    assert changed.code == 0, changed.err
    folder = merchant.run.data / "secrets"
    (account,) = merchant.run("accounts", "list", "--json").document
    kept = SecretStore(folder).read(UUID(account["id"]))
    assert set(kept) == {
        "private_key",
        "app_certificate",
        "alipay_certificate",
        "root_certificate",
    }


def test_listing_loads_nothing_that_only_payments_need(merchant: MerchantShop) -> None:
    merchant.add("alipay")
    script = (
        "import sys\n"
        "from microshop_desktop.cli.main import main\n"
        f"code = main(['--data', {str(merchant.run.data)!r}, 'accounts', 'list'])\n"
        "loaded = [n for n in ('requests', 'cryptography', 'keyring') if n in sys.modules]\n"
        "sys.exit(code or ', '.join(loaded) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
