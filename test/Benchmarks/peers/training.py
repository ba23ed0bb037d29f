"""What the recipes of fashion.py, digits.py and emoji.py share: the training loop, its optimizer and schedule, and the blocks of the networks."""
import math
import os
import time

import numpy
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = 1


class Images(Dataset):
    """Pillow images in memory, with their labels; what `transform` makes of them is drawn anew each epoch."""

    def __init__(self, images, labels, transform):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(self.images[index]), self.labels[index]


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        batch, tokens, dim = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q * (dim // self.heads) ** -0.5 @ k.transpose(-2, -1)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(batch, tokens, dim))


class Block(nn.Module):
    """A pre-norm transformer block."""

    def __init__(self, dim, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    """A ViT without a class token: the classifier takes the mean of all tokens."""

    def __init__(self, image_size, channels, patch, dim, depth, heads, classes):
        super().__init__()
        self.patch_embed = nn.Conv2d(channels, dim, patch, patch)
        self.pos_embed = nn.Parameter(torch.zeros(1, (image_size // patch) ** 2, dim))
        self.blocks = nn.Sequential(*[Block(dim, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.head = nn.Linear(dim, classes)
        nn.init.trunc_normal_(self.patch_embed.weight, std=(channels * patch * patch) ** -0.5)
        nn.init.zeros_(self.patch_embed.bias)
        initialize(self)

    def forward(self, images):
        x = self.patch_embed(images).flatten(2).transpose(1, 2) + self.pos_embed
        return self.head(self.norm(self.blocks(x).mean(dim=1)))


def initialize(network):
    """Xavier-uniform projections with queries, keys and values apart; positions of width 0.02; next to no head."""
    for name, parameter in network.named_parameters():
        if name == "pos_embed":
            nn.init.trunc_normal_(parameter, std=0.02)
        elif name == "head.weight":
            nn.init.trunc_normal_(parameter, std=2e-5)
        elif parameter.dim() == 2:
            for part in parameter.data.chunk(3 if name.endswith("qkv.weight") else 1):
                nn.init.xavier_uniform_(part)
    for module in network.modules():
        if isinstance(module, nn.Linear):
            nn.init.zeros_(module.bias)


def learning_rate(step, steps, peak, warmup):
    rise = int(steps * warmup)
    if step < rise:
        return peak * step / rise
    return peak * 0.5 * (1 + math.cos(math.pi * (step - rise) / (steps - rise)))


class Average:
    """The exponential moving average of the weights, whose decay grows from 0.1 as timm's does."""

    def __init__(self, network, decay):
        self.decay, self.step = decay, 0
        self.live = list(network.parameters())
        self.kept = [p.detach().clone() for p in self.live]

    @torch.no_grad()
    def update(self):
        self.step += 1
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        torch._foreach_mul_(self.kept, decay)
        torch._foreach_add_(self.kept, self.live, alpha=1 - decay)

    @torch.no_grad()
    def use(self):
        for parameter, kept in zip(self.live, self.kept):
            parameter.copy_(kept)


def train(network, images, *, epochs, batch, peak, ema=None, warmup=0.1, weight_decay=0.05, betas=(0.9, 0.95), smoothing=0.1):
    exempt = [p for name, p in network.named_parameters() if p.dim() <= 1 or name == "pos_embed"]
    decayed = [p for name, p in network.named_parameters() if not (p.dim() <= 1 or name == "pos_embed")]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": weight_decay}, {"params": exempt, "weight_decay": 0}], lr=0, betas=betas)
    average = Average(network, ema) if ema else None
    workers = int(os.environ.get("PEER_WORKERS", "2"))
    loader = DataLoader(images, batch_size=batch, shuffle=True, num_workers=workers, persistent_workers=workers > 0)
    criterion = nn.CrossEntropyLoss(label_smoothing=smoothing)
    steps, step = epochs * len(loader), 0
    network.train()
    for epoch in range(epochs):
        start, total = time.perf_counter(), 0.0
        for x, y in loader:
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(step, steps, peak, warmup)
            loss = criterion(network(x), y)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            if average:
                average.update()
            step += 1
            total += loss.item()
        print(f"epoch {epoch + 1}/{epochs}  loss {total / len(loader):.4f}  {len(images) / (time.perf_counter() - start):.0f} images/s", flush=True)
    if average:
        average.use()


def classify(network, x, mirror):
    scores = network(x).softmax(dim=1)
    if mirror:
        scores = scores + network(x.flip(-1)).softmax(dim=1)
    return scores.argmax(dim=1)


def run(name, create, load, mirror=False, **recipe):
    """Trains on what `load` gives first, tests on its second part once, by the mean over an image and its mirror image if wanted, and prints what came out."""
    torch.manual_seed(SEED)
    numpy.random.seed(SEED)
    start = time.perf_counter()
    images, test = load()
    network = create()
    train(network, images, **recipe)
    seconds = time.perf_counter() - start
    network.eval()
    with torch.inference_mode():
        right = sum((classify(network, x, mirror) == y).sum().item() for x, y in DataLoader(test, batch_size=256))
    accuracy = right / len(test)
    error = math.sqrt(accuracy * (1 - accuracy) / len(test))
    print(f"{name} test accuracy {100 * accuracy:.2f} % standard error {100 * error:.2f} of {len(test)} images, trained in {seconds:.0f} s")
