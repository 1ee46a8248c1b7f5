"""What each check of the doctor is called for people; scripts rely on the names alone."""

from microshop_desktop.infra.translations import _, mark

TITLES: dict[str, str] = {
    "integrity": mark("The shop's file is whole"),
    "foreign_keys": mark("Every record that is named exists"),
    "stock_is_the_sum_of_movements": mark("Stock is the sum of its movements"),
    "reserved_is_the_sum_of_reservations": mark("Reserved goods are the sum of reservations"),
    "day_figures_are_the_sum_of_facts": mark("Day figures are the sum of sales and refunds"),
    "sku_day_figures_are_the_sum_of_facts": mark("Product figures are the sum of their lines"),
    "order_totals_add_up": mark("Order totals add up"),
    "orders_are_the_sum_of_lines": mark("Orders are the sum of their lines"),
    "discounts_have_adjustments": mark("Every discount has its reason"),
    "orders_are_the_sum_of_payments": mark("Orders are the sum of their payments"),
    "refunds_are_the_sum_of_lines_and_ways": mark("Refunds are the sum of their lines"),
    "refunded_figures_are_the_sum_of_refunds": mark("Refunded figures are the sum of refunds"),
    "refund_states_say_what_went_back": mark("Orders say how much of them went back"),
    "nothing_is_refunded_beyond_what_was_paid": mark("Nothing was refunded beyond what was paid"),
    "sales_left_the_stock": mark("What was sold left the stock"),
    "refunds_came_back_to_the_stock": mark("What was refunded came back to the stock"),
    "facts_are_numbered_without_gaps": mark("Facts are numbered without gaps"),
    "one_open_attempt_per_order": mark("No order has two open payments"),
    "open_payments_are_followed": mark("Every payment in doubt is being followed"),
    "attempts_are_paid_once_or_not_at_all": mark("Every payment that arrived is booked once"),
    "unpaid_orders_keep_their_goods": mark("Unpaid orders keep their goods"),
    "imports_are_finished": mark("Every import is finished"),
    "search_finds_every_product": mark("The search finds every product"),
    "numbers_have_no_gaps": mark("Order numbers have no gaps"),
    "audit_chain_holds": mark("The audit chain holds"),
    "kept_texts_can_be_read": mark("Saved baskets and settings can be read"),
    "proved_payments_stand_in_a_bill": mark("Every proved payment stands in a bill"),
    "bills_are_there": mark("Every bill that was booked is there"),
    "photos_are_there": mark("Every photo of a product is there"),
}


def check_title(name: str) -> str:
    """Return what a check is called in the current language."""
    return _(TITLES[name])
