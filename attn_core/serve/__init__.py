"""The same calls behind Ray Serve, for more visitors or larger models than one machine has room for.

`python -m attn_core.serve serve.yaml` starts it; `load_model("https://host/story")` asks it.
"""
