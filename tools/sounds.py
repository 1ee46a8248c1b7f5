"""Make the little sounds of the till: `python -m tools.sounds` writes `resources/sounds/*.wav`.

They are sums of a few sine waves with soft edges, so they are ours and small.
"""

import math
import struct
import wave
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "sounds"
RATE = 22_050
_EDGE = 0.006
_FULL = 32_000


@dataclass(frozen=True, slots=True)
class Note:
    """A tone: pitch in hertz, length and following rest in seconds, loudness from 0 to 1."""

    pitch: float
    length: float
    rest: float = 0.0
    loudness: float = 0.5


SOUNDS: dict[str, tuple[Note, ...]] = {
    "tick": (Note(1760, 0.06, loudness=0.35),),
    "removed": (Note(392, 0.07, loudness=0.4),),
    "unknown": (Note(220, 0.12, 0.05, 0.6), Note(196, 0.16, loudness=0.6)),
    "paid": (Note(880, 0.11, 0.02), Note(1318.5, 0.22)),
    "attention": (
        Note(659.3, 0.1, 0.04, 0.4),
        Note(784, 0.1, 0.04, 0.4),
        Note(659.3, 0.16, 0, 0.4),
    ),
}


def main() -> None:
    """Write all sounds."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, notes in SOUNDS.items():
        samples = [sample for note in notes for sample in _samples(note)]
        with wave.open(str(TARGET / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
        print(f"{name}: {len(samples) / RATE:.2f} s")


def _samples(note: Note) -> list[int]:
    """A tone with one overtone, fading out, then silence."""
    count = int(note.length * RATE)
    tone = [
        round(_FULL * note.loudness * _envelope(at / RATE, note.length) * _wave(note.pitch, at))
        for at in range(count)
    ]
    return tone + [0] * int(note.rest * RATE)


def _wave(pitch: float, at: int) -> float:
    angle = 2 * math.pi * pitch * at / RATE
    return 0.8 * math.sin(angle) + 0.2 * math.sin(2 * angle)


def _envelope(seconds: float, length: float) -> float:
    attack = min(1.0, seconds / _EDGE)
    return attack * math.pow(1 - seconds / length, 1.5)


if __name__ == "__main__":
    main()
