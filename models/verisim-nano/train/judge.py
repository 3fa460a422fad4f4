"""What is in a picture, by rules that were not learned: which colour a thing has, and which drawn thing's outline its own is most like."""
import random

import numpy as np

from backgrounds import BACKGROUNDS
from kinds import KINDS
from pen import COLOURS
from scenes import HELD_OUT, Scene, Thing, colours_of, render

NAMES = tuple(COLOURS)
# From here on those without a hue.
PLAIN = NAMES.index('black')
OUTLINE = 24
# Degrees of hue below which a name is right, in turn; beyond the last one it is red again.
HUES = (('red', 12), ('orange', 42), ('yellow', 68), ('green', 155), ('teal', 196), ('blue', 256), ('purple', 300), ('pink', 346))
# What a thing has whatever its colour is, as shares of its box: roofs, sails, screens, faces.
TRIMS = {
    'house': {'red': 0.3, 'brown': 0.1, 'blue': 0.12}, 'boat': {'yellow': 0.3}, 'laptop': {'blue': 0.45, 'black': 0.3}, 'phone': {'blue': 0.5, 'black': 0.5},
    'clock': {'white': 0.45, 'black': 0.15}, 'bus': {'blue': 0.2, 'black': 0.2}, 'vase': {'yellow': 0.05}, 'bicycle': {'black': 0.1, 'blue': 0.05},
    'airplane': {'blue': 0.05, 'orange': 0.02}, 'flower': {'yellow': 0.1, 'green': 0.15}, 'cupcake': {'orange': 0.35},
}


def names_of(picture):
    """For each pixel the place of its colour's name in NAMES, by hue, lightness and how much of a hue there is, as people name them, who see by the light that there is:
    what is white at night is as bright as anything there."""
    light = np.clip(np.quantile(picture.max(-1), 0.995) / 255, 0.6, 1)
    rgb = np.minimum(picture.astype(np.float32) / light, 255)
    high, low = rgb.max(-1), rgb.min(-1)
    spread = high - low
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    safe = np.maximum(spread, 1)
    hue = np.where(high == r, (g - b) / safe % 6, np.where(high == g, (b - r) / safe + 2, (r - g) / safe + 4)) * 60
    named = np.select([hue < below for _, below in HUES], [NAMES.index(name) for name, _ in HUES], NAMES.index('red'))
    named = np.where((hue < 46) & (high < 172) & (hue >= 12), NAMES.index('brown'), named)
    named = np.where(((hue >= 320) | (hue < 12)) & (low > 90) & (high > 180), NAMES.index('pink'), named)
    plain = (spread < 26) | (spread < 0.16 * high) | (high < 46)
    return np.where(plain, np.select([high < 74, high > 186], [NAMES.index('black'), NAMES.index('white')], NAMES.index('grey')), named)


def pixels_of(box, side):
    """left, top, right, bottom of a box in shares of the side, as pixels, one at the least."""
    left, top, right, bottom = (int(round(min(1, max(0, edge)) * side)) for edge in box)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def colour_in(picture, box, kind):
    """The name that is oftener in the box of such a thing than around it and than in any thing of its kind. Black, white and grey, which tyres and labels are, only where no
    other colour is; and one that is around it, too (a green car on a meadow), where it fills the box and nothing plain stands out."""
    named, side = names_of(picture), picture.shape[0]
    left, top, right, bottom = pixels_of(box, side)
    inner = np.bincount(named[top:bottom, left:right].ravel(), minlength=len(NAMES))
    margin = max(4, side // 16)
    wide = named[max(0, top - margin):bottom + margin, max(0, left - margin):right + margin]
    ring = np.bincount(wide.ravel(), minlength=len(NAMES)) - inner
    share = inner / inner.sum() - [TRIMS.get(kind, {}).get(name, 0) for name in NAMES]
    more = share - ring / max(1, ring.sum())
    bright, filling, plain = int(np.argmax(more[:PLAIN])), int(np.argmax(share[:PLAIN])), PLAIN + int(np.argmax(more[PLAIN:]))
    if more[bright] > 0.09:
        return NAMES[bright]
    return NAMES[filling if share[filling] > 0.35 and more[plain] < 0.2 else plain]


def outline_in(picture, box, colour):
    """Where that colour is in the box, with what it surrounds, as OUTLINE x OUTLINE shares."""
    left, top, right, bottom = pixels_of(box, picture.shape[0])
    mask = names_of(picture)[top:bottom, left:right] == NAMES.index(colour)
    enclosed = np.ones_like(mask)
    for flipped in (False, True):  # what a straight way from each of the four sides does not reach
        for axis in (0, 1):
            seen = np.flip(mask, axis) if flipped else mask
            reached = np.maximum.accumulate(seen, axis)
            enclosed &= np.flip(reached, axis) if flipped else reached
    rows = (np.arange(OUTLINE + 1) * enclosed.shape[0] / OUTLINE).round().astype(int)
    columns = (np.arange(OUTLINE + 1) * enclosed.shape[1] / OUTLINE).round().astype(int)
    return np.array([[enclosed[min(a, enclosed.shape[0] - 1):max(b, a + 1), min(c, enclosed.shape[1] - 1):max(d, c + 1)].mean() for c, d in zip(columns, columns[1:])] for a, b in zip(rows, rows[1:])])


class Outlines:
    """Those of drawn things of each kind, twelve of each and their mirror images."""

    def __init__(self, each=12):
        self.kinds, self.shapes, self.ratios = [], [], []
        for kind in KINDS:
            for at in range(each):
                colour = random.Random(f'{kind} {at}').choice([name for name in colours_of(kind) if name not in ('white', 'grey')])
                picture, boxes = render(Scene([[Thing(kind, colour)]], list(BACKGROUNDS)[0], HELD_OUT + 50_000 + at))
                if not boxes:
                    continue
                box = boxes[0][2:]
                shape = outline_in(picture, box, colour)
                for each_way in (shape, shape[:, ::-1]):
                    self.kinds.append(kind)
                    self.shapes.append(each_way)
                    self.ratios.append(np.log((box[2] - box[0]) / (box[3] - box[1])))
        self.shapes, self.ratios = np.stack(self.shapes), np.array(self.ratios)

    def nearest(self, picture, box, colour):
        """The kind whose outlines are most like the one there: by the share of what both cover, and by how wide they are for their height."""
        shape = outline_in(picture, box, colour)
        shared = np.minimum(self.shapes, shape).sum((1, 2)) / np.maximum(np.maximum(self.shapes, shape).sum((1, 2)), 1e-6)
        likeness = shared - 0.5 * np.abs(self.ratios - np.log(max(1e-3, box[2] - box[0]) / max(1e-3, box[3] - box[1])))
        return self.kinds[int(np.argmax(likeness))]
