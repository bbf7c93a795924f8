package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Linux and the JDK's tools say about a server's process. */
record ProcessFigures(long pid) {

  /** CPU time of all its threads since it started, s. */
  double cpuSeconds() {
    return ProcessHandle.of(pid)
            .flatMap(p -> p.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toMillis()
        / 1000.0;
  }

  /** Resident memory, MiB; NaN when it is gone. */
  double residentMib() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
    } catch (IOException e) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
