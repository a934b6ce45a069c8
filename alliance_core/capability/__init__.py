"""Who provides what, and how well it works together: tables behind the capability page."""
