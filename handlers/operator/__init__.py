"""What happens when operators work on their queue."""
