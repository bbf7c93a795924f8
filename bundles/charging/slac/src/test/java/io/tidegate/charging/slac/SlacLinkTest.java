package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeException;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.MmeReader;
import io.tidegate.codec.slac.MmeWriter;
import io.tidegate.sim.slac.SimulatedModem;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlacLinkTest {
  private static final MacAddress SELF = MacAddress.parse("02:00:00:00:00:a1");
  private static final SlacSettings SETTINGS =
      SlacSettings.read("slac~E01", Map.of("evse", "E01", "interface", "eth9")).orElseThrow();

  private final Wire wire = new Wire();
  private final SimulatedModem modem =
      new SimulatedModem(MacAddress.parse("02:b0:52:00:00:01"), SimulatedModem.Maker.QUALCOMM);
  private final List<PlcLink.State> seen = new ArrayList<>();
  private boolean missing;
  private int opened;
  private int woken;
  private long now = 10;
  private final SlacLink link =
      new SlacLink(SETTINGS, this::open, () -> woken++, new SecureRandom());

  private RawLink open(String device) throws IOException {
    if (missing) {
      throw new IOException("There is no network interface " + device);
    }
    opened++;
    wire.closed = false;
    return wire;
  }

  /** The modem sits right behind the interface. */
  private final class Wire implements RawLink {
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private boolean closed;
    private boolean broken;

    @Override
    public MacAddress address() {
      return SELF;
    }

    @Override
    public void send(byte[] frame) throws IOException {
      if (broken) {
        throw new IOException("Nothing can be sent on eth9 (errno 100)");
      }
      try {
        MmeFrame read = MmeReader.read(frame);
        if (modem.takes(read)) {
          modem.fromHost(read).forEach(f -> arrived.add(MmeWriter.write(f)));
        }
      } catch (MmeException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public int receive(byte[] buffer) {
      byte[] next = arrived.poll();
      if (next == null) {
        return 0;
      }
      System.arraycopy(next, 0, buffer, 0, next.length);
      return next.length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private long turn(long ms) {
    now += Rules.ms(ms);
    return link.turn(now, true);
  }

  @Test
  void saysBeforeItHasItsInterfaceThatItIsDown() {
    assertThat(link.report().state()).isEqualTo(PlcLink.State.DOWN);
    assertThat(link.evse()).hasToString("E01");
  }

  @Test
  void setsItsFirstKeyWithoutBeingAsked() {
    turn(0);
    turn(1);
    assertThat(modem.keysSet()).isOne();
    assertThat(link.report().state()).isEqualTo(PlcLink.State.UNMATCHED);
  }

  @Test
  void carriesOutTheNewestCommandAndTellsItsWatchers() throws Exception {
    AutoCloseable watch = link.watch(() -> seen.add(link.report().state()));
    link.watch(
        () -> {
          throw new IllegalStateException("a bad watcher");
        });
    turn(0);
    turn(1);
    link.terminate();
    link.match();
    link.pause();
    assertThat(woken).isEqualTo(3);
    turn(1);
    assertThat(link.report().state()).isEqualTo(PlcLink.State.MATCHING);
    assertThat(seen)
        .containsSubsequence(PlcLink.State.DOWN, PlcLink.State.UNMATCHED, PlcLink.State.MATCHING);
    watch.close();
    int before = seen.size();
    link.terminate();
    turn(1);
    assertThat(link.report().state()).isEqualTo(PlcLink.State.UNMATCHED);
    assertThat(seen).hasSize(before);
  }

  @Test
  void triesAgainEveryFiveSecondsWhileThereIsNoInterface() {
    missing = true;
    turn(0);
    assertThat(link.report().detail()).isEqualTo("There is no network interface eth9");
    link.match();
    turn(1);
    missing = false;
    turn(4_000);
    assertThat(opened).isZero();
    turn(1_000);
    turn(1);
    assertThat(opened).isOne();
    assertThat(link.report().state()).as("not forgotten").isEqualTo(PlcLink.State.MATCHING);
  }

  @Test
  void closesAnInterfaceThatFailsAndOpensItAgain() {
    turn(0);
    turn(1);
    wire.broken = true;
    link.match();
    turn(1);
    assertThat(wire.closed).isTrue();
    assertThat(link.report().state()).isEqualTo(PlcLink.State.DOWN);
    assertThat(link.report().detail()).contains("errno 100");
    wire.broken = false;
    turn(5_000);
    turn(1);
    assertThat(link.report().state()).isEqualTo(PlcLink.State.MATCHING);
  }

  @Test
  void passesOverWhatIsNoMessage() {
    turn(0);
    turn(1);
    link.match();
    turn(1);
    wire.arrived.add(new byte[3]);
    wire.arrived.add(new byte[1_600]);
    byte[] wrong =
        MmeWriter.write(
            new MmeFrame(SELF, MacAddress.parse("02:00:00:00:00:e1"), new Mme.SlacParmReq(1)));
    wrong[20] = 1;
    wire.arrived.add(wrong);
    turn(1);
    assertThat(link.report().detail()).isEqualTo("No vehicle has asked for a match yet");
  }

  @Test
  void givesOthersATurnHoweverManyFramesCome() {
    turn(0);
    for (int i = 0; i < 1_000; i++) {
      wire.arrived.add(new byte[60]);
    }
    turn(1);
    assertThat(wire.arrived).hasSizeGreaterThan(900);
  }
}
