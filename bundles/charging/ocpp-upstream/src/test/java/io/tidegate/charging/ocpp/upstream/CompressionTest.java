package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links to a system that compresses as Netty does (RFC 7692). */
@Timeout(60)
class CompressionTest {
  private static final String BOOT =
      "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}";
  private static final String BOOTED =
      "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":60,\"status\":\"Accepted\"}";
  private static final String LONG = "0123456789".repeat(200);

  private CsmsDouble csms;
  private Exchange exchange;

  @BeforeEach
  void open() throws Exception {
    csms = new CsmsDouble("ocpp2.0.1", true);
    exchange = Rig.exchange(new MemoryStore());
  }

  @AfterEach
  void close() throws Exception {
    exchange.close();
    csms.close();
  }

  private Upstream upstream;

  private StationDouble booted(String... fields) throws Exception {
    upstream = Rig.add(exchange, Rig.settings("cloud", csms.url(), fields));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    Rig.await("the boot", () -> csms.heard().size() == 1);
    return station;
  }

  private static String report(int number) {
    return "{\"requestId\":1,\"generatedAt\":\"2026-01-01T00:00:00Z\",\"seqNo\":"
        + number
        + ",\"customData\":{\"vendorId\":\""
        + LONG
        + "\"}}";
  }

  @Test
  void compressesLongMessagesBothWays() throws Exception {
    csms.answers(
        (action, payload) ->
            action.equals("DataTransfer")
                ? Optional.of("{\"status\":\"Accepted\",\"data\":\"" + LONG + "\"}")
                : CsmsDouble.usual(action, payload));
    StationDouble station = booted("authorize=upstream");
    assertThat(csms.compressedHeard()).as("a boot is short").isZero();
    station.says("NotifyReport", report(0), "{}");
    Rig.await("the report", () -> csms.heard().size() == 2);
    assertThat(csms.heard().get(1).payload()).isEqualTo(report(0));
    assertThat(csms.compressedHeard()).isEqualTo(1);
    assertThat(station.says("DataTransfer", "{\"vendorId\":\"x\"}", "{\"status\":\"Rejected\"}"))
        .hasValueSatisfying(answer -> assertThat(answer).contains(LONG));
    assertThat(csms.compressedSaid()).isPositive();
  }

  @Test
  void doesNotOfferItWhereItIsSwitchedOff() throws Exception {
    StationDouble station = booted("compression=false");
    station.says("NotifyReport", report(0), "{}");
    Rig.await("the report", () -> csms.heard().size() == 2);
    assertThat(csms.heard().get(1).payload()).isEqualTo(report(0));
    assertThat(csms.compressedHeard() + csms.compressedSaid()).isZero();
  }

  @Test
  void speaksPlainlyToASystemThatDoesNotCompress() throws Exception {
    csms.close();
    csms = new CsmsDouble("ocpp2.0.1");
    StationDouble station = booted();
    station.says("NotifyReport", report(0), "{}");
    Rig.await("the report", () -> csms.heard().size() == 2);
    assertThat(csms.compressedHeard()).isZero();
  }

  @Test
  void leavesASystemThatSendsABombAndComesBack() throws Exception {
    StationDouble station = booted("backoff.min.ms=1000", "backoff.max.ms=1000");
    csms.sayPacked("CS01", zeros(64 << 20));
    leaves("it sent a compressed message that is too long");
    station.says("NotifyReport", report(0), "{}");
    Rig.await("the report", () -> csms.heard().size() == 2);
  }

  @Test
  void leavesASystemWhoseMessagesCannotBeRead() throws Exception {
    booted("backoff.min.ms=30000", "backoff.max.ms=30000");
    csms.sayPacked("CS01", new byte[] {(byte) 0xFF, 1});
    leaves("it sent a compressed message that cannot be read");
  }

  @Test
  void leavesASystemThatCompressesWithoutBeingAsked() throws Exception {
    csms.close();
    csms = new CsmsDouble("ocpp2.0.1");
    booted("backoff.min.ms=30000", "backoff.max.ms=30000");
    csms.sayPacked("CS01", new byte[] {0});
    leaves("it sent a frame with reserved bits");
  }

  private void leaves(String why) throws Exception {
    Rig.await(why, () -> upstream.links().stream().anyMatch(l -> l.problem().equals(why)));
  }

  private static byte[] zeros(int count) {
    Deflater deflater = new Deflater(9, true);
    try {
      deflater.setInput(new byte[count]);
      byte[] out = new byte[count / 500 + 1_000];
      return Arrays.copyOf(out, deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4);
    } finally {
      deflater.end();
    }
  }
}
