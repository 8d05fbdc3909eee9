"""From a catalog name, a folder or a hub id to a loaded model."""
