"""Pictures from words, as the service draws them where an order says no more than steps: DPM-Solver++ of the second order (Lu et al. 2022) over the noise levels of
Karras et al. (2022), with classifier-free guidance.

    python sample.py WORK_FOLDER PROMPT SEED FILE
"""
import math
import pathlib
import sys

import numpy as np
import torch

from models import Decoder, TextEncoder, UNet
from scenes import sheet
from tokenizer import END, Tokenizer
from train import DEVICE, loaded, noise_levels


# How closely prompts are followed: 4 is right more often than 2.5, 5.5 and 7.5 are. export.py writes it into model_index.json.
GUIDANCE = 4.0


def shares(sigma):
    """Of the picture and of the noise, where there is so much noise beside a whole picture."""
    return 1 / math.sqrt(1 + sigma ** 2), sigma / math.sqrt(1 + sigma ** 2)


class Painter:
    """What was trained so far, in WORK_FOLDER."""

    def __init__(self, work):
        work = pathlib.Path(work)
        self.tokenizer = Tokenizer.load(work / 'tokenizer')
        self.scale = float((work / 'latents.scale').read_text())
        self.decoder, = loaded(work, 'vae', decoder=Decoder())
        self.unet, self.text = loaded(work, 'diffusion', unet=UNet(), text=TextEncoder(len(self.tokenizer.vocabulary), self.tokenizer.vocabulary[END]))
        self.levels = noise_levels()

    def noise(self, steps):
        """Of each step, its noise beside a whole picture, and the time at which there is as much."""
        known = ((1 - self.levels) / self.levels).sqrt().double().cpu()
        sevenths = torch.linspace(float(known[-1]) ** (1 / 7), float(known[0]) ** (1 / 7), steps, dtype=torch.float64)
        sigmas = sevenths ** 7
        return [(float(sigma), int(time)) for sigma, time in zip(sigmas, np.interp(sigmas.log(), known.log(), np.arange(len(known))).round())]

    @torch.no_grad()
    def draw(self, prompts, seeds, steps=20, guidance=GUIDANCE):
        """Pictures (n x side x side x 3, bytes)."""
        ids = torch.tensor([self.tokenizer.encode(prompt) for prompt in prompts] + [self.tokenizer.encode('')] * len(prompts), device=DEVICE)
        said = self.text(ids)
        x = torch.stack([torch.randn(4, 16, 16, generator=torch.Generator().manual_seed(seed)) for seed in seeds]).to(DEVICE)
        noise, before = self.noise(steps), None
        for at, (sigma, time) in enumerate(noise):
            a, b = shares(sigma)
            told, untold = self.unet(torch.cat([x, x]), torch.full((len(ids),), time, device=DEVICE), said).chunk(2)
            clean = a * x - b * (untold + guidance * (told - untold))
            if at == len(noise) - 1:
                x = clean
                break
            next_a, next_b = shares(noise[at + 1][0])
            far = math.log(sigma / noise[at + 1][0])
            guess = clean if before is None else clean + (clean - before[0]) / (2 * before[1] / far)
            x, before = next_b / b * x - next_a * math.expm1(-far) * guess, (clean, far)
        pictures = torch.cat([self.decoder(each) for each in (x / self.scale).split(8)])
        return ((pictures.permute(0, 2, 3, 1).clamp(-1, 1) + 1) * 127.5).round().byte().cpu().numpy()


if __name__ == '__main__':
    work, prompt, seed, file = sys.argv[1:]
    sheet(file, list(Painter(work).draw([prompt], [int(seed)])), columns=1)
