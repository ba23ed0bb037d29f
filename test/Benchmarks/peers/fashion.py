"""The peer of src/Samples/FromScratch/Fashion.cs: python3 fashion.py FOLDER, that of the set's four IDX files."""
import sys

import torch
from torch import nn
from torchvision import transforms

from idx import read
from training import Block, Images, initialize, run


class LastNorm(nn.LayerNorm):
    """A layer norm over the channels of maps that have them first."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class ConvBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm1 = LastNorm(dim)
        self.mix = nn.Sequential(nn.Conv2d(dim, dim, 1), nn.Conv2d(dim, dim, 5, padding=2, groups=dim), nn.Conv2d(dim, dim, 1))
        self.norm2 = LastNorm(dim)
        self.mlp = nn.Sequential(nn.Conv2d(dim, 4 * dim, 1), nn.GELU(), nn.Conv2d(4 * dim, dim, 1))

    def forward(self, x):
        x = x + self.mix(self.norm1(x))
        return x + self.mlp(self.norm2(x))


def merge(channels, patch, dim):
    return nn.Sequential(nn.Conv2d(channels, dim, patch, patch), LastNorm(dim), nn.GELU())


class ConvViT(nn.Module):
    """ConvMAE's encoder (Gao et al., 2022) as a classifier."""

    def __init__(self):
        super().__init__()
        self.stages = nn.Sequential(
            merge(1, 2, 24), ConvBlock(24), ConvBlock(24),
            merge(24, 2, 48), ConvBlock(48), ConvBlock(48),
            merge(48, 1, 64))
        self.patch_embed4 = nn.Linear(64, 64)
        self.pos_embed = nn.Parameter(torch.zeros(1, 49, 64))
        self.block = Block(64, 2)
        self.norm = nn.LayerNorm(64, eps=1e-6)
        self.head = nn.Linear(64, 10)
        initialize(self)

    def forward(self, images):
        x = self.patch_embed4(self.stages(images).flatten(2).transpose(1, 2)) + self.pos_embed
        return self.head(self.norm(self.block(x).mean(dim=1)))


def load():
    prepare = [transforms.ToTensor(), transforms.Normalize((0.2860,), (0.3530,))]
    return (Images(*read(sys.argv[1], "train"), transforms.Compose([transforms.RandomHorizontalFlip(), *prepare])),
            Images(*read(sys.argv[1], "t10k"), transforms.Compose(prepare)))


run("fashion", ConvViT, load, mirror=True, epochs=20, batch=64, peak=2e-3)
