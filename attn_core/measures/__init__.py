"""What is measured of a model on a run: predictions, interventions, attributions, labels of heads."""
