"""Alliance health workbench: page configuration, navigation and the shared choices; the pages do the rest."""

from pages.widgets.shell import start

start().run()
