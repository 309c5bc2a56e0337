"""A Consort trainer in Python: an ordinary PyTorch training loop, and at the end the 20 lines that make it a trainer.

Usage: trainer.py [fashion-cnn | digits-mlp]

A worker starts it and says over a socket what to do; docs/trainer.md is the protocol. It trains the same models, by the
same tensor names, as the built-in trainer. A GPU is used when PyTorch finds one. `./setup` installs what it needs.
"""
import functools
import gzip
import json
import os
import pathlib
import socket
import struct
import sys
import time

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


class FashionCnn(nn.Module):
    """For images of 28x28 pixels."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, padding=1)
        self.fc1 = nn.Linear(16 * 7 * 7, 64)
        self.fc2 = nn.Linear(64, 10)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        return self.fc2(functional.relu(self.fc1(x.flatten(1))))


class DigitsMlp(nn.Module):
    """For images of 8x8 pixels."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(64, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        return self.fc2(functional.relu(self.fc1(x.flatten(1))))


Model = {"fashion-cnn": FashionCnn, "digits-mlp": DigitsMlp}[(sys.argv[1:] or ["fashion-cnn"])[0]]


def read_idx(folder, name):
    """An idx file of unsigned bytes, plain or gzipped, as a tensor."""
    plain = pathlib.Path(folder, name)
    data = plain.read_bytes() if plain.exists() else gzip.open(f"{plain}.gz").read()
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    return torch.frombuffer(bytearray(data[4 + 4 * len(shape):]), dtype=torch.uint8).reshape(shape)


def read_shard(folder):
    images = read_idx(folder, "images-idx3-ubyte").unsqueeze(1).to(DEVICE)
    labels = read_idx(folder, "labels-idx1-ubyte").long().to(DEVICE)
    return images, labels


def pixels(images):
    return images.float() / 255 - 0.5


def train(model, task, progress):
    """A plain loop: stochastic gradient descent on batches drawn by PyTorch's generator, seeded below."""
    images, labels = read_shard(task["data"])
    steps, settings = task["steps"], task["settings"]
    batch_size = settings.get("batchSize", 32)
    optimizer = torch.optim.SGD(model.parameters(), lr=settings.get("learningRateMicros", 20_000) / 1e6,
                                momentum=settings.get("momentumMicros", 900_000) / 1e6)
    order, total = torch.empty(0, dtype=torch.long), 0.0
    for step in range(1, steps + 1):
        while len(order) < batch_size:
            order = torch.cat([order, torch.randperm(len(labels))])
        batch, order = order[:batch_size].to(DEVICE), order[batch_size:]
        loss = functional.cross_entropy(model(pixels(images[batch])), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        progress(step=step, steps=steps, lossMillionths=round(total / step * 1e6))
    return {"steps": steps, "samples": steps * batch_size, "lossMillionths": round(total / steps * 1e6)}


@torch.no_grad()
def evaluate(model, task, progress):
    images, labels = read_shard(task["data"])
    loss, right = 0.0, 0
    for first in range(0, len(labels), 256):
        here = slice(first, first + 256)
        logits = model(pixels(images[here]))
        loss += functional.cross_entropy(logits, labels[here], reduction="sum").item()
        right += (logits.argmax(1) == labels[here]).sum().item()
    return {"samples": len(labels), "lossMillionths": round(loss / len(labels) * 1e6),
            "accuracyMillionths": round(right / len(labels) * 1e6)}


# ---- Consort: the 20 lines beyond the loop ----
agent = socket.socket(socket.AF_UNIX)
agent.connect(os.environ["CONSORT_TRAINER_SOCKET"])
lines = agent.makefile("rw", encoding="utf-8")
say = lambda kind, **fields: print(json.dumps({"type": kind, **fields}), file=lines, flush=True)
say("hello", protocol=1, trainer="python", version=torch.__version__)
for task in map(json.loads, lines):
    if task["type"] == "cancel":
        continue  # the worker kills a task that goes on for too long
    try:
        torch.manual_seed(task.get("seed", 0))
        begun, model = time.monotonic(), Model().to(DEVICE)
        if "model" in task:
            model.load_state_dict(load_file(task["model"]))
        work = {"init": lambda *_: {}, "train": train, "evaluate": evaluate}[task["type"]]
        done = work(model, task, functools.partial(say, "progress", task=task["task"]))
        if "output" in task:
            save_file(model.state_dict(), task["output"])
        say("done", task=task["task"], busyMillis=int(1000 * (time.monotonic() - begun)), **done)
    except Exception as error:
        say("failed", task=task["task"], reason=f"{type(error).__name__}: {error}"[:500])
# ---- end of the 20 lines ----
