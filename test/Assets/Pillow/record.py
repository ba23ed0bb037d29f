"""Records what Pillow makes of pictures with palettes and transparency: NAME.png, and NAME.RECIPE.png after the recipe.

Run with Pillow 9.4 and torchvision 0.14: python3 record.py
"""
import math
import random
import struct
import zlib

from PIL import Image
from torchvision.transforms.functional import center_crop

random.seed(7)


def noise(width, height, channels):
    """Smooth colours with edges and some noise; the last of 2 or 4 channels (alpha) has all values, 0 and 255 among them."""
    data = bytearray()
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                if channels in (2, 4) and c == channels - 1:
                    value = 128 + 260 * math.sin(x * 0.31) * math.cos(y * 0.23)
                else:
                    value = 40 * c + 90 * math.sin(x * (0.2 + 0.1 * c)) + 60 * ((x // 7 + y // 5) % 2) + random.randrange(40)
                data.append(max(0, min(255, int(value))))
    return bytes(data)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def interlaced(path, image):
    """Adam7, which Pillow reads and does not write."""
    samples, raw = len(image.getbands()), bytearray()
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for y in range(y0, image.height, dy):
            row = [v for x in range(x0, image.width, dx) for v in image.getpixel((x, y))]
            if row:
                raw += bytes([1] + [(v - (row[i - samples] if i >= samples else 0)) & 255 for i, v in enumerate(row)])
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, {2: 4, 3: 2, 4: 6}[samples], 0, 0, 1)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(raw))) + chunk(b"IEND", b""))


def sixteen(path, width, height):
    """RGBA of 16 bits, of which Pillow keeps the upper 8."""
    raw = b"".join(b"\0" + random.randbytes(width * 8) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def shortest(image, size):
    width, height = image.size
    return (size, int(size * height / width)) if width <= height else (int(size * width / height), size)


def border(image, size, fill):
    """timm's crop mode "border": ResizeKeepRatio(longest=1) and CenterCropOrPad."""
    ratio = max(image.height / size, image.width / size)
    image = image.resize((round(image.width / ratio), round(image.height / ratio)), Image.BICUBIC)
    result = Image.new("RGB", (size, size), fill)
    result.paste(image, ((size - image.width) // 2, (size - image.height) // 2))
    return result


def on(image, colour):
    """As it looks on a background."""
    return Image.alpha_composite(Image.new("RGBA", image.size, colour), image.convert("RGBA")).convert("RGB")


RECIPES = {
    "before": lambda i: center_crop(i.convert("RGB").resize(shortest(i, 16), Image.BICUBIC), 16),
    "after": lambda i: center_crop(i.resize(shortest(i, 16), Image.BICUBIC), 16).convert("RGB"),
    "after_bilinear": lambda i: center_crop(i.resize(shortest(i, 16), Image.BILINEAR), 16).convert("RGB"),
    "border": lambda i: border(i.convert("RGB"), 17, (124, 116, 104)),
    "background": lambda i: center_crop(on(i, (250, 128, 10)).resize(shortest(i, 16), Image.BICUBIC), 16),
    "small": lambda i: center_crop(i.convert("RGB"), 45),
}

Image.frombytes("RGBA", (40, 31), noise(40, 31, 4)).save("rgba.png")
Image.frombytes("LA", (25, 38), noise(25, 38, 2)).save("grey_alpha.png")
Image.frombytes("RGB", (33, 27), noise(33, 27, 3)).quantize(12).save("palette_4bit.png", bits=4, transparency=bytes([0, 90, 255, 10]))
Image.frombytes("RGB", (30, 41), noise(30, 41, 3)).quantize(200).save("palette_8bit.png", transparency=3)
Image.frombytes("L", (37, 26), noise(37, 26, 1)).convert("1").save("bits.png")
key = Image.frombytes("RGB", (28, 35), noise(28, 35, 3))
key.paste((1, 2, 3), (4, 9, 15, 22))
key.save("colour_key.png", transparency=(1, 2, 3))
interlaced("interlaced.png", Image.frombytes("RGBA", (21, 34), noise(21, 34, 4)))
sixteen("sixteen.png", 19, 23)

for name in ["rgba", "grey_alpha", "palette_4bit", "palette_8bit", "bits", "colour_key", "interlaced", "sixteen"]:
    for recipe, run in RECIPES.items():
        run(Image.open(name + ".png")).save(f"{name}.{recipe}.png")
