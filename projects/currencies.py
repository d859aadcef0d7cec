"""Currencies by their ISO 4217 codes, those in use as money, named in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

CODES = tuple(
    (  # noqa: SIM905  (one code a line would be a hundred and fifty lines)
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
        "HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
        "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
        "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
        "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
    ).split()
)


def choices() -> list[tuple[str, str]]:
    """(code, "KES · Kenyan Shilling") for every currency, by code."""
    return list(_choices(get_language() or "en"))


def name_of(code: str) -> str:
    """The currency's code with its name in the reader's language; the code alone where there is none."""
    return dict(_choices(get_language() or "en")).get(code, code)


@lru_cache(maxsize=12)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse({"zh-hans": "zh_Hans"}.get(language, language)).currencies
    return tuple((code, f"{code} · {names[code]}" if code in names else code) for code in CODES)
