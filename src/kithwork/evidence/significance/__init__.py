"""Tests that other programs print beside overlap indices. All of them take sessions as independent."""

from kithwork.evidence.significance.corrected import CorrectedTau, baseline_corrected_tau
from kithwork.evidence.significance.kendall import KendallTest
from kithwork.evidence.significance.shares import ShareTest, nap_test, pand_phi, pem_test, pet
from kithwork.evidence.significance.tau_part import PARTS, TauPart, tau_part

__all__ = [
    "PARTS", "CorrectedTau", "KendallTest", "ShareTest", "TauPart", "baseline_corrected_tau",
    "nap_test", "pand_phi", "pem_test", "pet", "tau_part",
]  # fmt: skip
