"""The networks, in the shapes and with the inputs and outputs of Stable Diffusion's, at the size of a few megabytes: a VAE of factor 8, a text encoder, a UNet with
cross-attention; and a detector that answers as DETR does."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from tokenizer import LENGTH

LATENT = 4
TEXT_WIDTH = 192


def norm(channels):
    return nn.GroupNorm(min(16, channels // 8), channels)


class Res(nn.Module):
    """Two convolutions beside a straight way; with a time's embedding where there is one."""

    def __init__(self, into, out, time=None):
        super().__init__()
        self.norm1, self.conv1 = norm(into), nn.Conv2d(into, out, 3, padding=1)
        self.norm2, self.conv2 = norm(out), nn.Conv2d(out, out, 3, padding=1)
        self.time = nn.Linear(time, out * 2) if time else None
        self.skip = nn.Conv2d(into, out, 1) if into != out else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, time=None):
        h = self.norm2(self.conv1(F.silu(self.norm1(x))))
        if self.time is not None:
            scale, shift = self.time(time)[:, :, None, None].chunk(2, 1)
            h = h * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Up(nn.Module):
    def __init__(self, into, out):
        super().__init__()
        self.conv = nn.Conv2d(into, out, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode='nearest'))


class Encoder(nn.Module):
    """A picture, -1 to 1, to the mean and the logarithm of the variance of its latent."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 32, 4, stride=2, padding=1), Res(32, 32), nn.Conv2d(32, 64, 4, stride=2, padding=1), Res(64, 64),
            nn.Conv2d(64, 128, 4, stride=2, padding=1), Res(128, 128), Res(128, 128), norm(128), nn.SiLU(), nn.Conv2d(128, LATENT * 2, 3, padding=1))

    def forward(self, picture):
        mean, logvar = self.layers(picture).chunk(2, 1)
        return mean, logvar.clamp(-20, 4)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(LATENT, 160, 3, padding=1), Res(160, 160), Res(160, 160), Up(160, 96), Res(96, 96), Res(96, 96), Up(96, 48), Res(48, 48), Up(48, 24), Res(24, 24),
            norm(24), nn.SiLU(), nn.Conv2d(24, 3, 3, padding=1))

    def forward(self, latent):
        return self.layers(latent)


class Attention(nn.Module):
    def __init__(self, width, context=None, head=32):
        super().__init__()
        self.heads = width // head
        self.q, self.k, self.v = nn.Linear(width, width, bias=False), nn.Linear(context or width, width, bias=False), nn.Linear(context or width, width, bias=False)
        self.out = nn.Linear(width, width)

    def forward(self, x, context=None, mask=None):
        context = x if context is None else context
        split = lambda t: t.unflatten(2, (self.heads, -1)).transpose(1, 2)
        made = F.scaled_dot_product_attention(split(self.q(x)), split(self.k(context)), split(self.v(context)), attn_mask=mask)
        return self.out(made.transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention to itself (left out where a picture is large), to a context if there is one, and a feed-forward part."""

    def __init__(self, width, context=None, own=True):
        super().__init__()
        self.norm1, self.own = (nn.LayerNorm(width), Attention(width)) if own else (None, None)
        self.norm2, self.cross = (nn.LayerNorm(width), Attention(width, context)) if context else (None, None)
        self.norm3, self.feed = nn.LayerNorm(width), nn.Sequential(nn.Linear(width, width * 3), nn.GELU(), nn.Linear(width * 3, width))

    def forward(self, x, context=None, mask=None):
        if self.own is not None:
            x = x + self.own(self.norm1(x), mask=mask)
        if self.cross is not None:
            x = x + self.cross(self.norm2(x), context)
        return x + self.feed(self.norm3(x))


class TextEncoder(nn.Module):
    """Tokens (batch x LENGTH) to embeddings (batch x LENGTH x TEXT_WIDTH). What fills a text up is not looked at, and is nothing in the answer."""

    def __init__(self, vocabulary, end, layers=3):
        super().__init__()
        self.end = end
        self.tokens, self.places = nn.Embedding(vocabulary, TEXT_WIDTH), nn.Parameter(torch.randn(LENGTH, TEXT_WIDTH) * 0.02)
        nn.init.normal_(self.tokens.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(TEXT_WIDTH) for _ in range(layers))
        self.norm = nn.LayerNorm(TEXT_WIDTH)

    def forward(self, ids):
        ended = (ids == self.end).long().cumsum(1)
        real = (ended <= 1)
        mask = torch.where(real, 0.0, -1e4)[:, None, None, :]
        x = self.tokens(ids) + self.places
        mask = mask.to(x.dtype)
        for block in self.blocks:
            x = block(x, mask=mask)
        return self.norm(x) * real[:, :, None].to(x.dtype)


class Spatial(nn.Module):
    """A block over the places of a picture."""

    def __init__(self, channels, own):
        super().__init__()
        self.norm, self.block = norm(channels), Block(channels, TEXT_WIDTH, own)

    def forward(self, x, context):
        n, c, h, w = x.shape
        seen = self.norm(x).flatten(2).transpose(1, 2)
        return x + (self.block(seen, context) - seen).transpose(1, 2).reshape(n, c, h, w)


class UNet(nn.Module):
    """The velocity (Salimans and Ho 2022) of noisy latents at their times, by what the text says."""

    WIDTHS = (96, 192, 288)

    def __init__(self, side=16):
        super().__init__()
        a, b, c = self.WIDTHS
        time = 256
        self.time = nn.Sequential(nn.Linear(128, time), nn.SiLU(), nn.Linear(time, time))
        self.first = nn.Conv2d(LATENT, a, 3, padding=1)
        self.place = nn.Parameter(torch.zeros(1, a, side, side))
        self.down1 = nn.ModuleList([Res(a, a, time), Spatial(a, False), Res(a, a, time)])
        self.to2 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.down2 = nn.ModuleList([Res(b, b, time), Spatial(b, True), Res(b, b, time), Spatial(b, True)])
        self.to3 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.middle = nn.ModuleList([Res(c, c, time), Spatial(c, True), Res(c, c, time), Spatial(c, True), Res(c, c, time)])
        self.from3 = Up(c, b)
        self.up2 = nn.ModuleList([Res(b * 2, b, time), Spatial(b, True), Res(b, b, time), Spatial(b, True)])
        self.from2 = Up(b, a)
        self.up1 = nn.ModuleList([Res(a * 2, a, time), Spatial(a, False), Res(a, a, time)])
        self.last = nn.Sequential(norm(a), nn.SiLU(), nn.Conv2d(a, LATENT, 3, padding=1))
        nn.init.zeros_(self.last[2].weight)

    def forward(self, sample, timestep, encoder_hidden_states):
        time = F.silu(self.time(times(timestep).to(sample.dtype)))
        through = lambda x, layers: run(layers, x, time, encoder_hidden_states)
        h1 = through(self.first(sample) + self.place, self.down1)
        h2 = through(self.to2(h1), self.down2)
        h = self.from3(through(self.to3(h2), self.middle))
        h = self.from2(through(torch.cat([h, h2], 1), self.up2))
        return self.last(through(torch.cat([h, h1], 1), self.up1))


def run(layers, x, time, context):
    for layer in layers:
        x = layer(x, time) if isinstance(layer, Res) else layer(x, context)
    return x


def times(timestep, width=128):
    """Sines and cosines of a time, as transformers and diffusion models have them."""
    rates = torch.exp(-math.log(10_000) * torch.arange(width // 2, dtype=torch.float32, device=timestep.device) / (width // 2))
    angles = timestep.float()[:, None] * rates[None]
    return torch.cat([angles.cos(), angles.sin()], 1)


class Detector(nn.Module):
    """CenterNet (Zhou et al. 2019) over a grid of 16 x 16, answering as DETR does: logits of each kind and a box (centre and size, shares of the side) for each cell."""

    def __init__(self, kinds):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 32, 4, stride=2, padding=1), Res(32, 32), nn.Conv2d(32, 64, 4, stride=2, padding=1), Res(64, 64), Res(64, 64),
            nn.Conv2d(64, 128, 4, stride=2, padding=1), Res(128, 128), Res(128, 128))
        self.wide = nn.Sequential(nn.Conv2d(128, 192, 3, stride=2, padding=1), Res(192, 192), Res(192, 192), nn.Conv2d(192, 192, 3, stride=2, padding=1), Res(192, 192))
        self.fuse = nn.Sequential(Res(128 + 192, 128), Res(128, 128))
        self.heat = nn.Sequential(norm(128), nn.SiLU(), nn.Conv2d(128, kinds, 1))
        self.frame = nn.Sequential(norm(128), nn.SiLU(), nn.Conv2d(128, 4, 1))
        nn.init.constant_(self.heat[2].bias, -4.6)

    def forward(self, pixels):
        near = self.body(pixels)
        far = F.interpolate(self.wide(near), scale_factor=4.0, mode='nearest')
        fused = self.fuse(torch.cat([near, far], 1))
        return self.heat(fused), self.frame(fused).sigmoid()


class DetectorAnswer(nn.Module):
    """As it is exported: what is no peak among its eight neighbours is no box."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, pixel_values):
        heat, frame = self.detector(pixel_values)
        peak = heat >= F.max_pool2d(heat, 3, stride=1, padding=1)
        logits = torch.where(peak, heat, torch.full_like(heat, -20.0))
        side = heat.shape[-1]
        rows = torch.arange(side, dtype=frame.dtype, device=frame.device)
        x = (rows[None, None, :] + frame[:, 0]) / side
        y = (rows[None, :, None] + frame[:, 1]) / side
        boxes = torch.stack([x, y, frame[:, 2], frame[:, 3]], 1)
        return logits.flatten(2).transpose(1, 2), boxes.flatten(2).transpose(1, 2)
