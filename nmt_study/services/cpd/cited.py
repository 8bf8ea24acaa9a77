"""Where a rule was read, as it is cited wherever hours are refused."""

from nmt_study.cpd.pack import Pack


def source_words(pack: Pack) -> str:
    """Return where a rule was read, and when."""
    if pack.own:
        return f"your own rule, {pack.as_of}"
    address = pack.sources[0].url if pack.sources else "no source"
    return f"{address}, as of {pack.as_of}"
