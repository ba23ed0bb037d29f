"""The peer of src/Samples/FromScratch/Emoji.cs: python3 emoji.py FOLDER, with the npm packages unpacked as google and twitter."""
import json
import sys
import zlib

from PIL import Image
from torchvision import transforms
from torchvision.transforms import InterpolationMode

from training import Images, VisionTransformer, run

# Category, beginning of the subcategory, class.
CLASSES = [
    ("Smileys & Emotion", "face-", "face"), ("People & Body", "hand", "hand"), ("People & Body", "person", "person"),
    ("Animals & Nature", "animal-", "animal"), ("Animals & Nature", "plant-", "plant"), ("Food & Drink", "food-", "food"),
    ("Travel & Places", "transport-", "vehicle"), ("Travel & Places", "place-building", "building"),
    ("Travel & Places", "place-religious", "building"), ("Objects", "clothing", "clothing"), ("Flags", "country-flag", "flag"),
]
NAMES = sorted({name for _, _, name in CLASSES})


def on_white(path):
    """What lies under transparent pixels is not to be learnt."""
    drawing = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", drawing.size, "white")
    return Image.alpha_composite(white, drawing).convert("RGB")


def read(folder, vendor, held_out):
    images, labels = [], []
    with open(f"{folder}/{vendor}/package/emoji.json") as file:
        table = json.load(file)
    for row in table:
        names = [name for category, start, name in CLASSES if row["category"] == category and row["subcategory"].startswith(start)]
        if names and row[f"has_img_{vendor}"] and (zlib.crc32(row["unified"].lower().encode()) % 5 == 0) == held_out:
            images.append(on_white(f"{folder}/{vendor}/package/img/{vendor}/64/{row['image']}"))
            labels.append(NAMES.index(names[0]))
    return images, labels


def load():
    bilinear = InterpolationMode.BILINEAR
    prepare = [transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)]
    augment = [
        transforms.RandomResizedCrop(64, scale=(0.5, 1), interpolation=bilinear), transforms.RandomHorizontalFlip(),
        transforms.TrivialAugmentWide(interpolation=bilinear, fill=[255] * 3), transforms.ColorJitter(0.4, 0.4, 0.4, 0.1), transforms.RandomGrayscale(0.1),
    ]
    return (Images(*read(sys.argv[1], "google", False), transforms.Compose([*augment, *prepare])),
            Images(*read(sys.argv[1], "twitter", True), transforms.Compose(prepare)))


run("emoji", lambda: VisionTransformer(64, 3, 16, 192, 4, 3, len(NAMES)), load, mirror=True, epochs=300, batch=32, peak=1e-3, ema=0.995)
