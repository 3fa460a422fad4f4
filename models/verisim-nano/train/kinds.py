"""What there is to draw: a function for each kind. Each draws into the box from -1 to 1 of its pen; `KINDS` says how wide an object is beside its height."""
from pen import GLASS, METAL, RUBBER, WOOD, box, ellipse, path, polygon

DARK_GLASS = (0.2, 0.25, 0.32)
PAPER = (0.95, 0.94, 0.9)
LEAF = (0.2, 0.48, 0.2)


def mug(p):
    p.line(path('M 0.5,-0.35 C 1.05,-0.45 1.05,0.5 0.48,0.42'), 0.17, -0.12)
    p.fill(path('M -0.85,-0.72 L -0.78,0.8 Q -0.76,1 -0.5,1 L 0.3,1 Q 0.55,1 0.57,0.8 L 0.64,-0.72 Z'), depth=0.35)
    p.fill(ellipse(-0.105, -0.72, 0.745, 0.2), 0.18)
    p.fill(ellipse(-0.105, -0.7, 0.63, 0.145), of=(0.22, 0.12, 0.06) if p.maybe(0.6) else (0.9, 0.88, 0.84))
    p.shine(path('M -0.62,-0.4 L -0.5,-0.38 L -0.47,0.6 L -0.56,0.6 Z'), 0.25)


def bottle(p):
    p.fill(path('M -0.22,-0.8 L -0.22,-0.4 C -0.25,-0.2 -0.6,-0.1 -0.6,0.2 L -0.6,0.88 Q -0.6,1 -0.46,1 L 0.46,1 Q 0.6,1 0.6,0.88 L 0.6,0.2 C 0.6,-0.1 0.25,-0.2 0.22,-0.4 L 0.22,-0.8 Z'), depth=0.4)
    p.fill(box(-0.27, -1, 0.27, -0.78, 0.05), of=(0.85, 0.85, 0.83) if p.maybe() else (0.15, 0.15, 0.16))
    if p.maybe(0.7):
        p.fill(box(-0.6, 0.28, 0.6, 0.68), of=PAPER, depth=0.2)
    p.shine(path('M -0.45,0 L -0.33,-0.08 L -0.33,0.9 L -0.45,0.9 Z'), 0.35)


def vase(p):
    for x, height in ((-0.25, -0.95), (0.08, -1), (0.35, -0.85)):
        p.line(path(f'M {x * 0.4},-0.3 L {x},{height + 0.1}'), 0.06, of=LEAF)
        p.ball(ellipse(x, height + 0.12, 0.16, 0.12), of=(0.95, 0.9, 0.75))
    p.fill(path('M -0.3,-0.45 L 0.3,-0.45 C 0.2,-0.2 0.8,0.1 0.7,0.5 C 0.65,0.8 0.4,0.9 0.4,1 L -0.4,1 C -0.4,0.9 -0.65,0.8 -0.7,0.5 C -0.8,0.1 -0.2,-0.2 -0.3,-0.45 Z'), depth=0.4)
    p.fill(ellipse(0, -0.45, 0.32, 0.08), -0.3)
    p.shine(ellipse(-0.38, 0.35, 0.09, 0.22), 0.4)


def chair(p):
    for x in (-0.5, 0.62):
        p.fill(box(x - 0.07, 0.2, x + 0.07, 0.82), -0.35)
    p.fill(path('M -0.62,-1 L 0.5,-1 L 0.5,0.1 L -0.62,0.1 Z') if p.maybe() else path('M -0.62,-0.9 Q -0.05,-1.1 0.5,-0.9 L 0.5,0.1 L -0.62,0.1 Z'), depth=0.2)
    p.dim(box(-0.42, -0.75, 0.3, -0.6, 0.05), 0.2)
    p.dim(box(-0.42, -0.4, 0.3, -0.25, 0.05), 0.2)
    p.fill(polygon((-0.62, 0.08), (0.5, 0.08), (0.72, 0.34), (-0.78, 0.34)), 0.1)
    p.fill(polygon((-0.78, 0.34), (0.72, 0.34), (0.72, 0.46), (-0.78, 0.46)), -0.25)
    for x in (-0.7, 0.62):
        p.fill(box(x - 0.09, 0.44, x + 0.09, 1), -0.12)


def sofa(p):
    p.fill(path('M -0.8,-0.55 Q -0.8,-0.8 -0.55,-0.8 L 0.55,-0.8 Q 0.8,-0.8 0.8,-0.55 L 0.8,0.4 L -0.8,0.4 Z'), -0.05)
    p.dim(box(-0.015, -0.72, 0.015, 0.1), 0.3)
    p.fill(box(-0.76, 0, -0.01, 0.4, 0.08), 0.12)
    p.fill(box(0.01, 0, 0.76, 0.4, 0.08), 0.12)
    p.fill(box(-0.8, 0.36, 0.8, 0.75), -0.18)
    p.fill(box(-1, -0.2, -0.72, 0.76, 0.12), 0.02)
    p.fill(box(0.72, -0.2, 1, 0.76, 0.12), 0.02)
    for x in (-0.86, 0.86):
        p.fill(box(x - 0.06, 0.75, x + 0.06, 1), of=WOOD)


def table(p):
    for x in (-0.6, 0.6):
        p.fill(box(x - 0.05, -0.3, x + 0.05, 0.72), -0.35)
    p.fill(polygon((-0.78, -0.62), (0.78, -0.62), (1, -0.28), (-1, -0.28)), 0.12)
    p.fill(box(-1, -0.28, 1, -0.12), -0.2)
    for x in (-0.9, 0.9):
        p.fill(box(x - 0.07, -0.12, x + 0.07, 1), -0.08)


def lamp(p):
    p.fill(ellipse(0, 0.9, 0.45, 0.1), of=METAL)
    p.fill(box(-0.05, -0.2, 0.05, 0.9), of=METAL)
    p.fill(polygon((-0.38, -1), (0.38, -1), (0.78, -0.1), (-0.78, -0.1)), depth=0.3)
    p.fill(ellipse(0, -0.1, 0.78, 0.1), 0.25)
    p.shine(polygon((-0.25, -0.92), (-0.1, -0.92), (-0.25, -0.18), (-0.5, -0.18)), 0.2)


def book(p):
    p.fill(polygon((-0.9, 0.62), (0.75, 0.86), (0.9, 0.72), (0.9, 0.98), (0.75, 1), (-0.9, 0.82)), of=PAPER)
    p.fill(path('M -0.9,-0.8 L 0.62,-1 L 0.78,0.84 L -0.9,0.66 Z'), depth=0.25)
    p.fill(path('M -0.9,-0.8 L -0.72,-0.82 L -0.72,0.68 L -0.9,0.66 Z'), -0.3)
    p.fill(polygon((-0.42, -0.55), (0.42, -0.64), (0.46, -0.3), (-0.42, -0.22)), of=PAPER)
    p.dim(polygon((-0.3, -0.46), (0.3, -0.52), (0.3, -0.46), (-0.3, -0.4)), 0.5)
    p.line(path('M 0.62,-1 L 0.78,0.84 L 0.9,0.74 L 0.76,-0.95 Z'), 0.03, of=(0.8, 0.78, 0.72))


def shoe(p):
    p.fill(path('M -1,0.62 L -0.98,0.88 Q -0.98,1 -0.8,1 L 0.85,1 Q 1,1 1,0.85 L 1,0.7 Z'), of=PAPER if p.maybe(0.7) else RUBBER)
    p.fill(path('M -0.95,-0.5 C -0.85,-0.6 -0.5,-0.62 -0.3,-0.55 C -0.2,-0.1 0.3,0.1 0.6,0.15 C 0.95,0.2 1.02,0.45 1,0.76 L -0.98,0.76 C -1.02,0.3 -0.9,0 -0.95,-0.5 Z'), depth=0.25)
    p.dim(ellipse(-0.62, -0.52, 0.3, 0.09), 0.6)
    for at in (0, 1, 2, 3):
        x, y = -0.28 + at * 0.17, -0.3 + at * 0.125
        p.line(path(f'M {x - 0.02},{y} L {x + 0.16},{y - 0.1}'), 0.06, of=PAPER)
    p.dim(path('M 0.55,0.2 Q 0.5,0.5 0.62,0.76 L 0.56,0.76 Q 0.42,0.5 0.48,0.18 Z'), 0.25)


def hat(p):
    p.fill(ellipse(0, 0.62, 1, 0.3), -0.1)
    p.fill(path('M -0.6,0.6 C -0.6,-0.5 -0.5,-0.9 -0.3,-0.9 Q 0,-0.7 0.3,-0.9 C 0.5,-0.9 0.6,-0.5 0.6,0.6 Q 0,0.8 -0.6,0.6 Z'), depth=0.3)
    p.fill(path('M -0.6,0.35 L -0.6,0.6 Q 0,0.82 0.6,0.6 L 0.6,0.35 Q 0,0.56 -0.6,0.35 Z'), of=(0.12, 0.12, 0.13) if max(p.colour) > 0.3 else PAPER)


def shirt(p):
    p.fill(path('M -0.35,-0.9 L -0.6,-0.82 L -1,-0.2 L -0.66,0.02 L -0.56,-0.14 L -0.56,1 L 0.56,1 L 0.56,-0.14 L 0.66,0.02 L 1,-0.2 L 0.6,-0.82 L 0.35,-0.9 Q 0,-0.6 -0.35,-0.9 Z'), depth=0.18)
    p.line(path('M -0.35,-0.9 Q 0,-0.6 0.35,-0.9'), 0.08, -0.35)
    p.dim(path('M -0.56,-0.14 L -0.5,-0.3 L -0.5,1 L -0.56,1 Z'), 0.25)
    p.dim(path('M 0.56,-0.14 L 0.5,-0.3 L 0.5,1 L 0.56,1 Z'), 0.25)


def bag(p):
    p.line(path('M -0.42,-0.25 C -0.42,-1.1 0.42,-1.1 0.42,-0.25'), 0.12, -0.3)
    p.fill(path('M -0.75,-0.3 L 0.75,-0.3 L 0.95,0.85 Q 0.97,1 0.8,1 L -0.8,1 Q -0.97,1 -0.95,0.85 Z'), depth=0.25)
    p.fill(path('M -0.76,-0.3 L 0.76,-0.3 L 0.82,0.08 Q 0,0.5 -0.82,0.08 Z'), -0.18)
    p.fill(box(-0.1, 0.16, 0.1, 0.36, 0.03), of=(0.85, 0.7, 0.3))


def umbrella(p):
    p.line(path('M 0,-0.2 L 0,0.82 Q 0,1 -0.14,0.98 Q -0.26,0.96 -0.24,0.8'), 0.08, of=WOOD)
    p.fill(path('M -1,0.02 C -0.95,-1.15 0.95,-1.15 1,0.02 Q 0.84,-0.16 0.64,0.02 Q 0.34,-0.18 0,0.02 Q -0.34,-0.18 -0.64,0.02 Q -0.84,-0.16 -1,0.02 Z'), depth=0.3)
    p.dim(path('M 0,-0.86 Q -0.5,-0.6 -0.64,0.02 Q -0.34,-0.18 0,0.02 Z'), 0.16)
    p.dim(path('M 0,-0.86 Q 0.6,-0.6 0.64,0.02 Q 0.84,-0.16 1,0.02 Q 0.9,-0.7 0,-0.86 Z'), 0.22)
    p.fill(ellipse(0, -0.88, 0.06, 0.1), of=METAL)


def wheel(p, x, y, r):
    p.fill(ellipse(x, y, r), of=RUBBER)
    p.fill(ellipse(x, y, r * 0.55), of=METAL)
    p.dim(ellipse(x, y, r * 0.16), 0.6)


def car(p):
    p.fill(path('M -1,0.55 L -0.98,0.15 Q -0.95,-0.02 -0.72,-0.08 L -0.5,-0.6 Q -0.45,-0.72 -0.3,-0.72 L 0.3,-0.72 Q 0.42,-0.72 0.5,-0.6 L 0.7,-0.1 Q 0.98,-0.04 1,0.2 L 1,0.6 Q 1,0.7 0.9,0.7 L -0.9,0.7 Q -1,0.7 -1,0.55 Z'), depth=0.25)
    p.fill(polygon((-0.56, -0.1), (-0.4, -0.55), (-0.06, -0.55), (-0.06, -0.1)), of=DARK_GLASS)
    p.fill(polygon((0.04, -0.1), (0.04, -0.55), (0.34, -0.55), (0.54, -0.1)), of=DARK_GLASS)
    p.dim(box(-1, 0.3, 1, 0.36), 0.25)
    p.fill(box(0.86, 0.06, 1, 0.22, 0.05), of=(1, 0.95, 0.6))
    p.fill(box(-1, 0.1, -0.9, 0.24, 0.04), of=(0.8, 0.1, 0.1))
    wheel(p, -0.56, 0.68, 0.3)
    wheel(p, 0.56, 0.68, 0.3)


def bus(p):
    p.fill(box(-1, -0.85, 1, 0.75, 0.12), depth=0.2)
    for at in range(5):
        p.fill(box(-0.92 + at * 0.3, -0.6, -0.68 + at * 0.3, -0.05, 0.03), of=DARK_GLASS)
    p.fill(box(0.62, -0.6, 0.94, 0.68, 0.04), of=DARK_GLASS)
    p.dim(box(-1, 0.2, 0.6, 0.28), 0.3)
    wheel(p, -0.6, 0.76, 0.24)
    wheel(p, 0.42, 0.76, 0.24)


def truck(p):
    p.fill(box(-1, -0.85, 0.35, 0.5, 0.03), depth=0.2)
    p.dim(box(-0.34, -0.85, -0.31, 0.5), 0.25)
    p.fill(path('M 0.4,-0.45 L 0.72,-0.45 Q 0.8,-0.45 0.84,-0.36 L 0.98,0.02 L 1,0.6 L 0.4,0.6 Z'), 0.05)
    p.fill(polygon((0.5, -0.32), (0.74, -0.32), (0.88, 0.05), (0.5, 0.05)), of=DARK_GLASS)
    p.fill(box(-1, 0.5, 1, 0.66), of=(0.2, 0.2, 0.22))
    for x in (-0.7, -0.3, 0.7):
        wheel(p, x, 0.76, 0.24)


def bicycle(p):
    for x in (-0.6, 0.6):
        p.line(ellipse(x, 0.52, 0.4, 0.44), 0.09, of=RUBBER)
        p.line(path(f'M {x},0.1 L {x},0.94 M {x - 0.38},0.52 L {x + 0.38},0.52'), 0.018, of=METAL)
    p.line(path('M -0.6,0.52 L -0.28,-0.35 L 0.38,-0.35 L -0.05,0.52 Z M -0.05,0.52 L -0.34,-0.5 M 0.6,0.52 L 0.36,-0.62'), 0.13)
    p.line(path('M -0.5,-0.55 L -0.2,-0.55'), 0.13, of=RUBBER)
    p.line(path('M 0.36,-0.62 Q 0.42,-0.8 0.6,-0.72'), 0.09, of=RUBBER)


def boat(p):
    p.fill(box(-0.04, -1, 0.04, 0.4), of=WOOD)
    p.fill(path('M 0.08,-0.95 Q 0.7,-0.2 0.75,0.3 L 0.08,0.3 Z'), of=PAPER)
    p.fill(path('M -0.08,-0.8 Q -0.5,-0.2 -0.62,0.3 L -0.08,0.3 Z'), -0.05, of=PAPER)
    p.fill(path('M -1,0.42 L 1,0.42 Q 0.85,1 0.55,1 L -0.55,1 Q -0.85,1 -1,0.42 Z'), depth=0.3)
    p.dim(path('M -0.94,0.56 L 0.94,0.56 L 0.9,0.64 L -0.9,0.64 Z'), 0.25)


def plane(p):
    p.fill(polygon((0.1, 0.05), (-0.3, -0.75), (-0.1, -0.75), (0.45, 0.02)), -0.25)
    p.fill(path('M -1,-0.1 Q -0.9,-0.22 -0.5,-0.24 L 0.6,-0.24 Q 0.98,-0.18 1,0.08 Q 0.9,0.28 0.5,0.28 L -0.4,0.28 Q -0.8,0.2 -1,-0.1 Z'), depth=0.2)
    p.fill(polygon((-0.98, -0.1), (-1, -0.65), (-0.82, -0.65), (-0.58, -0.2)), -0.1)
    p.fill(polygon((0.2, 0.12), (-0.45, 0.85), (-0.2, 0.85), (0.55, 0.12)), 0.12)
    for at in range(6):
        p.fill(ellipse(-0.35 + at * 0.16, -0.06, 0.045, 0.06), of=DARK_GLASS)
    p.fill(path('M 0.74,-0.18 Q 0.92,-0.12 0.94,0 L 0.72,-0.02 Z'), of=DARK_GLASS)


def tree(p):
    p.fill(path('M -0.12,1 L -0.08,0.2 L 0.08,0.2 L 0.12,1 Z'), of=WOOD)
    if p.maybe(0.6):
        for x, y, r in ((-0.4, 0, 0.42), (0.4, 0.02, 0.42), (0, 0.12, 0.4), (-0.22, -0.42, 0.42), (0.25, -0.4, 0.42), (0, -0.62, 0.38)):
            p.ball(ellipse(x, y, r), p.between(-0.12, 0.06))
    else:
        for top, low, wide in ((-0.2, 0.5, 0.75), (-0.6, 0.12, 0.6), (-1, -0.3, 0.42)):
            p.fill(polygon((0, top), (wide, low), (-wide, low)), depth=0.35)


def flower(p):
    p.line(path('M 0,0 Q 0.1,0.5 0,1'), 0.09, of=LEAF)
    p.fill(path('M 0.03,0.7 Q 0.5,0.3 0.6,0.55 Q 0.4,0.8 0.03,0.8 Z'), of=LEAF)
    from math import cos, pi, sin
    for at in range(6):
        angle = at * pi / 3 + 0.3
        p.ball(ellipse(cos(angle) * 0.42, -0.42 + sin(angle) * 0.38, 0.3, 0.28), p.between(-0.1, 0.1))
    p.ball(ellipse(0, -0.42, 0.2), of=(0.95, 0.75, 0.15) if p.colour[2] > 0.3 or p.colour[1] < 0.4 else (0.4, 0.22, 0.1))


def house(p):
    p.fill(box(-0.8, -0.15, 0.8, 1), depth=0.22)
    p.fill(polygon((-1, -0.1), (0, -0.98), (1, -0.1)), of=(0.42, 0.2, 0.16) if p.maybe(0.6) else (0.26, 0.27, 0.3))
    p.fill(box(0.42, -0.85, 0.6, -0.3), of=(0.5, 0.3, 0.25))
    p.fill(box(-0.18, 0.4, 0.18, 1), of=WOOD)
    for x in (-0.5, 0.5):
        p.fill(box(x - 0.17, 0.12, x + 0.17, 0.48), of=(0.75, 0.87, 0.95))
        p.line(path(f'M {x},0.12 L {x},0.48 M {x - 0.17},0.3 L {x + 0.17},0.3'), 0.04, of=PAPER)


def dog(p):
    p.line(path('M -0.72,0.1 Q -1,-0.1 -0.95,-0.4'), 0.14, -0.1)
    for x in (-0.62, -0.4, 0.3, 0.5):
        p.fill(box(x - 0.09, 0.3, x + 0.09, 1, 0.06), -0.25 if x in (-0.4, 0.3) else -0.05)
    p.ball(path('M -0.8,0.05 Q -0.7,-0.2 -0.3,-0.15 L 0.4,-0.2 Q 0.66,0 0.6,0.35 Q 0.2,0.6 -0.4,0.5 Q -0.85,0.5 -0.8,0.05 Z'))
    p.ball(path('M 0.3,-0.3 Q 0.3,-0.85 0.65,-0.85 Q 0.88,-0.82 0.9,-0.58 L 1,-0.5 Q 1.02,-0.28 0.8,-0.25 Q 0.5,-0.05 0.36,0 Z'))
    p.fill(path('M 0.4,-0.8 Q 0.2,-0.75 0.26,-0.3 Q 0.4,-0.2 0.48,-0.4 Z'), -0.4)
    p.fill(ellipse(0.97, -0.46, 0.06), of=(0.05, 0.05, 0.05))
    p.fill(ellipse(0.7, -0.6, 0.05), of=(0.05, 0.05, 0.05) if max(p.colour) > 0.3 else (0.9, 0.9, 0.8))


def cat(p):
    p.line(path('M 0.45,0.9 Q 1,0.9 0.9,0.3 Q 0.85,0.05 0.7,0.1'), 0.16, -0.12)
    p.ball(path('M -0.45,1 Q -0.55,0.1 -0.2,-0.2 L 0.2,-0.2 Q 0.6,0.2 0.55,1 Z'))
    p.fill(polygon((-0.48, -0.98), (-0.12, -0.72), (-0.46, -0.45)), -0.15)
    p.fill(polygon((0.48, -0.98), (0.12, -0.72), (0.46, -0.45)), -0.15)
    p.ball(ellipse(0, -0.45, 0.5, 0.4))
    for x in (-0.2, 0.2):
        p.fill(ellipse(x, -0.5, 0.09, 0.1), of=(0.75, 0.85, 0.2))
        p.fill(ellipse(x, -0.5, 0.035, 0.09), of=(0.05, 0.05, 0.05))
    p.fill(polygon((-0.06, -0.34), (0.06, -0.34), (0, -0.26)), of=(0.9, 0.5, 0.5))
    p.dim(box(-0.02, 0.5, 0.02, 1), 0.3)


def bird(p):
    p.line(path('M -0.05,0.6 L -0.1,1 M 0.15,0.6 L 0.15,1'), 0.06, of=(0.85, 0.5, 0.1))
    p.fill(polygon((-1, 0.35), (-0.4, 0.05), (-0.4, 0.35)), -0.3)
    p.ball(path('M -0.6,0.15 Q -0.2,-0.3 0.25,-0.5 Q 0.7,-0.1 0.55,0.35 Q 0.2,0.8 -0.3,0.55 Q -0.55,0.4 -0.6,0.15 Z'))
    p.ball(ellipse(0.45, -0.5, 0.36, 0.34))
    p.fill(path('M -0.5,0.15 Q -0.1,-0.3 0.25,0 Q 0.2,0.4 -0.3,0.42 Z'), -0.3)
    p.fill(polygon((0.76, -0.6), (1, -0.45), (0.76, -0.36)), of=(0.95, 0.6, 0.1))
    p.fill(ellipse(0.55, -0.58, 0.06), of=(0.05, 0.05, 0.05) if max(p.colour) > 0.3 else (0.95, 0.95, 0.9))


def fish(p):
    p.fill(polygon((-1, -0.55), (-0.45, 0), (-1, 0.55), (-0.86, 0)), -0.2)
    p.fill(path('M -0.1,-0.4 Q 0.1,-0.8 0.4,-0.7 L 0.4,-0.3 Z'), -0.25)
    p.ball(path('M -0.6,0 Q -0.1,-0.62 0.5,-0.5 Q 0.95,-0.3 1,0 Q 0.95,0.3 0.5,0.5 Q -0.1,0.62 -0.6,0 Z'))
    p.dim(path('M 0.45,-0.46 Q 0.28,0 0.45,0.46 L 0.4,0.46 Q 0.2,0 0.4,-0.46 Z'), 0.3)
    p.fill(ellipse(0.68, -0.12, 0.1), of=PAPER)
    p.fill(ellipse(0.7, -0.12, 0.05), of=(0.05, 0.05, 0.05))


def apple(p):
    p.line(path('M 0,-0.5 Q 0.02,-0.8 0.15,-0.95'), 0.09, of=WOOD)
    p.fill(path('M 0.08,-0.72 Q 0.3,-1 0.6,-0.85 Q 0.5,-0.6 0.08,-0.72 Z'), of=LEAF)
    p.ball(path('M 0,-0.5 C -0.4,-0.85 -0.95,-0.6 -0.9,0.05 C -0.85,0.7 -0.45,1.05 0,0.92 C 0.45,1.05 0.85,0.7 0.9,0.05 C 0.95,-0.6 0.4,-0.85 0,-0.5 Z'))
    p.dim(ellipse(0, -0.5, 0.2, 0.08), 0.3)
    p.shine(ellipse(-0.45 if p.light < 0 else 0.45, -0.2, 0.12, 0.2), 0.45)


def pear(p):
    p.line(path('M 0,-0.8 Q 0.02,-0.95 0.1,-1'), 0.1, of=WOOD)
    p.ball(path('M 0,-0.85 C 0.35,-0.85 0.3,-0.3 0.5,-0.05 C 0.85,0.35 0.75,1 0,1 C -0.75,1 -0.85,0.35 -0.5,-0.05 C -0.3,-0.3 -0.35,-0.85 0,-0.85 Z'))
    p.shine(ellipse(-0.3 if p.light < 0 else 0.3, 0.3, 0.1, 0.22), 0.4)


def ball(p):
    p.ball(ellipse(0, 0, 1))
    if p.maybe(0.5):
        p.line(path('M -0.98,0.1 Q 0,0.45 0.98,0.1 M -0.2,-0.98 Q 0.3,0 -0.2,0.98'), 0.06, -0.45 if max(p.colour) > 0.3 else 0.5)
    p.shine(ellipse(-0.35 if p.light < 0 else 0.35, -0.42, 0.2, 0.15), 0.5)


def box_(p):
    p.fill(polygon((-0.95, -0.45), (0.3, -0.3), (0.3, 1), (-0.95, 0.72)), 0.0, depth=0.1)
    p.fill(polygon((0.3, -0.3), (0.95, -0.55), (0.95, 0.65), (0.3, 1)), -0.32)
    p.fill(polygon((-0.95, -0.45), (-0.2, -0.75), (0.95, -0.55), (0.3, -0.3)), 0.25)
    p.fill(polygon((-0.42, -0.39), (-0.2, -0.36), (0.5, -0.63), (0.28, -0.67)), of=(0.85, 0.78, 0.6))
    p.fill(polygon((-0.42, -0.39), (-0.2, -0.36), (-0.2, -0.05), (-0.42, -0.08)), of=(0.85, 0.78, 0.6))


def clock(p):
    from math import cos, pi, sin
    p.ball(ellipse(0, 0, 1))
    p.fill(ellipse(0, 0, 0.76), of=(0.97, 0.97, 0.95) if min(p.colour) < 0.8 else (0.16, 0.18, 0.22), depth=0.06)
    ink = (0.08, 0.08, 0.1) if min(p.colour) < 0.8 else (0.95, 0.95, 0.95)
    for at in range(12):
        p.fill(ellipse(cos(at * pi / 6) * 0.62, sin(at * pi / 6) * 0.62, 0.055), of=ink)
    for length, width in ((0.36, 0.1), (0.54, 0.07)):
        turn = p.between(0, 2 * pi)
        p.line(path(f'M 0,0 L {cos(turn) * length},{sin(turn) * length}'), width, of=ink)


def phone(p):
    p.fill(box(-0.95, -1, 0.95, 1, 0.22), depth=0.2)
    p.fill(box(-0.78, -0.86, 0.78, 0.86, 0.08), of=(0.08, 0.1, 0.14) if max(p.colour) > 0.3 else (0.3, 0.45, 0.6))
    for row in range(3):
        for column in range(3):
            p.fill(box(-0.58 + column * 0.45, -0.6 + row * 0.32, -0.3 + column * 0.45, -0.42 + row * 0.32, 0.05), of=(0.5, 0.62, 0.72))
    p.fill(ellipse(0, 0.66, 0.12, 0.06), of=(0.75, 0.75, 0.78))


def laptop(p):
    p.fill(box(-0.8, -0.95, 0.8, 0.4, 0.06), depth=0.15)
    p.fill(box(-0.7, -0.85, 0.7, 0.3), of=(0.16, 0.24, 0.36))
    p.shine(polygon((-0.7, -0.85), (0.1, -0.85), (-0.4, 0.3), (-0.7, 0.3)), 0.1)
    p.fill(polygon((-0.8, 0.42), (0.8, 0.42), (1, 0.9), (-1, 0.9)), 0.12)
    p.dim(polygon((-0.66, 0.48), (0.66, 0.48), (0.74, 0.7), (-0.74, 0.7)), 0.45)
    p.fill(polygon((-1, 0.9), (1, 0.9), (0.96, 1), (-0.96, 1)), -0.3)


def guitar(p):
    p.fill(box(-0.1, -0.85, 0.1, 0.1), of=(0.25, 0.15, 0.1))
    p.fill(box(-0.2, -1, 0.2, -0.76, 0.05), of=WOOD)
    p.fill(path('M 0,-0.2 C 0.45,-0.25 0.6,0 0.45,0.2 C 0.7,0.35 0.85,1 0,1 C -0.85,1 -0.7,0.35 -0.45,0.2 C -0.6,0 -0.45,-0.25 0,-0.2 Z'), depth=0.3)
    p.fill(ellipse(0, 0.2, 0.2, 0.15), of=(0.06, 0.05, 0.05))
    p.fill(box(-0.25, 0.62, 0.25, 0.7), of=(0.2, 0.12, 0.08))
    p.line(path('M -0.04,-0.9 L -0.06,0.65 M 0.04,-0.9 L 0.06,0.65'), 0.018, of=(0.85, 0.85, 0.85))


def backpack(p):
    p.line(path('M -0.25,-0.8 Q 0,-1.1 0.25,-0.8'), 0.12, -0.3)
    p.fill(path('M -0.7,-0.35 Q -0.65,-0.85 -0.2,-0.88 L 0.2,-0.88 Q 0.65,-0.85 0.7,-0.35 L 0.76,0.85 Q 0.76,1 0.6,1 L -0.6,1 Q -0.76,1 -0.76,0.85 Z'), depth=0.25)
    p.fill(box(-0.5, 0.2, 0.5, 0.85, 0.1), 0.12)
    p.line(path('M -0.5,0.36 L 0.5,0.36 M -0.58,-0.3 Q 0,-0.1 0.58,-0.3'), 0.05, -0.5 if max(p.colour) > 0.3 else 0.4)
    for x in (-0.86, 0.86):
        p.fill(box(min(x, x * 0.82), -0.1, max(x, x * 0.82), 0.75, 0.06), -0.3)


def camera(p):
    p.fill(box(-0.35, -0.85, 0.35, -0.4, 0.08), -0.15)
    p.fill(box(-1, -0.6, 1, 0.9, 0.15), depth=0.22)
    p.fill(box(0.6, -0.78, 0.85, -0.58, 0.03), of=METAL)
    p.fill(ellipse(0, 0.15, 0.56, 0.62), of=METAL)
    p.fill(ellipse(0, 0.15, 0.44, 0.5), of=(0.05, 0.06, 0.1))
    p.shine(ellipse(-0.14, -0.05, 0.12, 0.12), 0.5)
    p.fill(box(-0.85, -0.42, -0.5, -0.2, 0.03), of=(0.95, 0.95, 0.85))


def cup_cake(p):
    p.fill(polygon((-0.7, 0.1), (0.7, 0.1), (0.5, 1), (-0.5, 1)), of=(0.85, 0.72, 0.5), depth=0.3)
    for x in (-0.42, -0.14, 0.14, 0.42):
        p.line(path(f'M {x * 1.25},0.15 L {x},0.98'), 0.05, of=(0.66, 0.5, 0.3))
    for y, r in ((0.05, 0.82), (-0.3, 0.62), (-0.6, 0.38)):
        p.ball(ellipse(0, y, r, 0.28))
    p.ball(ellipse(0, -0.86, 0.14), of=(0.8, 0.08, 0.15) if p.colour[0] < 0.7 or p.colour[1] > 0.3 else (0.98, 0.95, 0.9))


# Kind -> how it is drawn, its width beside its height, and its colours (None: all).
NATURAL_FUR = ('black', 'white', 'grey', 'brown', 'orange', 'yellow')
KINDS = {
    'mug': (mug, 1.1, None), 'bottle': (bottle, 0.42, None), 'vase': (vase, 0.62, None), 'chair': (chair, 0.68, None), 'sofa': (sofa, 1.7, None),
    'table': (table, 1.5, None), 'lamp': (lamp, 0.7, None), 'book': (book, 0.85, None), 'shoe': (shoe, 1.6, None), 'hat': (hat, 1.35, None),
    'shirt': (shirt, 1.05, None), 'handbag': (bag, 0.95, None), 'backpack': (backpack, 0.85, None), 'umbrella': (umbrella, 1.1, None), 'car': (car, 1.9, None),
    'bus': (bus, 1.8, None), 'truck': (truck, 1.8, None), 'bicycle': (bicycle, 1.5, None), 'boat': (boat, 1.1, None), 'airplane': (plane, 1.7, None),
    'tree': (tree, 0.8, ('green', 'orange', 'red', 'yellow', 'teal', 'pink')), 'flower': (flower, 0.7, ('red', 'orange', 'yellow', 'pink', 'purple', 'white', 'blue')),
    'house': (house, 1.0, None), 'dog': (dog, 1.25, NATURAL_FUR), 'cat': (cat, 0.9, NATURAL_FUR), 'bird': (bird, 1.2, None), 'fish': (fish, 1.6, None),
    'apple': (apple, 1.0, ('red', 'green', 'yellow')), 'pear': (pear, 0.78, ('green', 'yellow', 'red', 'orange', 'brown')), 'ball': (ball, 1.0, None),
    'box': (box_, 1.05, None), 'clock': (clock, 1.0, None), 'phone': (phone, 0.52, None), 'laptop': (laptop, 1.35, None), 'guitar': (guitar, 0.5, None),
    'camera': (camera, 1.25, None), 'cupcake': (cup_cake, 0.95, None),
}
