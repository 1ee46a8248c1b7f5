"""What can go wrong in a shop, by stable code; `infra/messages.py` gives each code its sentence."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every code a `ShopError` may carry. Scripts rely on them; a code is never renamed."""

    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    BAD_AMOUNT = "bad_amount"
    BAD_QUANTITY = "bad_quantity"
    WHOLE_PIECES_ONLY = "whole_pieces_only"
    BAD_DISCOUNT = "bad_discount"
    BAD_CODE = "bad_code"
    NAME_MISSING = "name_missing"
    CODE_TAKEN = "code_taken"
    CODE_AMBIGUOUS = "code_ambiguous"
    CODE_UNKNOWN = "code_unknown"
    SKU_OFF_SALE = "sku_off_sale"
    SKU_WITHOUT_PRICE = "sku_without_price"
    STOCK_SHORT = "stock_short"
    BASKET_EMPTY = "basket_empty"
    BASKET_CHANGED = "basket_changed"
    BASKET_FINISHED = "basket_finished"
    PAYMENT_SHORT = "payment_short"
    PAYMENT_TOO_HIGH = "payment_too_high"
    ORDER_NOT_REFUNDABLE = "order_not_refundable"
    REFUND_TOO_HIGH = "refund_too_high"
    REFUND_EMPTY = "refund_empty"
    CURRENCY_UNKNOWN = "currency_unknown"
    ZONE_UNKNOWN = "zone_unknown"
    SHOP_EXISTS = "shop_exists"
    SHOP_MISSING = "shop_missing"
    STALE = "stale"
    DATABASE_LOCKED = "database_locked"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_NEWER = "database_newer"
    DATABASE_UNREACHABLE = "database_unreachable"
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    FOLDER_READ_ONLY = "folder_read_only"
    BACKUP_UNUSABLE = "backup_unusable"
    BACKUP_ELSEWHERE = "backup_elsewhere"
    WINDOW_OPEN = "window_open"
    FILE_NOT_WRITTEN = "file_not_written"
    FILE_NOT_READ = "file_not_read"
    FILE_UNREADABLE = "file_unreadable"
    FILE_TOO_BIG = "file_too_big"
    FILE_EMPTY = "file_empty"
    FILE_KIND_UNKNOWN = "file_kind_unknown"
    SHEET_MISSING = "sheet_missing"
    HEADS_MISSING = "heads_missing"
    COLUMN_UNKNOWN = "column_unknown"
    FIELD_UNKNOWN = "field_unknown"
    IMPORT_HAS_ERRORS = "import_has_errors"
    IMPORT_RUNNING = "import_running"
    IMPORT_STOPPED = "import_stopped"
    IMPORT_UNKNOWN = "import_unknown"
    IMPORT_UNDONE = "import_undone"
    IMPORT_BOOKED = "import_booked"
    IMPORT_BROKE_OFF = "import_broke_off"
    PICTURE_UNREADABLE = "picture_unreadable"
    PRINTER_NOT_SET = "printer_not_set"
    PRINTER_BAD_ADDRESS = "printer_bad_address"
    PRINTER_NOT_REACHABLE = "printer_not_reachable"
    PRINTER_NOT_ANSWERING = "printer_not_answering"
    PRINTER_OUT_OF_PAPER = "printer_out_of_paper"
    PRINTER_COVER_OPEN = "printer_cover_open"
    PRINTER_NOT_ALLOWED = "printer_not_allowed"
    PRINT_FAILED = "print_failed"
    PRINT_INTERRUPTED = "print_interrupted"
    PRINTER_DRIVER_MISSING = "printer_driver_missing"
    UNEXPECTED = "unexpected"


class ShopError(Exception):
    """The shop refuses an act or the world failed it; nothing was half-done.

    `code` is stable, `params` hold plain values for the sentence and for scripts.
    """

    def __init__(self, code: ErrorCode, /, **params: object) -> None:
        """Remember the code and its parameters."""
        super().__init__(code.value, params)
        self.code = code
        self.params = params
