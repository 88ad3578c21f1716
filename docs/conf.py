"""Settings of Sphinx. Build offline with ``sphinx-build -W -b html docs docs/_build/html``."""

import re
import sys
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

_about = metadata("imagespaces")
project = "imagespaces"
author = _about["Author"]
copyright = author
release = _about["Version"]

extensions = [
    "docs._extensions.benchmark_tables",
    "docs._extensions.command_help",
    "docs._extensions.data_sets",
    "docs._extensions.laws",
    "docs._extensions.spec_fields",
    "docs._extensions.strategies",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_preserve_defaults = True
autodoc_type_aliases = {name: name for name in ("ArrayLike", "DTypeLike", "Lanes")}
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_use_unqualified_type_names = True

copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
html_title = "imagespaces"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e6e", "color-brand-content": "#0b6e6e"},
    "dark_css_variables": {"color-brand-primary": "#5cc8c0", "color-brand-content": "#5cc8c0"},
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"


def _keep_absolute_values(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Keep |x| in docstrings the absolute value that it is there; reStructuredText takes it for a substitution."""
    lines[:] = [re.sub(r"(?<!`)\|(\w+)\|", r"\\|\1\\|", line) for line in lines]


def setup(app: Any) -> None:
    """Tell Sphinx what to do with docstrings."""
    app.connect("autodoc-process-docstring", _keep_absolute_values)
