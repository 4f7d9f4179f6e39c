"""Measures how long `martlet check` and `martlet fmt` take for programs of growing length.

    python3 Benchmarks/frontend.py PATH/TO/martlet

The programs are what a user might write: models, functions with sizes to prove, equations, loops
and a script. Times are user time of the process, which other work on the machine disturbs least,
less that of a program of one line; each is the median of several runs. Prints a table in Markdown.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

MODEL = """\
## A layer with its own norm, number {n}.
model Layer{n}[I, O](scale: Float = {n}.5) {{
    param weight: f32[I, O] = normal(0, 0.1)
    param bias: f32[O] = zeros[O]()
    fn call[B](x: f32[B, I]) -> f32[B, O] {{
        let h = x @ weight + bias
        let m = mean(h, axis: 1, keep: true)
        relu(h - m)
    }}
}}

fn pair{n}[B, H, K](
    q: f32[B, H * K], k: f32[B, H * K], gate: f32[H, K]
) -> f32[B, H] {{
    let a = reshape[B, H, K](q)
    let b = reshape[B, H, K](k)
    let y[i, h] = sum[j](gate[h, j] * a[i, h, j] * b[i, h, j])
    y / sqrt(Float(K))
}}

fn loss{n}[B, I, C](net: Layer{n}[I, C], x: f32[B, I], y: i32<C>[B]) -> f32[] {{
    let scores = net(x)
    # The usual loss.
    mean(cross_entropy(scores, y))
}}

"""
USE = """\
let net{n} = Layer{n}[4, 3]()
let x{n} = normal[8, 4]()
let g{n} = grad net{n} {{ mean(net{n}(x{n}) ** 2) }}
print(net{n}(x{n}))

"""


def program(lines):
    """A program of about so many lines."""
    parts, count = [], 0
    while count < lines:
        text = MODEL.format(n=len(parts)) + USE.format(n=len(parts))
        parts.append(text)
        count += text.count("\n")
    declarations = [part[: part.index("let net")] for part in parts]
    uses = [part[part.index("let net"):] for part in parts]
    return "".join(declarations + uses), count


def user_time(command):
    """The milliseconds of user time of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(result.stdout[-2000:] + result.stderr[-2000:])
    return 1000 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)


def median(command, runs):
    return statistics.median(user_time(command) for _ in range(runs))


def main():
    martlet = sys.argv[1]
    stdlib = os.path.join(os.path.dirname(__file__), "..", "stdlib")
    library = [os.path.join(stdlib, name) for name in sorted(os.listdir(stdlib))
               if name.endswith(".mlt")]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.mlt")
        with open(path, "w") as file:
            file.write("let x = 1\n")
        start = median([martlet, "check", path], 9)
        print("## Checking and formatting long programs\n")
        print("User time, without that of a program of one line; medians of 3 to 9 runs.\n")
        print("| lines | check, ms | per 1,000 lines | fmt, ms | per 1,000 lines |")
        print("|--:|--:|--:|--:|--:|")
        for lines in (1_000, 2_000, 5_000, 10_000, 20_000, 50_000):
            text, count = program(lines)
            with open(path, "w") as file:
                file.write(text)
            runs = 7 if lines < 20_000 else 3
            check = median([martlet, "check", path], runs) - start
            form = median([martlet, "fmt", path], runs) - start
            row = [check, check * 1000 / count, form, form * 1000 / count]
            print(f"| {count:,} | " + " | ".join(f"{value:.1f}" for value in row) + " |", flush=True)
        whole = median([martlet, "check", *library], 5) - start
        print(f"\nAll {len(library)} files of the library, one after the other, take {whole:.1f} ms.")


main()
