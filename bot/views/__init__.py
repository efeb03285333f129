"""What people see: the text and the buttons of each screen. The only code that asks for sentences."""
