package io.tidegate.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Start time and idle memory of the real distribution. */
public final class Footprint {
  private Footprint() {}

  /** {@code tidegate-command starts} */
  public static void main(String[] arguments) throws Exception {
    int starts = Integer.parseInt(arguments[1]);
    for (int i = 0; i < starts; i++) {
      try (BenchGateway gateway = new BenchGateway(arguments[0], 12, List.of())) {
        TimeUnit.SECONDS.sleep(10);
        System.out.printf(
            Locale.ROOT,
            "start %d: ready after %.2f s, %.0f MiB resident 10 s later (aims: 2.5 s, 150 MiB)%n",
            i + 1,
            gateway.readySeconds,
            gateway.residentMib());
      }
    }
    // JDK 17 cannot close an HTTP client, and its threads wait a minute for more to do
    System.exit(0);
  }
}
