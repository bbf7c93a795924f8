package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Home;
import io.tidegate.sim.meter.SimulatedMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The simulated meter, on which other tests rest, read by a Modbus master of another maker. */
class SimulatedMeterIT {
  @Test
  void isReadByMbpollAsItIsDocumented() throws Exception {
    int port = Home.freePorts(1)[0];
    try (SimulatedMeter meter = new SimulatedMeter(port)) {
      meter.power(-12_340);
      meter.mains(228.5, 49.97);
      meter.temperature(61.5);
      assertThat(poll(port, "5"))
          .contains("[1]: \t64302 (-1234)")
          .contains("[3]: \t2285")
          .contains("[4]: \t4997")
          .contains("[5]: \t615");
      assertThat(poll(port, "6")).contains("Illegal data address");
    }
  }

  private static String poll(int port, String count) throws Exception {
    try (Peer mbpoll =
        Peer.program(
            "mbpoll",
            "-m",
            "tcp",
            "-a",
            "1",
            "-r",
            "1",
            "-c",
            count,
            "-t",
            "4",
            "-1",
            "-p",
            "" + port,
            "127.0.0.1")) {
      mbpoll.awaitEnd(Duration.ofSeconds(15));
      // its last lines may still be on their way
      mbpoll.await(
          "an answer", 0, Duration.ofSeconds(5), l -> l.startsWith("[") || l.contains("failed"));
      return String.join("\n", mbpoll.lines());
    }
  }
}
