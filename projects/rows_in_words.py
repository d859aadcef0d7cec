"""The rows of a proposal and of its reports with their choices and days in the reader's words, for the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from projects import currencies
from projects.models.choices import DELIVERED, AmountBand, Availability, Means


def of_proposal(proposal: Any) -> dict[str, Any]:
    """Resources and deliverables of a proposal, saved or not."""
    means, there, bands = dict(Means.choices), dict(Availability.choices), dict(AmountBand.choices)
    return {
        "resources": [
            {
                **row,
                "means_name": means.get(row["means"], ""),
                "there_name": there.get(row["availability"], ""),
                "is_missing": row["availability"] == Availability.MISSING,
                "currency_name": currencies.name_of(row["currency"]) if row["currency"] else "",
                "band_name": bands.get(row["band"], ""),
            }
            for row in proposal.resources
        ],
        "deliverables": [{**row, "day": date.fromisoformat(row["due"])} for row in proposal.deliverables],
    }


def of_report(report: Any) -> dict[str, Any]:
    """What a report told of each indicator and deliverable."""
    delivered = dict(DELIVERED)
    return {
        "report": report,
        "indicators": report.indicators,
        "deliverables": [{**row, "now_name": delivered.get(row["now"], "")} for row in report.deliverables],
    }
