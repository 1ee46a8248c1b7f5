"""Sentences for the codes of errors, in the language of the person.

One line a code. Parameters are those that the code's error carries; a sentence that names one
that is missing is shown without it, never as a traceback.
"""

import errno
import os
from collections.abc import Mapping
from datetime import date

from microshop_desktop.infra.formats import date_text, quantity_text
from microshop_desktop.infra.translations import _, mark

SENTENCES: dict[str, str] = {
    "not_allowed": mark(
        "You don't have the right to do this. The owner can do it or give it to you."
    ),
    "not_found": mark("This is not here any more. Look it up again."),
    "bad_amount": mark("“{text}” is not an amount. Type figures such as 19.90."),
    "bad_quantity": mark("“{text}” is not a quantity. Type figures such as 2 or 0.345."),
    "whole_pieces_only": mark(
        "{name} is sold by the whole piece; {quantity} is no whole number. "
        "Goods sold by weight are marked so on the Products page."
    ),
    "bad_discount": mark("This discount does not fit. It can be at most the price itself."),
    "bad_code": mark("“{code}” cannot be a barcode. Scan it again or leave the field empty."),
    "name_missing": mark("A name is missing. Type one first."),
    "code_taken": mark("The code {code} already belongs to another product."),
    "code_ambiguous": mark("Several products carry the code {code}. Choose one of them."),
    "code_unknown": mark("Barcode {code} not found. Add a product?"),
    "customer_ambiguous": mark(
        "“{text}” fits several customers, so nothing was sold. Type the whole phone number."
    ),
    "sku_off_sale": mark("{name} is off sale. Put it on sale first."),
    "sku_without_price": mark("{name} has no price yet, so its label says no weight. Set a price."),
    "stock_short": mark("Not enough {name} in stock: {available} available, {wanted} wanted."),
    "basket_empty": mark("There is nothing in the basket yet. Scan the first item."),
    "basket_changed": mark("The basket was changed in another window. It was read again."),
    "basket_finished": mark("This sale is already finished. Nothing was charged twice."),
    "basket_damaged": mark(
        "A saved basket could not be read any more and was put away. Scan its goods again."
    ),
    "payment_short": mark("The payment does not cover the total yet."),
    "payment_too_high": mark(
        "This is more than what is owed. Only cash can be given back as change."
    ),
    "payment_open": mark(
        "A payment of order {number} is still open. Wait until it is known or closed, "
        "so that nothing is charged twice."
    ),
    "payment_not_open": mark("This payment of order {number} has already ended."),
    "payment_being_closed": mark(
        "This payment of order {number} is just being closed. Wait for the answer first."
    ),
    "payment_currency": mark(
        "WeChat Pay and Alipay take Chinese yuan only; this shop counts in {currency}."
    ),
    "payment_fits": mark(
        "No other money of ours came for this payment of order {number}, so there is nothing "
        "to take."
    ),
    "order_not_pending": mark("Order {number} waits for no money."),
    "order_has_money": mark(
        "Money was already received for order {number}. Give it back, then cancel."
    ),
    "account_missing": mark("This payment account is not set up. Look into the settings."),
    "nothing_to_return": mark("Nothing is to be given back for order {number}."),
    "refund_stuck": mark(
        "Refund {number} is stuck at the platform and may still arrive. Give no cash: finish it on "
        "the merchant platform, then ask again here."
    ),
    "order_not_refundable": mark("This order cannot be refunded."),
    "order_not_shippable": mark(
        "Order {number} cannot be shipped now: it is on hold, being refunded, or done already."
    ),
    "order_follows_shop": mark(
        "This order follows its online shop, or is settled already. Ship or cancel it there."
    ),
    "tracking_missing": mark("Scan or type the tracking number of the parcel."),
    "refund_too_high": mark("This is more than what is left to refund."),
    "refunded_online": mark(
        "The online shop has given back money of order {number} already. The same money must not "
        "be given back here once more."
    ),
    "refund_untold": mark(
        "The online shop has given back money of order {number}, but does not say how much. Look "
        "there first, and book here what it gave back the way it was paid."
    ),
    "refund_empty": mark("Choose at least one piece to refund."),
    "currency_unknown": mark("The shop does not know the currency {currency}."),
    "zone_unknown": mark("The time zone {zone} is unknown. Write it like Europe/Madrid."),
    "shop_exists": mark(
        "There is already a shop in this folder. Open it, or choose another folder."
    ),
    "shop_missing": mark("There is no shop in this folder yet. Make one first."),
    "till_missing": mark(
        "This computer has no till of its own in this shop yet. Give it one with: microshop join"
    ),
    "file_not_read": mark("{name} cannot be read: {detail}"),
    "file_unreadable": mark("{name} is damaged or not the file it says it is. Save it anew."),
    "file_too_big": mark("{name} is too big. Split it into smaller files first."),
    "file_empty": mark("There is nothing in {name}."),
    "file_kind_unknown": mark("{name} must end in {endings}."),
    "sheet_missing": mark("There is no sheet called “{sheet}” in {name}."),
    "heads_missing": mark(
        "No column of names or codes was found in {name}. Say which column is which."
    ),
    "order_heads_unknown": mark(
        "Nobody here knows the columns of {name} as orders. Say which column holds what."
    ),
    "order_heads_needed": mark(
        "Say at least which column of {name} holds the order number and which the goods."
    ),
    "order_file_of_other": mark(
        "{name} holds orders of another platform; it was not taken in for {account}."
    ),
    "file_account_missing": mark(
        "Say with --account which shop {name} is of. One that works by files is added with: "
        "microshop accounts add KIND --transport file"
    ),
    "not_by_files": mark("{name} is synced directly; it takes no files."),
    "only_by_files": mark(
        "{name} works by files: take in its order exports, and upload the files written for it."
    ),
    "nothing_to_upload": mark("Nothing of {name} is to be uploaded."),
    "column_unknown": mark("There is no column “{column}”. The file has: {columns}."),
    "field_unknown": mark("“{field}” is not a field. There are: {fields}."),
    "import_has_errors": mark("{count} rows cannot be taken, so nothing was imported."),
    "import_running": mark("Another import is running. Wait until it is done."),
    "import_broke_off": mark(
        "The import broke off. What it had written is taken back; you can begin again."
    ),
    "import_stopped": mark("The import was stopped. Nothing of it was kept."),
    "import_unknown": mark("There is no such import."),
    "import_booked": mark("Sales of the past are booked for good; this import cannot be undone."),
    "import_undone": mark("This import was undone already."),
    "not_offered": mark("“{choice}” cannot be chosen here (any more). Look at it again."),
    "stale": mark("Somebody changed this meanwhile. It was read again; please look once more."),
    "file_not_written": mark("The file {path} could not be written. Choose another place."),
    "picture_unreadable": mark(
        "The picture {name} cannot be read. Choose a photo in JPEG or PNG format."
    ),
    "printer_not_set": mark("No printer is set up yet. Choose one in the settings."),
    "printer_bad_address": mark("“{address}” is not where a printer of this kind can be."),
    "printer_not_reachable": mark(
        "The printer {address} cannot be reached. See that it is on and connected."
    ),
    "printer_not_answering": mark(
        "The printer {address} does not take anything. See that it is on and has paper."
    ),
    "printer_out_of_paper": mark("The printer is out of paper. Put in a new roll."),
    "printer_cover_open": mark("The cover of the printer is open. Close it."),
    "printer_not_allowed": mark("This computer does not let Microshop use the printer {address}."),
    "print_failed": mark("This could not be printed. Details are in the log."),
    "print_interrupted": mark(
        "The program ended while this was printing. See whether it came out before printing again."
    ),
    "printer_driver_missing": mark(
        "This computer lacks what it needs for this kind of printer: {library}."
    ),
    "database_locked": mark("Another program holds the shop's file. Close it, or wait a moment."),
    "database_damaged": mark(
        "The shop's file {path} is damaged. It is left as it is; open the newest good backup."
    ),
    "database_newer": mark("This shop was opened by a newer Microshop. Install that version."),
    "database_unreachable": mark("The shop's database at {place} cannot be reached."),
    "disk_full": mark("The disk is full at {path}. Make room there; nothing was half-saved."),
    "disk_failed": mark(
        "The disk did not take what was written to {path}. Nothing was half-saved."
    ),
    "folder_read_only": mark(
        "Microshop may not write into {path}. Allow it, or choose another folder."
    ),
    "backup_unusable": mark("The backup {path} cannot be used. Choose another one."),
    "backup_elsewhere": mark(
        "This shop is kept at {place}. Whoever looks after that database backs it up."
    ),
    "key_missing": mark("A key is missing. Choose its file, or paste it."),
    "key_unreadable": mark(
        "This cannot be read as a key. Choose the key file, or paste all of it."
    ),
    "key_wrong_kind": mark(
        "This is the wrong key: the private and the public one may be swapped, or it is too short "
        "or not RSA."
    ),
    "key_password_wrong": mark(
        "The password of this key file is wrong. For a p12 file it is the merchant number."
    ),
    "key_not_of_certificate": mark(
        "This certificate was made for another key. Choose the two that belong together."
    ),
    "certificate_unreadable": mark(
        "This cannot be read as a certificate. Choose the certificate file as it was downloaded."
    ),
    "apiv3_key_wrong": mark("The APIv3 key has exactly 32 characters. See that none is missing."),
    "v2_key_wrong": mark("The API key of version 2 has exactly 32 characters."),
    "account_value_wrong": mark("“{field}” of this account is missing or cannot be right."),
    "address_not_safe": mark("The address {address} is not safe: it must begin with https://."),
    "account_in_use": mark(
        "Payments were asked for through {name}, so it stays as it is. Add another account instead."
    ),
    "account_watched": mark(
        "A payment through {name} ended, but its money may still come, so it is asked about for a "
        "while. Switch the account off, and remove it later."
    ),
    "account_address_fixed": mark(
        "Payments went through {name}, so its address cannot be changed. Add another account."
    ),
    "practice_refused": mark(
        "This shop takes real money, so it takes no practice account. "
        "Practise in a shop of its own: microshop demo"
    ),
    "secrets_missing": mark("The keys of {name} are not on this computer. Enter them again."),
    "secrets_damaged": mark(
        "The file {path} with keys of payment accounts cannot be read. Start Microshop again. "
        "If it still says so, enter the keys again; with several accounts, remove the others "
        "first."
    ),
    "secrets_elsewhere": mark(
        "The keys of the payment accounts were entered on another computer or by another user. "
        "Start Microshop again. If it still says so, enter them again; with several accounts, "
        "remove the others first."
    ),
    "keyring_closed": mark(
        "The computer's keyring, which guards the keys of payment accounts, does not open. "
        "Unlock it or log in again."
    ),
    "code_not_in_picture": mark(
        "No code was found in the picture. Take a straight, sharp picture with all of its corners."
    ),
    "code_not_for_money": mark(
        "This is not one code to be paid by. Choose the picture of a single collection code."
    ),
    "unionpay_not_taken": mark(
        "This is a UnionPay code, which cannot be taken here. "
        "Ask for a WeChat Pay or Alipay code, or another way to pay."
    ),
    "not_a_payment_code": mark("This is not a payment code of WeChat Pay or Alipay."),
    "payment_failed": mark("Order {number} was not paid and is cancelled: {reason}"),
    "payment_followed": mark(
        "It is not known yet whether order {number} was paid. It is followed; "
        "look again with: microshop payments resolve {number}"
    ),
    "account_not_good": mark("{sentence} Nothing was saved."),
    "bill_unknown": mark(
        "{name} is no bill this program knows. Choose a bill of WeChat Pay or Alipay, "
        "or the export of a phone's app."
    ),
    "bill_no_trade": mark("Nothing was paid on {day}, so there is no bill of that day."),
    "bill_not_yet": mark(
        "The platform has no bill of {day}, or not yet, although the shop took money through it "
        "that day. Bills come on the next morning; fetch it again then."
    ),
    "bill_not_ready": mark(
        "The bill of {day} is not ready yet. Bills come on the next day from 9 or 10 o'clock."
    ),
    "bill_not_allowed": mark(
        "The platform does not hand its bills to this account. Ask for that on its page for "
        "merchants, or download the bill there and open the file."
    ),
    "bill_no_answer": mark(
        "The platform gave no answer. Try again, or download the bill and open the file."
    ),
    "bill_damaged": mark("The bill arrived damaged and was not used. Fetch it again."),
    "bill_of_other": mark("{name} is not a bill of {platform}."),
    "bill_changed": mark("The books changed meanwhile. Look at the list again before you book."),
    "reason_missing": mark("Write why. It stays in the books with the amount."),
    "unexpected": mark("This could not be done, by a fault of Microshop. Details are in {path}."),
    "window_open": mark("The shop is open in another window. Close it first."),
}


_DETAILS = {
    os.strerror(errno.ENOENT): mark("there is no such file"),
    os.strerror(errno.EACCES): mark("this computer does not allow it"),
    os.strerror(errno.EISDIR): mark("it is a folder"),
}
"""What the system says of a file, which it says in English."""
_QUANTITIES = frozenset({"available", "wanted", "quantity", "left"})


class _Params(dict[str, object]):
    """Parameters of a sentence, with nothing in the place of a missing one."""

    def __missing__(self, key: str) -> str:
        return ""


def sentence(code: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence for a code in the current language; raises `KeyError` for an unknown code."""
    shown = {name: _shown(name, value) for name, value in (params or {}).items()}
    return _(SENTENCES[code]).format_map(_Params(shown))


def _shown(name: str, value: object) -> object:
    """A parameter as people read it.

    Quantities come in thousandths, days in ISO 8601, details of the system in its own words.
    """
    if name == "detail" and value in _DETAILS:
        return _(_DETAILS[str(value)])
    if name == "day" and isinstance(value, str):
        return date_text(date.fromisoformat(value), with_year=True)
    return quantity_text(value) if name in _QUANTITIES and isinstance(value, int) else value
