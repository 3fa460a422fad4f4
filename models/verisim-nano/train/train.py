"""Trains verisim-nano, end to end and seeded: `python train.py WORK_FOLDER` (pip install torch numpy skia-python pillow onnx onnxruntime).

Stages: tokenizer, vae, latents, diffusion, detector. Each goes on from its last checkpoint in WORK_FOLDER when it is started again, and ends after its number of steps;
`--only STAGE` runs one, `--minutes M` stops each after M minutes at the latest. `--pack FOLDER` writes the weights alone, which is a WORK_FOLDER to go on from.
"""
import argparse
import math
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from kinds import KINDS
from models import Decoder, Detector, Encoder, TextEncoder, UNet
from optimizer import optimizers
from scenes import HELD_OUT, caption_of, is_unseen, render, scene_of
from tokenizer import END, Tokenizer, tokenizer_for, with_fillers

SEED = 20_261_120
SCENES = 96_000
DEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'
STEPS = {'vae': 10_000, 'diffusion': 19_000, 'detector': 5_000}
BATCH = {'vae': 8, 'diffusion': 64, 'detector': 16}
CAPTION_DROPOUT = 0.12
EMA = 0.9992
WARM_UP = 200
KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}


def as_input(pictures):
    """Pictures (n x h x w x 3, bytes) as the networks see them: -1 to 1, channels first."""
    return torch.as_tensor(pictures).permute(0, 3, 1, 2).float().div(127.5).sub(1)


class Pictures(IterableDataset):
    """Scenes from a number on, for ever, shared out over the workers: batches of (pictures, boxes)."""

    def __init__(self, batch, start, with_boxes):
        self.batch, self.start, self.with_boxes = batch, start, with_boxes

    def __iter__(self):
        worker = get_worker_info()
        at, apart = (worker.id, worker.num_workers) if worker else (0, 1)
        while True:
            first = (self.start + at) * self.batch
            made = [render(scene_of(number % (HELD_OUT // 2)), with_boxes=self.with_boxes) for number in range(first, first + self.batch)]
            yield np.stack([picture for picture, _ in made]), [boxes for _, boxes in made]
            at += apart


def loader(batch, start, with_boxes=False, workers=1):
    return iter(DataLoader(Pictures(batch, start, with_boxes), batch_size=None, num_workers=workers, prefetch_factor=8))


class Stage:
    """Counts steps, keeps a checkpoint every few minutes and at the end, and stops in time."""

    def __init__(self, name, folder, parts, minutes, rate):
        self.name, self.file, self.parts = name, folder / f'{name}.pt', parts
        self.steps, self.until = STEPS[name], time.time() + minutes * 60
        parameters = [parameter for part in parts.values() for parameter in part.parameters()]
        self.optimizers = optimizers(parts.values(), rate)
        self.parameters, self.rate = parameters, rate
        kept = torch.load(self.file, map_location=DEVICE) if self.file.exists() else {'step': 0}
        self.step = kept['step']
        torch.manual_seed(SEED + self.step)
        for key, state in kept.get('parts', {}).items():
            parts[key].load_state_dict(state)
        for optimizer, state in zip(self.optimizers, kept.get('optimizers', ())):
            optimizer.load_state_dict(state)
        own = {key: part.state_dict() for key, part in parts.items()}
        averaged = kept.get('ema', own)
        self.ema = {key: {name: averaged[key][name].detach().to(value.dtype, copy=True) for name, value in values.items()} for key, values in own.items()}
        self.begun = self.step
        self.started, self.shown, self.saved, self.mean = time.time(), self.step, time.time(), None

    def go_on(self):
        return self.step < self.steps and time.time() < self.until

    def update(self, loss):
        for parameter in self.parameters:
            parameter.grad = None
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        # Warm up, then a cosine down to a fiftieth.
        rate = self.rate * min(1, (self.step - self.begun + 1) / WARM_UP) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * self.step / self.steps)))
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group['lr'] = rate
            with half():
                optimizer.step()
        self.step += 1
        keep = min(EMA, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for key, part in self.parts.items():
                for name, value in part.state_dict().items():
                    self.ema[key][name].lerp_(value, 1 - keep) if value.is_floating_point() else self.ema[key][name].copy_(value)
        self.mean = loss.item() if self.mean is None else self.mean * 0.98 + loss.item() * 0.02
        if self.step % 100 == 0:
            rate = (self.step - self.shown) / (time.time() - self.started)
            print(f'{self.name} {self.step}/{self.steps} loss {self.mean:.4f} {rate:.2f} steps/s', flush=True)
        if time.time() - self.saved > 180:
            self.save()

    def save(self):
        kept = {'step': self.step, 'ema': self.ema, 'optimizers': [optimizer.state_dict() for optimizer in self.optimizers], 'parts': {key: part.state_dict() for key, part in self.parts.items()}}
        torch.save(kept, self.file.with_suffix('.part'))
        self.file.with_suffix('.part').replace(self.file)
        self.saved = time.time()

    def end(self):
        if self.step > self.begun:  # else what was made of it stays newer than it
            self.save()
        print(f'{self.name}: {self.step} of {self.steps} steps', flush=True)
        return self.step >= self.steps


def half():
    """bfloat16 where the processor has it (three times as fast); elsewhere it would be emulated, ten times slower."""
    return torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == 'cuda' or torch.ops.mkldnn._is_mkldnn_bf16_supported())


def loaded(folder, name, **parts):
    """The averaged weights of a stage, for use."""
    kept = torch.load(folder / f'{name}.pt', map_location=DEVICE)['ema']
    for key, part in parts.items():
        part.load_state_dict(kept[key])
        part.to(DEVICE).eval().requires_grad_(False)
    return parts.values()


def pack(folder, target):
    """The averaged weights as halves, small enough to be kept with the sources: a WORK_FOLDER of them can be used, and trained further."""
    (target / 'tokenizer').mkdir(parents=True, exist_ok=True)
    for file in (folder / 'tokenizer').iterdir():
        (target / 'tokenizer' / file.name).write_bytes(file.read_bytes())
    for stage in STEPS:
        if (folder / f'{stage}.pt').exists():
            kept = torch.load(folder / f'{stage}.pt', map_location='cpu')
            halves = {key: {name: value.half() if value.is_floating_point() else value for name, value in values.items()} for key, values in kept['ema'].items()}
            torch.save({'step': kept['step'], 'ema': halves, 'parts': halves}, target / f'{stage}.pt')
    if (folder / 'latents.scale').exists():
        (target / 'latents.scale').write_text((folder / 'latents.scale').read_text())


def captions(number, rng=None):
    scene = scene_of(number)
    rng = random.Random(number) if rng is None else rng
    return with_fillers(caption_of(scene, rng), rng)


def train_tokenizer(folder, minutes):
    if not (folder / 'tokenizer/vocab.json').exists():
        tokenizer_for(captions).save(folder / 'tokenizer')
    return True


def edges(picture):
    return picture[..., 1:] - picture[..., :-1], picture[..., 1:, :] - picture[..., :-1, :]


def train_vae(folder, minutes):
    """Absolute error of pixels, of their differences at two scales, and a little of the KL divergence (Rombach et al. 2022, without the discriminator)."""
    encoder, decoder = Encoder().to(DEVICE), Decoder().to(DEVICE)
    stage = Stage('vae', folder, {'encoder': encoder, 'decoder': decoder}, minutes, 1e-3)
    pictures = loader(BATCH['vae'], stage.step)
    while stage.go_on():
        real = as_input(next(pictures)[0]).to(DEVICE)
        with half():
            mean, logvar = encoder(real)
            made = decoder(mean + torch.randn_like(mean) * (0.5 * logvar).exp())
        mean, logvar, made = mean.float(), logvar.float(), made.float()
        loss = (made - real).abs().mean()
        for scale in (1, 2):
            a, b = (F.avg_pool2d(each, scale) if scale > 1 else each for each in (made, real))
            loss = loss + sum((x - y).abs().mean() for x, y in zip(edges(a), edges(b)))
        stage.update(loss + 1e-6 * 0.5 * (mean.pow(2) + logvar.exp() - 1 - logvar).sum(dim=(1, 2, 3)).mean())
    return stage.end()


def make_latents(folder, minutes):
    """Of SCENES scenes, as halves, and the number that brings their deviation to 1 (`scaling_factor`)."""
    until = time.time() + minutes * 60
    encoder, = loaded(folder, 'vae', encoder=Encoder())
    made = np.lib.format.open_memmap(folder / 'latents.npy', mode='r+' if (folder / 'latents.npy').exists() else 'w+', dtype=np.float16, shape=(SCENES, 4, 16, 16))
    counter = folder / 'latents.count'
    done = int(counter.read_text()) if counter.exists() and counter.stat().st_mtime > (folder / 'vae.pt').stat().st_mtime else 0
    batch = 100
    pictures = loader(batch, done // batch)
    while done < SCENES and time.time() < until:
        with torch.no_grad(), half():
            made[done:done + batch] = encoder(as_input(next(pictures)[0]).to(DEVICE))[0].float().cpu().numpy()
        done += batch
        if done % 5_000 == 0:
            made.flush()
            counter.write_text(str(done))
            print(f'latents {done}/{SCENES}', flush=True)
    if done >= SCENES:
        counter.write_text(str(done))
        (folder / 'latents.scale').write_text(str(1 / float(made[:20_000].astype(np.float32).std())))
    return done >= SCENES


def noise_levels():
    """The cumulated alphas: betas go up linearly from 1e-4 to 0.02 (Ho et al. 2020), so that nothing is left of the picture at the end."""
    return torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1_000, dtype=torch.float64), 0).float().to(DEVICE)


def train_diffusion(folder, minutes):
    """Velocity prediction; captions are left out now and then, so that guidance has something to go away from (Ho and Salimans 2022). Times are drawn where most is to be
    learned, around as much noise as picture (Esser et al. 2024), and some anywhere, since a picture begins where it is all noise."""
    tokenizer = Tokenizer.load(folder / 'tokenizer')
    latents, scale = np.load(folder / 'latents.npy', mmap_mode='r'), float((folder / 'latents.scale').read_text())
    torch.manual_seed(SEED)
    unet = UNet().to(DEVICE)
    text = TextEncoder(len(tokenizer.vocabulary), tokenizer.vocabulary[END]).to(DEVICE)
    stage = Stage('diffusion', folder, {'unet': unet, 'text': text}, minutes, 2.5e-3)
    levels, size = noise_levels(), BATCH['diffusion']
    scenes = ((number, scene_of(number)) for number in range(SCENES))
    seen = [number for number, scene in scenes if not any(is_unseen(thing, scene.background) for thing in scene.things)]
    while stage.go_on():
        rng = random.Random(SEED + stage.step)
        numbers = [rng.choice(seen) for _ in range(size)]
        ids = torch.tensor([tokenizer.encode('' if rng.random() < CAPTION_DROPOUT else captions(number, rng)) for number in numbers], device=DEVICE)
        clean = torch.as_tensor(np.stack([latents[number] for number in numbers]).astype(np.float32) * scale).to(DEVICE)
        noise, anywhere = torch.randn_like(clean), torch.rand(size, device=DEVICE)
        at = (torch.where(torch.rand(size, device=DEVICE) < 0.12, anywhere, torch.sigmoid(torch.randn(size, device=DEVICE) * 0.9 - 0.5)) * 1_000).long()
        a, b = levels[at].sqrt()[:, None, None, None], (1 - levels[at]).sqrt()[:, None, None, None]
        with half():
            made = unet(a * clean + b * noise, at, text(ids)).float()
        stage.update(F.mse_loss(made, a * noise - b * clean))
    return stage.end()


def targets(boxes, side=16):
    """Heat (1 at the cell of each centre, falling off around it), which cells are centres, and their frames."""
    heat, frame, is_centre = np.zeros((len(KINDS), side, side), np.float32), np.zeros((4, side, side), np.float32), np.zeros((side, side), bool)
    ys, xs = np.mgrid[:side, :side]
    for kind, _, left, top, right, bottom in boxes:
        x, y, w, h = (left + right) / 2 * side, (top + bottom) / 2 * side, right - left, bottom - top
        column, row = min(side - 1, int(x)), min(side - 1, int(y))
        spread = max(0.5, min(w, h) * side / 7)
        near = np.exp(-((xs - column) ** 2 + (ys - row) ** 2) / (2 * spread ** 2))
        heat[KIND_NUMBERS[kind]] = np.maximum(heat[KIND_NUMBERS[kind]], near)
        frame[:, row, column] = x - column, y - row, w, h
        is_centre[row, column] = True
    return heat, frame, is_centre


def train_detector(folder, minutes):
    """On renders, half of them seen through the VAE, as generated pictures are; blurred and brightened here and there."""
    encoder, decoder = loaded(folder, 'vae', encoder=Encoder(), decoder=Decoder())
    detector = Detector(len(KINDS)).to(DEVICE)
    stage = Stage('detector', folder, {'detector': detector}, minutes, 2e-3)
    scenes = loader(BATCH['detector'], stage.step, with_boxes=True)
    while stage.go_on():
        pictures, boxes = next(scenes)
        rng = random.Random(SEED + stage.step)
        pixels = as_input(pictures).to(DEVICE)
        with torch.no_grad(), half():
            count = len(pictures) // 2
            latent = encoder(pixels[:count])[0]
            pixels[:count] = decoder(latent + torch.randn_like(latent) * 0.15 * rng.random() * latent.std()).float().clamp(-1, 1)
        pixels = pixels * (0.85 + 0.3 * rng.random()) + (rng.random() - 0.5) * 0.2
        heat, frame, is_centre = (torch.as_tensor(np.stack(each)).to(DEVICE) for each in zip(*(targets(one) for one in boxes)))
        with half():
            seen, framed = detector(pixels)
        seen, framed = seen.float(), framed.float()
        share = seen.sigmoid().clamp(1e-4, 1 - 1e-4)
        positive = heat == 1
        focal = -(torch.where(positive, (1 - share) ** 2 * share.log(), (1 - heat) ** 4 * share ** 2 * (1 - share).log())).sum() / max(1, int(positive.sum()))
        at = is_centre[:, None].expand_as(frame)
        stage.update(focal + 6 * (framed[at] - frame[at]).abs().mean())
    return stage.end()


STAGES = {'tokenizer': train_tokenizer, 'vae': train_vae, 'latents': make_latents, 'diffusion': train_diffusion, 'detector': train_detector}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--only', choices=STAGES)
    parser.add_argument('--minutes', type=float, default=100)
    parser.add_argument('--pack', type=pathlib.Path, metavar='FOLDER', help='write what was trained so far, without what only its training needs, and end')
    options = parser.parse_args()
    if options.pack:
        return pack(options.folder, options.pack)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, stage in STAGES.items():
        if options.only in (None, name):
            torch.manual_seed(SEED)
            if not stage(options.folder, options.minutes):
                print(f'{name} is not through: start again to go on', flush=True)
                return


if __name__ == '__main__':
    main()
