"""The generated corpus: frames with known causes, a lexicon, people, roll calls."""
