"""The looks of figures on our pages are the library's own."""

from pathlib import Path

import kithwork.evidence.graph
from kithwork.apps import ui


def test_the_page_has_the_library_s_own_looks():
    ours = Path(ui.__file__).parent / "static" / "ui" / "figure.css"
    library = Path(kithwork.evidence.graph.__file__).parent / "figure.css"
    assert ours.read_bytes() == library.read_bytes()
