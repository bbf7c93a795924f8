package io.tidegate.core.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What chronyd, ptp4l and the kernel say, and what it means (S2.4). */
class SourcesTest {
  private final AtomicLong now = new AtomicLong();
  private final List<List<String>> commands = new ArrayList<>();
  private String answer = "";

  private final PtpSource ptp =
      new PtpSource(
          command -> {
            commands.add(command);
            return answer;
          },
          "pmc",
          "/run/ptp4l",
          "",
          now::get);

  private Reading ptp(String recorded) throws Exception {
    answer = Recorded.output(recorded);
    return ptp.read();
  }

  @Test
  void chronydThatFollowsAServerIsSynchronisedWithinItsDispersion() throws Exception {
    Reading reading = ChronySource.parse(Recorded.output("chrony-4.3-following"));
    assertThat(reading.synchronised()).isTrue();
    assertThat(reading.offsetMs()).isCloseTo(0.002391, within(1e-9));
    assertThat(reading.detail()).contains("127.0.0.1").contains("stratum 4");
  }

  @Test
  void chronydWithoutAServerIsNot() throws Exception {
    assertThat(ChronySource.parse(Recorded.output("chrony-4.3-unsynchronised")).synchronised())
        .isFalse();
    assertThat(ChronySource.parse(Recorded.output("chrony-4.3-local")).synchronised()).isFalse();
  }

  @Test
  void chronycIsAskedAtTheAddressGiven() throws Exception {
    ChronySource source =
        new ChronySource(
            command -> {
              commands.add(command);
              return Recorded.output("chrony-4.3-following");
            },
            "/usr/bin/chronyc",
            "/run/chronyd.sock");
    source.read();
    assertThat(commands)
        .containsExactly(List.of("/usr/bin/chronyc", "-h", "/run/chronyd.sock", "-c", "tracking"));
  }

  @Test
  void ptp4lBeforeTheLockIsNotSynchronisedAlthoughItsOffsetIsZero() throws Exception {
    Reading reading = ptp("ptp4l-3.1.1-before-lock");
    assertThat(reading.synchronised()).isFalse();
    assertThat(reading.offsetMs()).isNaN();
    assertThat(commands)
        .containsExactly(List.of("pmc", "-u", "-b", "0", "-s", "/run/ptp4l", "GET TIME_STATUS_NP"));
  }

  @Test
  void ptp4lCountsOnceItsOffsetIsSeenToBeNew() throws Exception {
    assertThat(ptp("ptp4l-3.1.1-following-1").synchronised()).isFalse();
    Reading reading = ptp("ptp4l-3.1.1-following-2");
    assertThat(reading.synchronised()).isTrue();
    assertThat(reading.offsetMs()).isCloseTo(0.0007, within(1e-12));
    assertThat(reading.detail()).contains("2a184a.fffe.7117dc");
  }

  @Test
  void ptp4lWhoseOffsetGrowsOldIsNoLongerSynchronised() throws Exception {
    ptp("ptp4l-3.1.1-following-1");
    assertThat(ptp("ptp4l-3.1.1-following-2").synchronised()).isTrue();
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(ptp("ptp4l-3.1.1-following-2").synchronised()).isTrue();
    now.addAndGet(1);
    assertThat(ptp("ptp4l-3.1.1-following-2").synchronised()).isFalse();
    assertThat(ptp("ptp4l-3.1.1-following-1").synchronised()).isTrue();
  }

  @Test
  void pmcThatReachesNobodyIsNoAnswer() {
    assertThatThrownBy(() -> ptp("pmc-3.1.1-nobody-there"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is it running");
  }

  @Test
  void rubbishIsNeverTakenForATime() {
    Random random = new Random(5);
    for (String name : List.of("chrony-4.3-following", "ptp4l-3.1.1-following-2")) {
      String good = Recorded.output(name);
      for (int round = 0; round < 500; round++) {
        StringBuilder bad = new StringBuilder(good);
        for (int i = 0; i < 5; i++) {
          bad.setCharAt(random.nextInt(bad.length()), (char) (32 + random.nextInt(95)));
        }
        bad.setLength(random.nextInt(bad.length()));
        parses(() -> ChronySource.parse(bad.toString()));
        answer = bad.toString();
        parses(ptp::read);
      }
    }
  }

  private interface Parser {
    Reading read() throws Exception;
  }

  private static void parses(Parser parser) {
    try {
      Reading reading = parser.read();
      assertThat(reading.synchronised() ? reading.offsetMs() : 0).isNotNegative().isFinite();
    } catch (IOException refused) {
      assertThat(refused).hasMessageMatching(".*(understood|is it running).*");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theKernelsStateIsReadBitByBit() {
    Reading kept = KernelSource.parse(timex(0x2001, 1_500_000, 400_000, 900), 0);
    assertThat(kept.synchronised()).isTrue();
    assertThat(kept.offsetMs()).isEqualTo(1.5);
    assertThat(kept.detail()).contains("at most 400.0 ms");
    assertThat(KernelSource.parse(timex(0x0001, -700, 1000, 900), 0).offsetMs()).isEqualTo(0.9);
    assertThat(KernelSource.parse(timex(0x0041, 0, 0, 0), 5).synchronised()).isFalse();
    assertThat(KernelSource.parse(timex(0x0001, 0, 0, 0), 5).synchronised()).isFalse();
  }

  @Test
  void theRealKernelAnswersOrRefusesInAWayThatIsTold(@TempDir Path temporary) {
    KernelSource source = new KernelSource(temporary);
    try {
      Reading reading = source.read();
      assertThat(reading.detail()).contains("kernel");
      assertThat(reading.synchronised() ? reading.offsetMs() : 0).isNotNegative();
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining("adjtimex was refused");
    } finally {
      source.close();
    }
  }

  private static byte[] timex(int status, long offset, long maxErrorUs, long estErrorUs) {
    ByteBuffer fields =
        ByteBuffer.allocate(KernelSource.TIMEX_BYTES).order(ByteOrder.nativeOrder());
    fields.putLong(8, offset).putLong(24, maxErrorUs).putLong(32, estErrorUs).putInt(40, status);
    return fields.array();
  }

  @Test
  void aCommandThatHangsIsEndedAtItsDeadline() {
    long begun = System.nanoTime();
    assertThatThrownBy(() -> new ProcessRunner(200).run(List.of("sleep", "30")))
        .hasMessageContaining("did not answer within 200 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aCommandsOutputIsBounded() throws Exception {
    String output = new ProcessRunner(5000).run(List.of("sh", "-c", "head -c 30000 /dev/zero"));
    assertThat(output).hasSize(ProcessRunner.MOST_OUTPUT);
    assertThatThrownBy(() -> new ProcessRunner(500).run(List.of("cat", "/dev/zero")))
        .hasMessageContaining("did not answer");
  }

  @Test
  void aCommandThatFailsOrIsMissingIsNoAnswer() {
    ProcessRunner runner = new ProcessRunner(2000);
    assertThatThrownBy(() -> runner.run(List.of("sh", "-c", "echo 506 no daemon >&2; exit 1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 1: 506 no daemon");
    assertThatThrownBy(() -> runner.run(List.of("/no/such/chronyc")))
        .isInstanceOf(IOException.class);
  }
}
