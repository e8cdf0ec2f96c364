"""What makes a finding the same one in another run."""

import hashlib

DIGITS = 16


def fingerprint_of(finding: str, blogger: str) -> str:
    """A check's fingerprint as one blogger's, so that no waiver covers another's finding.

    16 hex digits of SHA-256. A blogger that is renamed has other fingerprints: his waivers then
    fit nothing, which is an error that a person looks at.
    """
    return hashlib.sha256(f"{finding}\x1f{blogger}".encode()).hexdigest()[:DIGITS]
