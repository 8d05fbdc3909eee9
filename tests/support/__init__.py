"""What tests share, one idea a file: tiny models and their tokenizers, runs written by hand, a catalog of one."""
