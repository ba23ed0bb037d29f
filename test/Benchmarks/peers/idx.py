"""MNIST's files."""
import gzip

import numpy
from PIL import Image


def read(folder, part):
    """The images of "train" or "t10k", and their labels."""
    with gzip.open(f"{folder}/{part}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(f"{folder}/{part}-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    return [Image.fromarray(image) for image in pixels], labels.astype(numpy.int64)
