"""How the embedded models are made: tokenizer, architecture, batches, optimizers, runs with checkpoints."""
