"""What happens in working groups, and around them."""
