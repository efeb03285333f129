"""Pure rules of the desk: standard library only, no input or output."""
