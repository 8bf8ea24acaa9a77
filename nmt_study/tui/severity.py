"""How problems are shown wherever they stand: the style of each severity, and how many a list holds."""

from nmt_study.errors import Severity

STYLES = {
    Severity.ERROR: "bold $error",
    Severity.WARNING: "bold $warning",
    Severity.INFO: "bold $text-muted",
}
MOST = 200  # beyond this a list helps nobody
