"""`main.py import` and `main.py seed`: requests of before come in from files of another system, or made up."""
