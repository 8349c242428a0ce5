"""Packs rendered PNG files into a Windows .ico and a macOS .icns. Called by render.sh.

Usage: pack.py DIR ICO ICNS, where DIR holds ico-<size>.png and icns-<size>.png.
"""

import struct
import sys
from pathlib import Path

ICO_SIZES = (16, 24, 32, 48, 64, 256)

# The icns types that hold PNG data, with the side in pixels that each stands for.
ICNS_TYPES = (
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
)


def ico(images: dict[int, bytes]) -> bytes:
    """An icon directory: six bytes, sixteen per image, then the images as PNG."""
    offset = 6 + 16 * len(images)
    entries, bodies = [], []
    for size, data in images.items():
        side = size % 256  # 256 is written as 0
        entries.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset))
        bodies.append(data)
        offset += len(data)
    return struct.pack("<HHH", 0, 1, len(images)) + b"".join(entries) + b"".join(bodies)


def icns(images: dict[int, bytes]) -> bytes:
    """Chunks of a four-letter type and a big-endian length that counts its own eight bytes."""
    chunks = b"".join(
        kind + struct.pack(">I", 8 + len(images[size])) + images[size] for kind, size in ICNS_TYPES
    )
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def main() -> None:
    folder, ico_path, icns_path = (Path(argument) for argument in sys.argv[1:4])
    ico_images = {size: (folder / f"ico-{size}.png").read_bytes() for size in ICO_SIZES}
    sides = {size for _, size in ICNS_TYPES}
    icns_images = {size: (folder / f"icns-{size}.png").read_bytes() for size in sides}
    ico_path.write_bytes(ico(ico_images))
    icns_path.write_bytes(icns(icns_images))


if __name__ == "__main__":
    main()
