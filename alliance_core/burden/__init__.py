"""Who pays, who benefits, who decides: tables behind the burden page."""
