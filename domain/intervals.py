"""How sure a share is: the interval in which the true one lies with 95 % certainty."""

from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's score interval of `part` of `whole` at 95 %, as two shares of one; (0, 1) where there are no cases.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): unlike the
    plain one it stays between 0 and 1 and holds for few cases and for shares near the ends.
    """
    if whole <= 0:
        return 0.0, 1.0
    share, spread = part / whole, Z * Z / whole
    middle = share + spread / 2
    reach = Z * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))
