"""What is measured of a model on a run: predictions, interventions, attributions, labels of heads.

Its modules are imported one by one, for some of them import torch.
"""
