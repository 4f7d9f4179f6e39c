"""Runs Martlet and its peers side by side and prints one table, in Markdown."""

import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

HERE = pathlib.Path(__file__).parent
ROUNDS = 7
# The starts of variables by which libraries are told to compute otherwise than they would by
# themselves on this processor: no contender gets them.
TUNING = ("OPENBLAS_", "BLIS_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_", "KMP_", "GOMP_", "XLA_", "JAX_")
BUDGET = 1.0

STARTUP = {
    "PyTorch": [sys.executable, "-c", "import torch; print(torch.ones(3))"],
    "JAX": [sys.executable, "-c", "import jax.numpy as n; print(n.ones(3))"],
}
STEP = {
    "PyTorch, eager": ["torch_eager.py"],
    "PyTorch, `torch.compile` of the model": ["torch_eager.py", "compile"],
    "PyTorch, `torch.compile` of the whole step": ["torch_step.py"],
    "JAX, `jax.jit` with donated buffers": ["jax_step.py"],
}


def output(command):
    """What a command prints; its error ends the run."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def seconds(command):
    """How long a command takes."""
    start = time.perf_counter()
    output(command)
    return time.perf_counter() - start


class Peer:
    """A process that waits for a line and answers with the seconds of a step."""

    def __init__(self, arguments):
        command = [sys.executable, str(HERE / "peers" / arguments[0]), *arguments[1:]]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def measure(self):
        """The seconds of a step; the first call also waits for the process to be ready."""
        self.process.stdin.write(f"{BUDGET}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{' '.join(self.process.args)} failed")
        return float(answer)

    def stop(self):
        """Lets the process end."""
        self.process.stdin.close()
        self.process.wait()


def first_tensor(martlet):
    """The seconds of each contender from its start to its end, in every round."""
    commands = dict(STARTUP)
    if martlet:
        program = str(HERE / "first_tensor.mlt")
        commands = {"Martlet": [martlet, "run", "--threads", "2", program]} | commands
    for command in commands.values():
        output(command)
    times = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(seconds(command))
    return times


def training_step(martlet):
    """The seconds of a step of each contender, in every round."""
    peers = {}
    for name, arguments in STEP.items():
        # One at a time, so that no compiler runs while another contender warms up.
        peers[name] = Peer(arguments)
        peers[name].measure()
    times = {name: [] for name in (["Martlet"] if martlet else []) + list(peers)}
    for _ in range(ROUNDS):
        if martlet:
            command = [martlet, "run", "--threads", "2", str(HERE / "mlp_step.mlt")]
            # The first lines are its warming up.
            lines = [float(line) for line in output(command).split()][10:]
            times["Martlet"].append(statistics.median(lines) / 1e6)
        for name, peer in peers.items():
            times[name].append(peer.measure())
    for peer in peers.values():
        peer.stop()
    return times


def hessian(martlet, ours, peer):
    """The microseconds of a gradient and of two forms of the Hessian times a vector, by contender."""
    commands = {"JAX": [sys.executable, str(HERE / "peers" / peer)]}
    if martlet:
        program = str(HERE / ours)
        commands = {"Martlet": [martlet, "run", "--threads", "2", program]} | commands
    medians = {}
    for name, command in commands.items():
        # The first lines are its warming up.
        rounds = [list(map(float, line.split())) for line in output(command).splitlines()[10:]]
        medians[name] = [statistics.median(column) for column in zip(*rounds)]
    return medians


def hessian_table(title, medians):
    """What a product with the Hessian costs, in multiples of a gradient by the same contender."""
    lines = [f"## The Hessian times a vector, {title}", ""]
    lines.append("| | gradient, µs | forward over reverse | reverse over reverse |")
    lines.append("|---|--:|--:|--:|")
    for name, (gradient, over, twice) in medians.items():
        lines.append(f"| {name} | {gradient:.0f} | {over / gradient:.2f} | {twice / gradient:.2f} |")
    lines += ["", "The last two columns are in gradients of the same row."]
    return "\n".join(lines) + "\n"


def table(title, times, unit, scale):
    """A table of medians, with how often Martlet fits into each."""
    medians = {name: statistics.median(values) for name, values in times.items()}
    ours = medians.get("Martlet")
    lines = [f"## {title}", "", f"| | median, {unit} | lowest to highest | against Martlet |"]
    lines.append("|---|--:|--:|--:|")
    for name, median in medians.items():
        low, high = min(times[name]) * scale, max(times[name]) * scale
        ratio = f"{median / ours:.2f}x" if ours else "–"
        lines.append(f"| {name} | {median * scale:.1f} | {low:.1f} to {high:.1f} | {ratio} |")
    return "\n".join(lines) + "\n"


def machine():
    """The processor and the versions, without names."""
    info = pathlib.Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    flags = next((line.split(":")[1].split() for line in info.splitlines() if "flags" in line), [])
    sets = [name for name in ("sse4_2", "avx2", "fma", "avx512f", "avx512_bf16") if name in flags]
    swift = output(["swift", "--version"]).split("Swift version ")[1].split()[0]
    parts = [f"{len(os.sched_getaffinity(0))} cores", platform.machine(), " ".join(sets)]
    versions = [f"{name} {version(package)}" for name, package in
                (("PyTorch", "torch"), ("JAX", "jax"))]
    return "; ".join(part for part in parts if part), f"Swift {swift}, {', '.join(versions)}"


def main():
    martlet = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] else None
    # Two cores for every contender, whatever it makes of them.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    for name in [name for name in os.environ if name.startswith(TUNING)]:
        del os.environ[name]
    os.environ["OMP_NUM_THREADS"] = "2"
    startup = first_tensor(martlet)
    steps = training_step(martlet)
    products = hessian(martlet, "hessian_step.mlt", "jax_hessian.py")
    deep = hessian(martlet, "hessian_transformer.mlt", "jax_hessian_transformer.py")
    processor, versions = machine()
    print("# Martlet beside PyTorch and JAX\n")
    print(f"Made by `make bench`. {processor}. {versions}.")
    print(f"Two threads each; {ROUNDS} rounds, in each of which every contender runs once.\n")
    print(table("From the start to the first printed tensor", startup, "ms", 1e3))
    print(table("A step of SGD, 784-256-256-10, batch 64", steps, "µs", 1e6))
    print(hessian_table("784-256-256-10 with tanh, batch 64", products))
    print(hessian_table("a transformer block, width 128, 4 heads, 8 x 64 words", deep))


if __name__ == "__main__":
    main()
