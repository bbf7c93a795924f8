package io.tidegate.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the machine left the demo enough of itself, since it was asked to look: how much of its
 * processors others took, and the longest that the simulation stood still. Linux says the former.
 * The script's thread.
 */
final class Machine {
  /** Of the processors; with more than that in others' hands, times say nothing of the gateway. */
  private static final double MUCH = 0.4;

  /** Steps of the simulation that take longer tell of a machine that is busy otherwise. */
  private static final double HELD_UP_S = 0.5;

  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int COUNTED = 8;

  private final Watch watch;
  private Reading since;
  private boolean exceeded;
  private Optional<String> whenExceeded = Optional.empty();

  /**
   * Processor time so far.
   *
   * @param busy of all processors together, in the kernel's ticks
   * @param all the same with what was not used
   * @param oursNanos of the demo, the gateway and the vehicles
   */
  record Reading(long busy, long all, long oursNanos, long nanos) {}

  Machine(Watch watch) {
    this.watch = watch;
    this.since = read();
  }

  /** Forgets what was. */
  void look() {
    noteExcess();
    since = read();
    watch.forgetGap();
  }

  /** What the machine did beside the demo since then; empty while it did nothing much. */
  Optional<String> trouble() {
    return trouble(others(since, read(), Runtime.getRuntime().availableProcessors()), watch.gapS());
  }

  /** The same of the time in which a cap of the grid connection was exceeded first. */
  Optional<String> whenExceeded() {
    noteExcess();
    return whenExceeded;
  }

  private void noteExcess() {
    if (!exceeded && watch.capExceeded()) {
      exceeded = true;
      whenExceeded = trouble();
    }
  }

  static Optional<String> trouble(double others, double gapS) {
    if (others > MUCH) {
      return Optional.of(
          String.format(
              Locale.ROOT, "others took %.0f %% of the processors meanwhile", others * 100));
    }
    return gapS > HELD_UP_S
        ? Optional.of(
            String.format(
                Locale.ROOT, "the simulation itself stood still for %.1f s meanwhile", gapS))
        : Optional.empty();
  }

  /** Their part of all processors, 0 to 1; 0 where it is not known. */
  static double others(Reading before, Reading now, int processors) {
    double all = now.all() - before.all();
    double seconds = (now.nanos() - before.nanos()) / 1e9;
    if (all <= 0 || seconds <= 0) {
      return 0;
    }
    double ours = (now.oursNanos() - before.oursNanos()) / 1e9 / (seconds * processors);
    return Math.max(0, (now.busy() - before.busy()) / all - Math.max(0, ours));
  }

  private static Reading read() {
    long[] ticks = ticks();
    long all = Arrays.stream(ticks).sum();
    long idle = ticks.length == 0 ? 0 : ticks[IDLE] + ticks[IO_WAIT];
    ProcessHandle self = ProcessHandle.current();
    long ours =
        Stream.concat(Stream.of(self), self.descendants())
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum();
    return new Reading(all - idle, all, ours, System.nanoTime());
  }

  /** User, nice, system, idle, waiting for disks, interrupts, stolen; none where it is not told. */
  private static long[] ticks() {
    try (Stream<String> lines = Files.lines(STAT)) {
      return lines
          .filter(line -> line.startsWith("cpu "))
          .findFirst()
          .map(
              line ->
                  Arrays.stream(line.substring(4).strip().split(" "))
                      .limit(COUNTED)
                      .mapToLong(Long::parseLong)
                      .toArray())
          .filter(ticks -> ticks.length == COUNTED)
          .orElse(new long[0]);
    } catch (IOException | NumberFormatException e) {
      return new long[0];
    }
  }
}
