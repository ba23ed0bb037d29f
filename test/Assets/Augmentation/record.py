"""Records what Pillow and torchvision make of pictures: SOURCE_OPERATION_ARGUMENT_ARGUMENT.png, whose name says what was done.

Run with Pillow 9.4 and torchvision 0.14: python3 record.py
"""
import math
import random

from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from torchvision.transforms import InterpolationMode, autoaugment
from torchvision.transforms import functional as F

random.seed(11)
FILL = (124, 116, 104)
METHODS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def picture(width, height, low=0, high=255, rough=60):
    """Smooth colours with edges and noise, each channel its own."""
    data = bytearray()
    for y in range(height):
        for x in range(width):
            for c in range(3):
                value = 60 * c + 80 * math.sin(x * (0.2 + 0.13 * c)) + 50 * ((x // 6 + y // 5) % 2) + random.randrange(rough) + 40 * math.cos(y * 0.3)
                data.append(max(low, min(high, int(value))))
    return Image.frombytes("RGB", (width, height), bytes(data))


def colours():
    """Every hue sector, greys, and dark and pale colours."""
    levels = [0, 1, 17, 64, 127, 128, 200, 254, 255]
    return Image.frombytes("RGB", (27, 27), bytes(v for r in levels for g in levels for b in levels for v in (r, g, b)))


SOURCES = {
    "photo": picture(41, 30),
    "square": picture(24, 24),
    "dull": picture(20, 17, 90, 140),
    "colours": colours(),
    "flat": Image.new("RGB", (6, 5), (10, 200, 90)),
    "tiny": picture(2, 3),
}


def affine(a, b, c, d, e, f):
    return lambda i, method: i.transform(i.size, Image.AFFINE, (a, b, c, d, e, f), METHODS[method], fillcolor=FILL)


def solarize_add(image, add):
    return image.point([min(255, v + add) if v < 128 else v for v in range(256)] * 3)


OPERATIONS = {
    "invert": ImageOps.invert,
    "autocontrast": ImageOps.autocontrast,
    "equalize": ImageOps.equalize,
    "grey": lambda i: i.convert("L").convert("RGB"),
    "solarize": lambda i, t: ImageOps.solarize(i, float(t)),
    "solarizeadd": lambda i, a: solarize_add(i, int(a)),
    "posterize": lambda i, b: ImageOps.posterize(i, int(b)),
    "brightness": lambda i, f: ImageEnhance.Brightness(i).enhance(float(f)),
    "contrast": lambda i, f: ImageEnhance.Contrast(i).enhance(float(f)),
    "colour": lambda i, f: ImageEnhance.Color(i).enhance(float(f)),
    "sharpness": lambda i, f: ImageEnhance.Sharpness(i).enhance(float(f)),
    "hue": lambda i, f: F.adjust_hue(i, float(f)),
    "blur": lambda i, r: i.filter(ImageFilter.GaussianBlur(float(r))),
    "shearx": lambda i, f, m: affine(1, float(f), 0, 0, 1, 0)(i, m),
    "sheary": lambda i, f, m: affine(1, 0, 0, float(f), 1, 0)(i, m),
    "translate": lambda i, x, y, m: affine(1, 0, float(x), 0, 1, float(y))(i, m),
    "rotate": lambda i, a, m: i.rotate(float(a), METHODS[m], fillcolor=FILL),
    "mirror": ImageOps.mirror,
    "flip": ImageOps.flip,
    "torchvision10": lambda i, op, n, s: torchvision(i, op, int(n), int(s), autoaugment.AutoAugment()._augmentation_space(10, i.size[::-1])),
    "torchvision31": lambda i, op, n, s: torchvision(i, op, int(n), int(s), autoaugment.TrivialAugmentWide()._augmentation_space(31)),
}


def torchvision(image, operation, number, sign, space):
    magnitudes, signed = space[operation]
    magnitude = float(magnitudes[number].item()) if magnitudes.ndim > 0 else 0.0
    if signed and sign < 0:
        magnitude *= -1.0
    return autoaugment._apply_op(image, operation, magnitude, InterpolationMode.NEAREST, None)


def record(source, operation, *arguments):
    name = "_".join([source, operation, *[str(a) for a in arguments]])
    OPERATIONS[operation](SOURCES[source], *arguments).save(name + ".png", optimize=True)


for source in ["photo", "dull", "flat"]:
    for operation in ["invert", "autocontrast", "equalize", "grey"]:
        record(source, operation)
for threshold in [0, 100, 128.5, 256]:
    record("photo", "solarize", threshold)
for addition in [33, 110]:
    record("photo", "solarizeadd", addition)
for bits in [0, 1, 4, 7]:
    record("photo", "posterize", bits)
for operation in ["brightness", "contrast", "colour", "sharpness"]:
    for factor in [0, 0.1, 0.55, 0.937, 1.3, 1.9]:
        record("photo", operation, factor)
record("tiny", "sharpness", 1.9)
for turn in [-0.5, -0.23, -0.1, 0, 0.05, 0.4]:
    record("colours", "hue", turn)
for deviation in [0.1, 0.8, 1.37, 2, 5.5]:
    record("photo", "blur", deviation)
record("tiny", "blur", 3)
for method in METHODS:
    for factor in [0.27, -0.3]:
        record("photo", "shearx", factor, method)
        record("photo", "sheary", factor, method)
    for shift in [(3, 0), (-7.65, 0), (0, 4.4), (18.45, -13.5)]:
        record("photo", "translate", *shift, method)
    for angle in [27, -30, 4.321, 135]:
        record("photo", "rotate", angle, method)
    record("tiny", "rotate", 20, method)
for angle in [0, 90, 180, 270]:
    record("square", "rotate", angle, "bilinear")
    record("photo", "rotate", angle, "bicubic")
record("photo", "mirror")
record("photo", "flip")
for operation in ["ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color", "Contrast", "Sharpness", "Posterize", "Solarize"]:
    for name, number, sign in [("torchvision10", 3, -1), ("torchvision10", 8, 1), ("torchvision31", 5, 1), ("torchvision31", 29, -1)]:
        record("photo", name, operation, number, sign)
for number in [13, 15, 16]:  # 15 of 30 steps to 32 are 16 pixels, if no rounding is in the way
    record("photo", "torchvision31", "TranslateX", number, -1)
for source, image in SOURCES.items():
    image.save(source + ".png")
