"""Scenes: which objects of which colours stand where, how that is drawn (128 x 128 by default), what it is called, and the exact boxes of what is seen.

A scene is a pure function of its number, so that any part of a dataset can be made anywhere. `python scenes.py FOLDER` draws a sheet to look at.
"""
import random
import sys

import numpy as np
import skia

from backgrounds import BACKGROUNDS
from kinds import KINDS
from pen import COLOURS, Pen, ellipse, pick_colour

SIZE = 128
NUMBERS = ('', 'one', 'two', 'three', 'four')
PLURALS = {'box': 'boxes', 'bus': 'buses', 'fish': 'fish', 'bicycle': 'bicycles'}
# Scenes of these numbers are never trained on.
HELD_OUT = 1_000_000_000


def plural(kind):
    return PLURALS.get(kind, kind + 's')


def article(word):
    return 'an' if word[0] in 'aeiou' else 'a'


def colours_of(kind):
    return KINDS[kind][2] or tuple(COLOURS)


class Thing:
    def __init__(self, kind, colour):
        self.kind, self.colour = kind, colour


class Scene:
    """`groups`: lists of things that are named together ('two green bottles'); `background`: its name."""

    def __init__(self, groups, background, seed):
        self.groups, self.background, self.seed = groups, background, seed

    @property
    def things(self):
        return [thing for group in self.groups for thing in group]


def scene_of(number):
    """The scene of that number: mostly one thing; two to four are a group of like ones, or two different ones, or both."""
    rng = random.Random(number * 2_654_435_761 + 97)
    background = rng.choice(list(BACKGROUNDS))

    def group(count):
        kind = rng.choice(list(KINDS))
        colour = rng.choice(colours_of(kind))
        return [Thing(kind, colour) for _ in range(count)]

    shape = rng.random()
    if shape < 0.68:
        groups = [group(1)]
    elif shape < 0.84:
        groups = [group(rng.choice((2, 2, 3, 4)))]
    elif shape < 0.96:
        groups = [group(1), group(1)]
    else:
        groups = [group(1), group(2)]
    if len(groups) == 2 and groups[0][0].kind == groups[1][0].kind:
        groups.pop()
    return Scene(groups, background, rng.randrange(2 ** 31))


def is_unseen(thing, background):
    """Of each kind and colour the pictures on one of the eight backgrounds are kept from the diffusion's training, so that it can be judged by what it has never seen together."""
    return (list(KINDS).index(thing.kind) + list(COLOURS).index(thing.colour) + list(BACKGROUNDS).index(background)) % len(BACKGROUNDS) == 0


def phrase(group, rng):
    """'a red mug', 'two green bottles', 'mug in red'."""
    kind, colour, count = group[0].kind, group[0].colour, len(group)
    if count > 1:
        return rng.choice((f'{NUMBERS[count]} {colour} {plural(kind)}', f'{NUMBERS[count]} {plural(kind)} in {colour}'))
    return rng.choice((f'{article(colour)} {colour} {kind}',) * 4 + (f'{colour} {kind}', f'{article(kind)} {kind} in {colour}', f'{kind} in {colour}', f'the {colour} {kind}', f'{article(kind)} {kind}, {colour}'))


OPENINGS = ('',) * 7 + ('a photo of ', 'product photo of ', 'a picture of ', 'an image of ', 'a close-up of ', 'photo of ')


def caption_of(scene, rng):
    """One of the many ways to say what is in a scene; now and then without its background."""
    what = f' {rng.choice(("and", "next to", "beside", "with"))} '.join(phrase(group, rng) for group in scene.groups)
    where = rng.choice(BACKGROUNDS[scene.background][1])
    said = rng.random()
    if said < 0.08:
        where = ''
    text = rng.choice(OPENINGS) + what + (f', {where}' if where and said < 0.35 else f' {where}' if where else '')
    return text.strip()


def place(scene, ground, rng):
    """Where each thing stands: (thing, centre x, base y, height), the far ones first. Things overlap by a little at most."""
    things, count = scene.things, len(scene.things)
    largest = (0.72, 0.5, 0.42, 0.38)[count - 1]
    slots = list(range(count))
    rng.shuffle(slots)
    placed = []
    for slot, thing in zip(slots, things):
        ratio = KINDS[thing.kind][1]
        room = 0.94 / count
        height = largest * (0.72 + 0.28 * rng.random())
        if count == 1 and rng.random() < 0.25:
            height *= 0.7
        height = min(height, room * 1.02 / ratio)
        base = ground.far + (ground.near - ground.far) * rng.random()
        base = max(base, height + 0.04)
        width = height * ratio
        slack = max(0.0, room - width)
        x = 0.03 + slot * room + width / 2 + slack * rng.random()
        placed.append((thing, x, min(base, 0.97), height))
    return sorted(placed, key=lambda each: each[2])


def draw_thing(canvas, thing, colour, at, light, seed):
    x, base, height = at
    rng = random.Random(seed)
    ratio = KINDS[thing.kind][1] * (0.92 + 0.16 * rng.random())
    canvas.save()
    canvas.translate(x, base - height / 2)
    canvas.rotate((rng.random() - 0.5) * 7)
    canvas.skew((rng.random() - 0.5) * 0.08, 0)
    canvas.scale(height / 2 * ratio * (-1 if rng.random() < 0.5 else 1), height / 2)
    KINDS[thing.kind][0](Pen(canvas, colour, light, rng))
    canvas.restore()


def surface(size):
    made = skia.Surface(size, size)
    canvas = made.getCanvas()
    canvas.scale(size, size)
    return made, canvas


def seen_box(draw, size):
    """The box of what `draw` puts on an empty canvas, as (left, top, right, bottom) in shares of the side; and its mask."""
    made, canvas = surface(size)
    canvas.clear(skia.ColorTRANSPARENT)
    draw(canvas)
    mask = made.toarray()[:, :, 3] > 127
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(rows) == 0:
        return None, mask
    return (columns[0] / size, rows[0] / size, (columns[-1] + 1) / size, (rows[-1] + 1) / size), mask


def render(scene, size=SIZE, with_boxes=True):
    """The picture (size x size x 3, uint8) and, of each thing that is seen, (kind, colour, left, top, right, bottom) in shares of the side."""
    rng = random.Random(scene.seed)
    made, canvas = surface(size)
    ground = BACKGROUNDS[scene.background][0](canvas, rng)
    light = rng.choice((-1, 1))
    placed = place(scene, ground, rng)
    colours = {}
    for thing in scene.things:  # like things that are named together are of one shade, nearly
        colours.setdefault((thing.kind, thing.colour), pick_colour(thing.colour, rng))
    boxes, masks = [], []
    for thing, x, base, height in placed:
        seed = rng.randrange(2 ** 31)
        width = height * KINDS[thing.kind][1]
        shadow = ellipse(x - light * width * 0.08, base - 0.004, width * 0.52, 0.018 + height * 0.035)
        canvas.drawPath(shadow, skia.Paint(AntiAlias=True, Color4f=skia.Color4f(0, 0, 0, ground.shadow), MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.012)))
        draw = lambda target: draw_thing(target, thing, colours[thing.kind, thing.colour], (x, base, height), light, seed)
        draw(canvas)
        if with_boxes:
            seen, mask = seen_box(draw, size)
            if seen is not None:
                boxes.append((thing.kind, thing.colour, *seen))
                masks.append(mask)
    if ground.dark > 0:
        canvas.drawRect(skia.Rect(0, 0, 1, 1), skia.Paint(Color4f=skia.Color4f(0.02, 0.03, 0.12, ground.dark)))
    picture = made.toarray()[:, :, 2::-1].astype(np.float32)  # BGRA to RGB
    noise = np.random.default_rng(scene.seed).normal(0, 2.0 + 2.0 * rng.random(), picture.shape[:2])
    picture = picture * (0.95 + 0.1 * rng.random()) + noise[:, :, None]
    return np.clip(picture, 0, 255).astype(np.uint8), visible(boxes, masks)


def visible(boxes, masks):
    """The boxes of what the things in front leave to be seen; none of a thing that is nearly hidden."""
    kept = []
    for at, (kind, colour, *_) in enumerate(boxes):
        mask = masks[at].copy()
        for front in masks[at + 1:]:
            mask &= ~front
        if mask.sum() < 0.25 * masks[at].sum() or mask.sum() < 12:
            continue
        size = mask.shape[0]
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        kept.append((kind, colour, columns[0] / size, rows[0] / size, (columns[-1] + 1) / size, (rows[-1] + 1) / size))
    return kept


def example(number):
    """(picture, caption, boxes) of the scene of that number."""
    scene = scene_of(number)
    picture, boxes = render(scene)
    return picture, caption_of(scene, random.Random(scene.seed ^ 0x5BD1E995)), boxes


def sheet(path, pictures, columns=8):
    from PIL import Image
    rows = -(-len(pictures) // columns)
    side = pictures[0].shape[0]
    whole = np.full((rows * side, columns * side, 3), 255, np.uint8)
    for at, picture in enumerate(pictures):
        y, x = divmod(at, columns)
        whole[y * side:(y + 1) * side, x * side:(x + 1) * side] = picture
    Image.fromarray(whole).save(path)


if __name__ == '__main__':
    folder = sys.argv[1]
    kinds = [render(Scene([[Thing(kind, colours_of(kind)[at % len(colours_of(kind))])]], list(BACKGROUNDS)[at % 8], at))[0] for at, kind in enumerate(KINDS)]
    sheet(f'{folder}/kinds.png', kinds)
    shown = [example(number) for number in range(48)]
    sheet(f'{folder}/scenes.png', [picture for picture, _, _ in shown])
    for _, caption, boxes in shown[:16]:
        print(caption, [(kind, colour, *(round(edge * SIZE) for edge in edges)) for kind, colour, *edges in boxes])
