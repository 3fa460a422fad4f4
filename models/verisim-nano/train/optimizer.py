"""Muon (Jordan et al. 2024): the matrices of a network are moved by orthogonal steps, which takes a fraction of Adam's steps; everything else by Adam.

`torch.optim.Muon` does the same in bfloat16, which processors without it only emulate, and one matrix at a time; here it is the caller's autocast that says so, and all matrices of one shape go at once.
"""
from collections import defaultdict

import torch


def orthogonal(many, rounds=5):
    """The nearest orthogonal matrix of each (n x rows x columns, rows <= columns), roughly: by Newton's and Schulz's iteration, whose numbers are those of Jordan et al."""
    x = many / (many.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(rounds):
        squared = x @ x.mT
        x = 3.4445 * x + (-4.7750 * squared + 2.0315 * squared @ squared) @ x
    return x


class Muon(torch.optim.Optimizer):
    """For weights of two dimensions and more (a convolution's are a matrix of outputs by all else); `lr` is such as Adam would have (Liu et al. 2025)."""

    def __init__(self, parameters, lr, momentum=0.95, weight_decay=0.01):
        super().__init__(parameters, {'lr': lr, 'momentum': momentum, 'weight_decay': weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = defaultdict(list)
            for parameter in group['params']:
                if parameter.grad is not None:
                    moved = self.state[parameter].setdefault('momentum', torch.zeros_like(parameter))
                    moved.lerp_(parameter.grad, 1 - group['momentum'])
                    step = parameter.grad.lerp(moved, group['momentum']).flatten(1)
                    shapes[tuple(sorted(step.shape))].append((parameter, step))
            for (rows, columns), several in shapes.items():
                steps = orthogonal(torch.stack([step if step.shape[0] == rows else step.T for _, step in several]))
                for (parameter, step), made in zip(several, steps):
                    made = made if step.shape[0] == rows else made.T
                    parameter.mul_(1 - group['lr'] * group['weight_decay'])
                    parameter.add_(made.reshape(parameter.shape), alpha=-group['lr'] * 0.2 * columns ** 0.5)


def optimizers(parts, rate):
    """Muon for what is inside (matrices and convolutions of 32 rows and more), Adam for embeddings, first and last layers, norms and biases."""
    inner, outer = [], []
    for part in parts:
        for name, parameter in part.named_parameters():
            is_inner = parameter.ndim >= 2 and min(parameter.flatten(1).shape) >= 32 and not any(word in name for word in ('tokens', 'places'))
            (inner if is_inner else outer).append(parameter)
    return Muon(inner, rate), torch.optim.AdamW(outer, rate, betas=(0.9, 0.99), weight_decay=0.01)
