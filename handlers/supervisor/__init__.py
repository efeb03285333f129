"""What happens when supervisors rule on complaints and look after their team."""
