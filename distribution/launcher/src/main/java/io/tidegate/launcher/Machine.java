package io.tidegate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine since its power came: a process that ended while the machine ran on has ended by
 * itself, one that ended with the machine has not.
 *
 * @param id of the kernel's start; empty where it cannot be read, as in a service that sees of
 *     {@code /proc} its own processes only
 * @param bootedMs when that was by the clock, ms since 1970; moves with the clock when that is set
 */
record Machine(String id, long bootedMs) {
  private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** More than the clock is slewed in a start, and less than a machine takes to start. */
  private static final long TOLERANCE_MS = 3_000;

  static Machine now() {
    long booted = System.currentTimeMillis() - System.nanoTime() / 1_000_000;
    try {
      return new Machine(Files.readString(ID).strip(), booted);
    } catch (IOException e) {
      return new Machine("", booted);
    }
  }

  /** Whether its power stayed on between the two. */
  boolean sameAs(Machine other) {
    if (id.isEmpty() || other.id.isEmpty()) {
      return Math.abs(bootedMs - other.bootedMs) <= TOLERANCE_MS;
    }
    return id.equals(other.id);
  }
}
