"""The peer of Workloads/WholeRun.cs: an epoch from the files on, through torch's DataLoader with two worker processes."""
import contextlib
import io

import idx
from torchvision import datasets, models, transforms
from training import Images, VisionTransformer, train


def folder(path):
    transform = transforms.Compose([
        transforms.RandomResizedCrop(224, interpolation=transforms.InterpolationMode.BICUBIC),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])

    def run():
        images = datasets.ImageFolder(path, transform)
        network = models.VisionTransformer(image_size=224, patch_size=32, num_layers=6, num_heads=3, hidden_dim=192, mlp_dim=768,
                                           num_classes=len(images.classes))
        epoch(network, images, batch=32)
    return run


def quickstart(path):
    transform = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor(), transforms.Normalize((0.2860,), (0.3530,))])

    def run():
        images = Images(*idx.read(path, "t10k"), transform)
        epoch(VisionTransformer(28, 1, 7, 96, 4, 3, 10), images, batch=128)
    return run


def epoch(network, images, batch):
    with contextlib.redirect_stdout(io.StringIO()):  # the worker's output is its protocol
        train(network, images, epochs=1, batch=batch, peak=1e-3)
