"""What other weights and other choices of method would change."""
