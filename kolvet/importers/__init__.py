"""Reading the exports of other people's collectors, without conversion.

`find_files` lists what to read, `open_export` finds out by content what wrote a file, and its
`rows()` gives posts, accounts, comments and press items one at a time, with what had to be mended
and what had to be rejected. A container (`containers/`) knows how a file holds rows; a dialect
(`dialects/`) knows what the columns of one collector mean. Memory stays flat.
"""

from kolvet.importers.export import Export, open_export
from kolvet.importers.files import find_files
from kolvet.importers.reading import Importer
from kolvet.importers.registry import IMPORTERS

__all__ = ["IMPORTERS", "Export", "Importer", "find_files", "open_export"]
