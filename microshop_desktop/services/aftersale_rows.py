"""An after-sale as a row, and back."""

from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import AftersaleRow


def aftersale_values(told: Aftersale) -> dict[str, object]:
    """Return the columns of what a platform told."""
    return {
        "external_id": told.external_id,
        "external_order": told.external_order,
        "line_id": told.line_id,
        "kind": told.kind.value,
        "state": told.state.value,
        "raw_status": told.raw_status,
        "amount": told.amount,
        "pieces": told.pieces,
        "reason": told.reason,
        "revision": told.revision,
        "deadline": told.deadline,
        "asked_at": told.asked_at,
        "updated_at": told.updated_at,
    }


def aftersale_of(row: AftersaleRow | AnyRow) -> Aftersale:
    """Return what a row holds."""
    return Aftersale(
        external_id=row.external_id,
        external_order=row.external_order,
        kind=AftersaleKind(row.kind),
        state=AftersaleState(row.state),
        raw_status=row.raw_status,
        amount=row.amount,
        updated_at=row.updated_at,
        line_id=row.line_id,
        pieces=row.pieces,
        reason=row.reason,
        revision=row.revision,
        deadline=row.deadline,
        asked_at=row.asked_at,
    )
