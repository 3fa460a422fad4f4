"""Drawing one object: paths in a box from -1 to 1 (y downwards, the ground at 1), filled in shades of the object's own colour under one light."""
import colorsys

import skia

# Name -> the sRGB colours that it is drawn from, between the two, so that a name covers what people call so.
COLOURS = {
    'red': ((196, 20, 28), (228, 44, 40)), 'orange': ((236, 116, 12), (250, 146, 36)), 'yellow': ((240, 204, 16), (252, 226, 60)),
    'green': ((24, 128, 44), (60, 166, 66)), 'teal': ((0, 138, 140), (28, 172, 166)), 'blue': ((22, 66, 190), (48, 104, 224)),
    'purple': ((106, 34, 148), (142, 62, 182)), 'pink': ((240, 116, 170), (252, 152, 194)), 'brown': ((98, 56, 24), (130, 80, 42)),
    'black': ((18, 18, 20), (38, 38, 42)), 'white': ((236, 236, 234), (252, 252, 250)), 'grey': ((112, 114, 118), (150, 152, 156)),
}


def pick_colour(name, rng):
    """A colour of that name, as three numbers from 0 to 1."""
    low, high = COLOURS[name]
    at = rng.random()
    return tuple((a + (b - a) * at) / 255 for a, b in zip(low, high))


def shaded(colour, by):
    """Lighter (by > 0, up to 1) or darker (by < 0, down to -1), of the same hue."""
    hue, light, saturation = colorsys.rgb_to_hls(*colour)
    light = light + (1 - light) * by if by > 0 else light * (1 + by)
    return colorsys.hls_to_rgb(hue, max(0.0, min(1.0, light)), saturation)


def argb(colour, alpha=1.0):
    return skia.Color4f(*colour, alpha)


def path(text):
    """A path from words as SVG has them (M, L, Q, C, Z; absolute): 'M -1,0 L 1,0 Z'."""
    made, words, at = skia.Path(), text.replace(',', ' ').split(), 0
    sizes = {'M': 2, 'L': 2, 'Q': 4, 'C': 6, 'Z': 0}
    verbs = {'M': made.moveTo, 'L': made.lineTo, 'Q': made.quadTo, 'C': made.cubicTo, 'Z': made.close}
    verb = 'M'
    while at < len(words):
        if words[at] in verbs:
            verb, at = words[at], at + 1
        verbs[verb](*map(float, words[at:at + sizes[verb]]))
        at += sizes[verb]
        if verb == 'M':
            verb = 'L'
    return made


def ellipse(x, y, rx, ry=None):
    made = skia.Path()
    ry = rx if ry is None else ry
    made.addOval(skia.Rect(x - rx, y - ry, x + rx, y + ry))
    return made


def box(left, top, right, bottom, round=0.0):
    made = skia.Path()
    made.addRoundRect(skia.Rect(left, top, right, bottom), round, round)
    return made


def polygon(*points):
    made = skia.Path()
    made.addPoly([skia.Point(*point) for point in points], True)
    return made


METAL, RUBBER, WOOD, SKIN, GLASS = (0.62, 0.63, 0.66), (0.1, 0.1, 0.11), (0.5, 0.33, 0.17), (0.9, 0.72, 0.58), (0.72, 0.84, 0.92)


class Pen:
    """Draws on a canvas whose units are the object's box. `light`: the side that the light comes from, -1 (left) to 1."""

    def __init__(self, canvas, colour, light, rng):
        self.canvas, self.colour, self.light, self.rng = canvas, colour, light, rng

    def fill(self, shape, shade=0.0, of=None, depth=0.22):
        """Fills with the object's colour, or another; `depth`: how much darker the side is that turns away from the light."""
        colour = shaded(self.colour if of is None else of, shade)
        bounds = shape.getBounds()
        # Of black nothing darker is left and of white nothing lighter; both keep a gradient that shows their form.
        ends = [argb(shaded(colour, 0.10 + (0.12 if max(colour) < 0.3 else 0))), argb(colour), argb(shaded(colour, -depth))]
        near, far = (bounds.left(), bounds.right()) if self.light < 0 else (bounds.right(), bounds.left())
        slant = bounds.height() * 0.35
        shader = skia.GradientShader.MakeLinear([skia.Point(near, bounds.top()), skia.Point(far, bounds.top() + slant)], [end.toColor() for end in ends], [0.0, 0.45, 1.0])
        self.canvas.drawPath(shape, skia.Paint(AntiAlias=True, Shader=shader))

    def ball(self, shape, shade=0.0, of=None):
        """Fills round: brightest towards the light, darkest at the rim away from it."""
        colour = shaded(self.colour if of is None else of, shade)
        bounds = shape.getBounds()
        centre = skia.Point(bounds.centerX() + self.light * bounds.width() * 0.2, bounds.centerY() - bounds.height() * 0.22)
        ends = [shaded(colour, 0.45), colour, shaded(colour, -0.35)]
        shader = skia.GradientShader.MakeRadial(centre, max(bounds.width(), bounds.height()) * 0.75, [argb(end).toColor() for end in ends], [0.0, 0.4, 1.0])
        self.canvas.drawPath(shape, skia.Paint(AntiAlias=True, Shader=shader))

    def line(self, shape, width, shade=0.0, of=None):
        colour = shaded(self.colour if of is None else of, shade)
        self.canvas.drawPath(shape, skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join, Color4f=argb(colour)))

    def shine(self, shape, alpha=0.35):
        """A highlight."""
        self.canvas.drawPath(shape, skia.Paint(AntiAlias=True, Color4f=argb((1, 1, 1), alpha)))

    def dim(self, shape, alpha=0.25):
        """A shadow on the object itself."""
        self.canvas.drawPath(shape, skia.Paint(AntiAlias=True, Color4f=argb((0, 0, 0), alpha)))

    def between(self, low, high):
        return low + (high - low) * self.rng.random()

    def maybe(self, share=0.5):
        return self.rng.random() < share
