"""What a nation would lose if an alliance dissolved tomorrow."""
