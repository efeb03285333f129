"""What happens when a citizen writes, shows a place, presses a button or keeps silent."""
