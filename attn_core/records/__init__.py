"""The frozen records that flow between modules: numpy and the standard library only."""
