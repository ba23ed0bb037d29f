"""The peer of the C# workloads: the same work in PyTorch, torchvision and Pillow.

python3 worker.py WORKLOAD THREADS IMAGE: prepares the workload, prints "ready", then for each line "run N" on its input runs it N times
and prints the seconds of each run, separated by blanks. "bye" ends it.
"""
import sys
import time

import torch
import torchvision
import wholerun
from PIL import Image


def forward(model, batch, size=224):
    model.eval()
    images = torch.randn(batch, 3, size, size)

    def run():
        with torch.inference_mode():
            model(images)
    return run


def vit_training_step(batch, channels, classes, **size):
    model = torchvision.models.VisionTransformer(num_classes=classes, **size)
    if channels != 3:
        model.conv_proj = torch.nn.Conv2d(channels, size["hidden_dim"], size["patch_size"], size["patch_size"])
    return training_step(model, batch, channels, classes, size["image_size"])


def training_step(model, batch, channels, classes, image_size):
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.05)
    images = torch.randn(batch, channels, image_size, image_size)
    labels = torch.randint(0, classes, (batch,))

    def run():
        loss = torch.nn.functional.cross_entropy(model(images), labels, label_smoothing=0.1)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return run


def decode(path, scaled=False):
    transform = torchvision.transforms.Compose([
        torchvision.transforms.Resize(256, interpolation=torchvision.transforms.InterpolationMode.BICUBIC),
        torchvision.transforms.CenterCrop(224),
        torchvision.transforms.ToTensor(),
        torchvision.transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])

    def run():
        image = Image.open(path)
        if scaled:
            image.draft("RGB", (512, 512))  # Pillow's way to the same: at least twice what the resize gives
        transform(image.convert("RGB"))
    return run


def large(path):
    return path.replace("640x480", "4000x3000")  # written by the other side


WORKLOADS = {
    "forward-vit-b16-batch1": lambda image: forward(torchvision.models.vit_b_16(), 1),
    "forward-vit-b16-batch8": lambda image: forward(torchvision.models.vit_b_16(), 8),
    "forward-swin-t-batch1": lambda image: forward(torchvision.models.swin_t(), 1),
    "forward-swin-t-batch8": lambda image: forward(torchvision.models.swin_t(), 8),
    "forward-swinv2-t-batch1": lambda image: forward(torchvision.models.swin_v2_t(), 1, 256),
    "train-vit-s16-batch8": lambda image: vit_training_step(
        8, 3, 1000, image_size=224, patch_size=16, num_layers=12, num_heads=6, hidden_dim=384, mlp_dim=1536),
    "train-vit-32px-batch64": lambda image: vit_training_step(
        64, 3, 10, image_size=32, patch_size=4, num_layers=6, num_heads=3, hidden_dim=192, mlp_dim=768),
    "train-quickstart-batch128": lambda image: vit_training_step(
        128, 1, 10, image_size=28, patch_size=7, num_layers=4, num_heads=3, hidden_dim=96, mlp_dim=384),
    "train-swin-t-batch8": lambda image: training_step(torchvision.models.swin_t(), 8, 3, 1000, 224),
    "whole-run-folder": lambda image: wholerun.folder(image.replace(".jpg", "-256")),  # written by the other side
    "whole-run-quickstart": lambda image: wholerun.quickstart("/usr/share/datasets/fashion-mnist"),
    "decode-resize-640x480": decode,
    "decode-resize-4000x3000": lambda image: decode(large(image)),
    "decode-scaled-4000x3000": lambda image: decode(large(image), scaled=True),
}


def main():
    name, threads, image = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    run = WORKLOADS[name](image)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "bye":
            return
        seconds = []
        for _ in range(int(line.split()[1])):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
        print(" ".join(f"{s:.6f}" for s in seconds), flush=True)


main()
