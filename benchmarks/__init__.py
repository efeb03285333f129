"""How fast the bot is, measured as ratios: `python -m benchmarks` writes docs/performance.md."""
