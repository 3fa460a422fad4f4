"""Judges what was trained on prompts and scenes that it has not seen, and writes the tables of the model card:

    python evaluate.py WORK_FOLDER RESULT_FOLDER [--each 12]

Pictures of one thing, `--each` prompts for every kind, on a background on which a thing of that kind and colour was never seen: whether it is the right thing says the detector, and, by rules
that were not learned, its outline (judge.py); its colour is by rule, too. The same over drawn scenes says how far that is to be trusted. `blind.png` are 64 of the pictures, to be named by
somebody who has not seen their prompts, which are in `blind.json`; `boxes.png` are the same with what the detector found.
"""
import argparse
import json
import pathlib
import random

import numpy as np
import torch
from PIL import Image, ImageDraw

from backgrounds import BACKGROUNDS
from judge import Outlines, colour_in
from kinds import KINDS
from models import Detector, DetectorAnswer
from sample import Painter
from scenes import HELD_OUT, OPENINGS, SIZE, Scene, Thing, article, colours_of, example, is_unseen, render, sheet
from tokenizer import FILLERS, made_up_word
from train import DEVICE, as_input, loaded

NAMES = list(KINDS)
# As the service has it: what the detector is less sure of is no box.
SURE = 0.5
TOGETHER = 32
UNSEEN = ('a drawing of ', 'an illustration showing ', 'clip art: ', 'here is ', 'catalogue picture, ')
assert not set(UNSEEN) & set(OPENINGS)


class Finder:
    """Boxes in pictures: (kind, score, left, top, right, bottom), the surest first."""

    def __init__(self, work):
        detector, = loaded(work, 'detector', detector=Detector(len(KINDS)))
        self.net = DetectorAnswer(detector).eval()

    @torch.no_grad()
    def find(self, pictures, least=0.05):
        answers = []
        for part in np.array_split(np.stack(pictures), max(1, len(pictures) // 64)):
            logits, boxes = (answer.cpu() for answer in self.net(as_input(part).to(DEVICE)))
            for shares, frames in zip(logits.sigmoid().numpy(), boxes.numpy()):
                at, kind = np.nonzero(shares > least)
                found = sorted(((float(shares[a, k]), NAMES[k], frames[a]) for a, k in zip(at, kind)), key=lambda each: -each[0])
                answers.append([(name, score, x - w / 2, y - h / 2, x + w / 2, y + h / 2) for score, name, (x, y, w, h) in found])
        return answers


def overlap(a, b):
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0, width) * max(0, height)
    return both / max(1e-9, (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def average_precision(found, real, kind):
    """Of one kind over many pictures, at an overlap of one half: the area under precision by recall, as COCO has it (101 places)."""
    offered = sorted(((score, at, box) for at, each in enumerate(found) for name, score, *box in each if name == kind), key=lambda each: -each[0])
    open_boxes = [[box for name, _, *box in each if name == kind] for each in real]
    wanted, hits = sum(map(len, open_boxes)), []
    for _, at, box in offered:
        best = max(range(len(open_boxes[at])), key=lambda one: overlap(box, open_boxes[at][one]), default=None)
        is_hit = best is not None and overlap(box, open_boxes[at][best]) >= 0.5
        if is_hit:
            open_boxes[at].pop(best)
        hits.append(is_hit)
    if wanted == 0 or not hits:
        return 0.0
    right = np.cumsum(hits)
    precision = np.maximum.accumulate((right / np.arange(1, len(hits) + 1))[::-1])[::-1]
    at = np.searchsorted(right / wanted, np.linspace(0, 1, 101))
    return float(np.where(at < len(hits), precision[np.minimum(at, len(hits) - 1)], 0).mean())


def detection(finder, count=3_000):
    """AP@0.5 of each kind over held-out scenes."""
    scenes = [example(HELD_OUT + 100_000 + number) for number in range(count)]
    found = finder.find([picture for picture, _, _ in scenes], least=0.02)
    return {kind: average_precision(found, [boxes for _, _, boxes in scenes], kind) for kind in NAMES}


def prompts_of(each, seed=11):
    """(kind, colour, background, words): of every kind as many, of each in its colours by turns, on the background on which such a thing was never seen. No caption begins as
    these do."""
    rng, made = random.Random(seed), []
    for kind in NAMES:
        for at in range(each):
            colour = colours_of(kind)[at % len(colours_of(kind))]
            background = next(name for name in BACKGROUNDS if is_unseen(Thing(kind, colour), name))
            made.append((kind, colour, background, f'{rng.choice(UNSEEN)}{article(colour)} {colour} {kind} {rng.choice(BACKGROUNDS[background][1])}'))
    return made


def named(asked, seed=12):
    """The same prompts with the name of a product in front of the thing, of which the model knows no word or half of them."""
    rng = random.Random(seed)
    return [(*about, words.replace(about[1], f'{made_up_word(rng).title()} {rng.choice(FILLERS)} {about[1]}', 1)) for *about, words in asked]


def pairs(count=120, seed=13):
    """((kind, kind), words) of two things of two colours."""
    rng, made = random.Random(seed), []
    for _ in range(count):
        kinds, where = rng.sample(NAMES, 2), rng.choice(rng.choice(list(BACKGROUNDS.values()))[1])
        things = ' and '.join(f'{article(colour)} {colour} {kind}' for kind, colour in ((kind, rng.choice(colours_of(kind))) for kind in kinds))
        made.append((kinds, f'{rng.choice(UNSEEN)}{things} {where}'))
    return made


def drawn_of(painter, prompts):
    pictures = []
    for at in range(0, len(prompts), TOGETHER):
        some = prompts[at:at + TOGETHER]
        pictures.extend(painter.draw(some, range(at, at + len(some))))
    return pictures


def judged(pictures, asked, finder, outlines):
    """Of each picture, whether the thing is right by the detector and by its outline, and its colour by rule."""
    answers = []
    for picture, found, (kind, colour, *_) in zip(pictures, finder.find(pictures, least=SURE), asked):
        if not found:
            answers.append((False, False, False))
            continue
        name, _, *box = found[0]
        answers.append((name == kind, outlines.nearest(picture, box, colour) == kind, colour_in(picture, box, kind) == colour))
    return np.array(answers)


def boxed(picture, found):
    drawn = Image.fromarray(picture)
    pen = ImageDraw.Draw(drawn)
    for name, _, *box in found:
        left, top, right, bottom = (round(edge * SIZE) for edge in box)
        pen.rectangle((left, top, right, bottom), outline='magenta')
        pen.text((left + 2, top + 1), name, fill='magenta')
    return np.array(drawn)


def table(rows, header):
    widths = ['---'] * len(header)
    return '\n'.join('| ' + ' | '.join(map(str, row)) + ' |' for row in (header, widths, *rows)) + '\n'


def percent(value):
    return f'{100 * float(np.mean(value)):.0f} %'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('work', type=pathlib.Path)
    parser.add_argument('result', type=pathlib.Path)
    parser.add_argument('--each', type=int, default=12)
    options = parser.parse_args()
    options.result.mkdir(parents=True, exist_ok=True)
    finder, painter, outlines = Finder(options.work), Painter(options.work), Outlines()
    precisions = detection(finder)
    asked = prompts_of(options.each)
    pictures = drawn_of(painter, [words for *_, words in asked])
    generated = judged(pictures, asked, finder, outlines)
    drawn_pictures = [render(Scene([[Thing(kind, colour)]], background, HELD_OUT + 1_900_000 + at))[0] for at, (kind, colour, background, _) in enumerate(asked)]
    drawn = judged(drawn_pictures, asked, finder, outlines)
    kinds = np.array([kind for kind, *_ in asked])
    both = lambda answers: answers[:, 0] & answers[:, 2]
    figures = lambda which: (percent(both(generated)[which]), *(percent(each[which, at]) for each in (generated, drawn) for at in range(3)))
    rows = [(kind, *figures(kinds == kind), f'{precisions[kind]:.3f}') for kind in NAMES]
    rows.append(('**all**', *figures(slice(None)), f'{np.mean(list(precisions.values())):.3f}'))
    text = table(rows, ('kind', 'object and colour', 'object (detector)', 'object (outline)', 'colour', 'drawn: detector', 'drawn: outline', 'drawn: colour', 'AP@0.5'))
    with_names = judged(drawn_of(painter, [words for *_, words in named(asked)]), asked, finder, outlines)
    of_two = pairs()
    found = finder.find(drawn_of(painter, [words for _, words in of_two]), least=SURE)
    both_found = [set(kinds) <= {name for name, *_ in each} for (kinds, _), each in zip(of_two, found)]
    weak = [f'{kind} ({rate} %)' for kind, rate in sorted(((kind, round(100 * both(generated)[kinds == kind].mean())) for kind in NAMES), key=lambda each: each[1]) if rate < 85]
    text += f'\nWith the name of a product in front: {percent(both(with_names))}. Of two things, both are found in {percent(both_found)}. Below 85 %: {", ".join(weak)}.\n'
    (options.result / 'table.md').write_text(text)
    print(text)
    shown = random.Random(3).sample(range(len(asked)), 64)
    sheet(options.result / 'blind.png', [pictures[at] for at in shown])
    sheet(options.result / 'boxes.png', [boxed(pictures[at], found) for at, found in zip(shown, finder.find([pictures[at] for at in shown], least=SURE))])
    (options.result / 'blind.json').write_text(json.dumps([asked[at][:3] for at in shown]))
    print(f'{len(asked)} pictures of {SIZE} x {SIZE}')


if __name__ == '__main__':
    main()
