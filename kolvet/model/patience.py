"""How far a fetch goes unless the user says otherwise.

Apart from all that can fetch, so that help pages show these numbers without loading it.
"""

MOST_PAGES = 50
"""Pages a run. Format study, section 2.4."""
SECONDS = 30.0
"""How long a server may keep a run waiting."""
LOOKS = 10
"""Old posts that an incremental fetch looks at again."""
