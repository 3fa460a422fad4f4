"""Pictures from words, as the service draws them: DPM-Solver++ of the second order (Lu et al. 2022) over evenly spaced times, with classifier-free guidance."""
import pathlib

import numpy as np
import torch

from models import Decoder, TextEncoder, UNet
from tokenizer import END, Tokenizer
from train import DEVICE, loaded, noise_levels


class Painter:
    """What was trained so far, in WORK_FOLDER."""

    def __init__(self, work):
        work = pathlib.Path(work)
        self.tokenizer = Tokenizer.load(work / 'tokenizer')
        self.scale = float((work / 'latents.scale').read_text())
        self.decoder, = loaded(work, 'vae', decoder=Decoder())
        self.unet, self.text = loaded(work, 'diffusion', unet=UNet(), text=TextEncoder(len(self.tokenizer.vocabulary), self.tokenizer.vocabulary[END]))
        self.levels = noise_levels()

    @torch.no_grad()
    def draw(self, prompts, seeds, steps=20, guidance=4.0):
        """Pictures (n x side x side x 3, bytes)."""
        ids = torch.tensor([self.tokenizer.encode(prompt) for prompt in prompts] + [self.tokenizer.encode('')] * len(prompts), device=DEVICE)
        said = self.text(ids)
        x = torch.stack([torch.randn(4, 16, 16, generator=torch.Generator().manual_seed(seed)) for seed in seeds]).to(DEVICE)
        times = [round(1_000 - 1_000 / steps * step) - 1 for step in range(steps)]  # `trailing`
        before = None
        for at, time in enumerate(times):
            a, b = self.levels[time].sqrt(), (1 - self.levels[time]).sqrt()
            told, untold = self.unet(torch.cat([x, x]), torch.full((len(ids),), time, device=DEVICE), said).chunk(2)
            clean = a * x - b * (untold + guidance * (told - untold))
            if at == len(times) - 1:
                x = clean
                break
            next_a, next_b = self.levels[times[at + 1]].sqrt(), (1 - self.levels[times[at + 1]]).sqrt()
            far = torch.log(next_a / next_b) - torch.log(a / b)
            guess = clean if before is None else clean + (clean - before[0]) / (2 * before[1] / far)
            x, before = next_b / b * x - next_a * torch.expm1(-far) * guess, (clean, far)
        pictures = torch.cat([self.decoder(each) for each in (x / self.scale).split(8)])
        return ((pictures.permute(0, 2, 3, 1).clamp(-1, 1) + 1) * 127.5).round().byte().cpu().numpy()
