"""The HTTP side: updates by webhook, health and numbers for those who look after the installation."""
