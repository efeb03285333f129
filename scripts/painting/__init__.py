"""Painting of the sandbox's built-in pictures: a canvas, things that lie about, places they lie in."""
