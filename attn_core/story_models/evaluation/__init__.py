"""What the cards and docs/truth.md say, measured on held-out stories."""
