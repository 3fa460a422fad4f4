"""What objects stand in: eight places. Each is drawn over the whole picture (a square of side 1) and says from where to where objects may stand."""
import skia

from pen import argb, box, ellipse, path, polygon, shaded


class Ground:
    """Objects stand between `far` and `near` (shares of the height); the far ones look smaller."""

    def __init__(self, far, near, shadow=0.35, dark=0.0):
        self.far, self.near, self.shadow, self.dark = far, near, shadow, dark


def jittered(colour, rng, by=0.04):
    shift = (rng.random() - 0.5) * 2 * by
    return tuple(max(0.0, min(1.0, part + shift + (rng.random() - 0.5) * by)) for part in colour)


def fill(canvas, shape, colour):
    canvas.drawPath(shape, skia.Paint(AntiAlias=True, Color4f=argb(colour)))


def fade(canvas, shape, top, low):
    bounds = shape.getBounds()
    shader = skia.GradientShader.MakeLinear([skia.Point(0, bounds.top()), skia.Point(0, bounds.bottom())], [argb(top).toColor(), argb(low).toColor()])
    canvas.drawPath(shape, skia.Paint(AntiAlias=True, Shader=shader))


def white_studio(canvas, rng):
    tone = 0.93 + rng.random() * 0.06
    fade(canvas, box(0, 0, 1, 1), (tone, tone, tone), (tone, tone, tone))
    fade(canvas, box(0, 0.62 + rng.random() * 0.1, 1, 1), (tone, tone, tone), (tone - 0.07,) * 3)
    return Ground(0.72, 0.93, 0.3)


def wooden_table(canvas, rng):
    wall = jittered(rng.choice([(0.80, 0.77, 0.70), (0.70, 0.74, 0.76), (0.86, 0.84, 0.80), (0.62, 0.60, 0.56)]), rng)
    line = 0.42 + rng.random() * 0.16
    fade(canvas, box(0, 0, 1, line), shaded(wall, 0.1), shaded(wall, -0.12))
    wood = jittered(rng.choice([(0.60, 0.40, 0.22), (0.52, 0.33, 0.18), (0.70, 0.50, 0.30)]), rng)
    fade(canvas, box(0, line, 1, 1), shaded(wood, -0.1), shaded(wood, 0.12))
    for _ in range(14):
        y = line + rng.random() * (1 - line)
        fill(canvas, box(0, y, 1, y + 0.004 + rng.random() * 0.006), shaded(wood, -0.18 + rng.random() * 0.1))
    fill(canvas, box(0, line, 1, line + 0.012), shaded(wood, 0.25))
    return Ground(line + 0.16, 0.94)


def street(canvas, rng):
    line = 0.5 + rng.random() * 0.1
    sky = jittered((0.66, 0.78, 0.90), rng)
    fade(canvas, box(0, 0, 1, line), shaded(sky, -0.05), shaded(sky, 0.3))
    x = -0.05
    while x < 1:
        width, height = 0.14 + rng.random() * 0.16, 0.16 + rng.random() * 0.26
        wall = jittered(rng.choice([(0.66, 0.60, 0.54), (0.58, 0.56, 0.58), (0.72, 0.66, 0.58), (0.50, 0.50, 0.54)]), rng)
        fill(canvas, box(x, line - height, x + width, line), wall)
        for row in range(int(height / 0.09)):
            for column in range(max(1, int(width / 0.07))):
                fill(canvas, box(x + 0.02 + column * 0.065, line - height + 0.03 + row * 0.09, x + 0.055 + column * 0.065, line - height + 0.075 + row * 0.09), shaded(wall, -0.35))
        x += width + rng.random() * 0.03
    fill(canvas, box(0, line, 1, line + 0.07), (0.64, 0.63, 0.61))
    road = jittered((0.36, 0.36, 0.38), rng, 0.03)
    fade(canvas, box(0, line + 0.07, 1, 1), shaded(road, 0.06), shaded(road, -0.08))
    dash, shift = line + 0.09 + (1 - line) * 0.5, rng.random() * 0.2
    for at in range(-1, 5):
        fill(canvas, box(at * 0.26 + shift, dash, at * 0.26 + shift + 0.14, dash + 0.018), (0.85, 0.84, 0.78))
    return Ground(line + 0.13, 0.95, 0.4)


def meadow(canvas, rng):
    line = 0.42 + rng.random() * 0.16
    sky = jittered((0.50, 0.72, 0.93), rng)
    fade(canvas, box(0, 0, 1, line + 0.1), sky, shaded(sky, 0.5))
    for _ in range(rng.randrange(4)):
        x, y = rng.random(), 0.06 + rng.random() * 0.2
        for dx, r in ((-0.06, 0.035), (0, 0.05), (0.06, 0.035)):
            fill(canvas, ellipse(x + dx, y, r * 1.4, r), (0.97, 0.98, 1.0))
    hill = jittered((0.36, 0.58, 0.34), rng)
    fill(canvas, path(f'M 0,{line + 0.02} Q {rng.random()},{line - 0.12} 1,{line + 0.02} L 1,1 L 0,1 Z'), shaded(hill, 0.12))
    grass = jittered((0.42, 0.66, 0.26), rng)
    fade(canvas, box(0, line, 1, 1), shaded(grass, -0.08), shaded(grass, 0.08))
    for _ in range(70):
        x, y = rng.random(), line + rng.random() * (1 - line)
        fill(canvas, polygon((x, y), (x + 0.006, y - 0.012 - 0.02 * (y - line)), (x + 0.012, y)), shaded(grass, -0.22 + rng.random() * 0.3))
    return Ground(line + 0.15, 0.95)


def warehouse_shelf(canvas, rng):
    fade(canvas, box(0, 0, 1, 1), (0.42, 0.44, 0.47), (0.34, 0.36, 0.39))
    board = 0.80 + rng.random() * 0.10
    steel = jittered(rng.choice([(0.25, 0.36, 0.55), (0.55, 0.56, 0.58), (0.72, 0.42, 0.16)]), rng)
    for at in range(5):
        x, height = rng.random() * 0.9, 0.12 + rng.random() * 0.14
        carton = jittered((0.52, 0.42, 0.30), rng, 0.05)
        fill(canvas, box(x, board - 0.52 - height, x + 0.16, board - 0.52), shaded(carton, -0.2))
    fill(canvas, box(0, board - 0.52 - 0.02, 1, board - 0.52 + 0.025), steel)
    fade(canvas, box(0, board - 0.03, 1, board + 0.06), shaded((0.66, 0.6, 0.5), 0.1), (0.56, 0.5, 0.42))
    fill(canvas, box(0, board + 0.06, 1, board + 0.1), steel)
    for x in (0.0, 0.95):
        fill(canvas, box(x, 0, x + 0.05, 1), shaded(steel, -0.15))
    return Ground(board - 0.01, board + 0.04, 0.4)


def room(canvas, rng):
    line = 0.58 + rng.random() * 0.12
    wall = jittered(rng.choice([(0.86, 0.82, 0.72), (0.74, 0.82, 0.84), (0.80, 0.76, 0.82), (0.78, 0.84, 0.74)]), rng)
    fade(canvas, box(0, 0, 1, line), wall, shaded(wall, -0.08))
    if rng.random() < 0.7:
        x = 0.05 + rng.random() * 0.55
        fill(canvas, box(x - 0.015, 0.065, x + 0.315, 0.395), (0.96, 0.96, 0.95))
        fade(canvas, box(x, 0.08, x + 0.3, 0.38), (0.62, 0.80, 0.95), (0.85, 0.93, 0.97))
        fill(canvas, box(x + 0.143, 0.08, x + 0.157, 0.38), (0.96, 0.96, 0.95))
    floor = jittered(rng.choice([(0.66, 0.52, 0.38), (0.60, 0.58, 0.56), (0.74, 0.66, 0.54)]), rng)
    fade(canvas, box(0, line, 1, 1), shaded(floor, -0.06), shaded(floor, 0.1))
    fill(canvas, box(0, line - 0.025, 1, line), (0.93, 0.92, 0.9))
    return Ground(line + 0.10, 0.95)


def night(canvas, rng):
    line = 0.55 + rng.random() * 0.12
    fade(canvas, box(0, 0, 1, line), (0.03, 0.05, 0.14), (0.13, 0.15, 0.30))
    for _ in range(26):
        x, y = rng.random(), rng.random() * line * 0.9
        fill(canvas, ellipse(x, y, 0.002 + rng.random() * 0.004), (0.9, 0.92, 1.0))
    if rng.random() < 0.7:
        fill(canvas, ellipse(0.15 + rng.random() * 0.7, 0.12 + rng.random() * 0.1, 0.05), (0.95, 0.94, 0.84))
    ground = jittered((0.16, 0.17, 0.24), rng, 0.03)
    fade(canvas, box(0, line, 1, 1), shaded(ground, -0.1), shaded(ground, 0.12))
    return Ground(line + 0.14, 0.95, 0.45, dark=0.22)


def gradient(canvas, rng):
    from colorsys import hls_to_rgb
    hue = rng.random()
    top, low = hls_to_rgb(hue, 0.80 + rng.random() * 0.1, 0.45), hls_to_rgb((hue + 0.1 + rng.random() * 0.2) % 1, 0.6 + rng.random() * 0.12, 0.4)
    fade(canvas, box(0, 0, 1, 1), top, low)
    return Ground(0.74, 0.93, 0.25)


# Name -> how it is drawn, and the words for it.
BACKGROUNDS = {
    'white studio': (white_studio, ('on a white background', 'in a white studio', 'white background', 'isolated on white', 'on white')),
    'wooden table': (wooden_table, ('on a wooden table', 'on a table of wood', 'standing on a wooden table')),
    'street': (street, ('on a street', 'in the street', 'on a city street', 'in a city')),
    'meadow': (meadow, ('on a meadow', 'in a green field', 'on the grass', 'outdoors on a meadow')),
    'warehouse': (warehouse_shelf, ('on a warehouse shelf', 'in a warehouse', 'on a shelf')),
    'room': (room, ('in a room', 'in a living room', 'indoors', 'on the floor of a room')),
    'night': (night, ('at night', 'in the dark at night', 'under a night sky')),
    'gradient': (gradient, ('on a gradient background', 'with a soft coloured background', 'on a pastel background')),
}
