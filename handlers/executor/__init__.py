"""What happens when executors work on their tasks."""
