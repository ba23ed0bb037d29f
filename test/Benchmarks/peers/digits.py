"""The peer of src/Samples/FromScratch/Digits.cs: python3 digits.py FILE, scikit-learn's digits.csv.gz."""
import sys

import numpy
from PIL import Image
from torchvision import transforms
from torchvision.transforms import InterpolationMode

from training import Images, VisionTransformer, run


def load():
    rows = numpy.loadtxt(sys.argv[1], delimiter=",")
    images = [Image.fromarray(row.reshape(8, 8)) for row in numpy.minimum(rows[:, :-1] * 16, 255).astype(numpy.uint8)]
    labels = rows[:, -1].astype(numpy.int64)
    bilinear = InterpolationMode.BILINEAR
    prepare = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    augment = [
        transforms.RandomResizedCrop(16, scale=(0.7, 1), interpolation=bilinear), transforms.RandomCrop(16, padding=1),
        transforms.RandomRotation(15, interpolation=bilinear),
    ]
    return (Images(images[:1437], labels[:1437], transforms.Compose([*augment, *prepare])),
            Images(images[1437:], labels[1437:], transforms.Compose([transforms.Resize(16, interpolation=bilinear), *prepare])))


run("digits", lambda: VisionTransformer(16, 1, 4, 96, 4, 3, 10), load, epochs=100, batch=32, peak=1e-3, ema=0.998)
