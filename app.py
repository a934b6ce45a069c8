"""Alliance health workbench: the entry script; pages/widgets/shell.py does what all pages share."""

from pages.widgets.shell import start

start()
