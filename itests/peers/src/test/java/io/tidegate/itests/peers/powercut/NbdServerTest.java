package io.tidegate.itests.peers.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the power cuts and its protocol. */
class NbdServerTest {
  private static final int SIZE = 1 << 20;
  private static final int PAGE = 4096;
  private static final int EINVAL = 22;

  @TempDir Path folder;
  private Path image;
  private VolatileDisk disk;
  private Twins twins;
  private NbdServer server;
  private NbdClient client;

  @BeforeEach
  void open() throws IOException {
    image = VolatileDisk.blank(folder.resolve("disk.img"), SIZE);
    disk = VolatileDisk.open(image);
    twins = new Twins(disk);
    server = NbdServer.serve(twins);
    client = new NbdClient(server.port());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
    disk.close();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private byte[] durable(int offset, int length) throws IOException {
    return Arrays.copyOfRange(Files.readAllBytes(image), offset, offset + length);
  }

  @Test
  void namesItsSizeAndThatItFlushes() throws IOException {
    NbdClient.Export export = client.go();
    assertThat(export.size()).isEqualTo(SIZE);
    assertThat(export.flags()).isEqualTo(0b1101);
  }

  @Test
  void readsWhatWasWrittenAndKeepsItFromTheFileUntilAFlush() throws IOException {
    client.go();
    client.write(PAGE, filled(PAGE, 7), false);
    client.write(PAGE + 512, filled(512, 8), false);
    byte[] expected = filled(PAGE, 7);
    Arrays.fill(expected, 512, 1024, (byte) 8);
    assertThat(client.read(PAGE, PAGE)).isEqualTo(expected);
    assertThat(client.read(PAGE - 512, 1024)).startsWith(filled(512, 0)).endsWith(filled(512, 7));
    assertThat(durable(PAGE, PAGE)).containsOnly(0);
    client.flush();
    assertThat(durable(PAGE, PAGE)).isEqualTo(expected);
    assertThat(disk.unflushed()).isZero();
  }

  @Test
  void writesThroughOnlyWhatIsAskedFor() throws IOException {
    client.go();
    client.write(0, filled(PAGE, 1), false);
    client.write(512, filled(512, 2), true);
    assertThat(durable(0, 1024)).startsWith(filled(512, 0)).endsWith(filled(512, 2));
    assertThat(disk.unflushed()).isEqualTo(7);
  }

  @Test
  void losesWhatWasNotFlushedWhenThePowerIsCut() throws Exception {
    client.go();
    client.write(0, filled(PAGE, 1), false);
    client.flush();
    client.write(0, filled(PAGE, 2), false);
    server.powerOff();
    assertThat(disk.cutPower(VolatileDisk.Loss.ALL, new Random(1))).isEqualTo(8);
    assertThat(durable(0, PAGE)).containsOnly(1);
    assertThat(disk.read(0, PAGE)).containsOnly(1);
  }

  @Test
  void answersNothingAndTakesNothingOnceThePowerIsOff() throws Exception {
    client.go();
    server.powerOff();
    client.send(0, 1, 0, 512, filled(512, 9));
    client.send(0, 3, 0, 0, new byte[0]);
    assertThat(client.silent(300)).isTrue();
    server.close();
    assertThat(disk.unflushed()).isZero();
    assertThat(durable(0, 512)).containsOnly(0);
  }

  @Test
  void losesPowerInTheMiddleOfAClientsWrites() throws Exception {
    client.go();
    Thread cut = new Thread(this::cutAtTheThirdWrite);
    cut.start();
    while (cut.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    client.write(0, filled(512, 1), false);
    client.write(512, filled(512, 2), false);
    client.send(0, 1, 1024, 512, filled(512, 3));
    cut.join();
    client.send(0, 3, 0, 0, new byte[0]);
    assertThat(client.silent(300)).isTrue();
    assertThat(disk.unflushed()).isEqualTo(3);
    assertThat(durable(0, PAGE)).containsOnly(0);
  }

  private void cutAtTheThirdWrite() {
    try {
      server.powerOffAfter(3, 60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tearsAndReordersWhatWasNotFlushedAsTheSeedSays() throws IOException {
    Set<Integer> first = new HashSet<>();
    Set<Integer> last = new HashSet<>();
    boolean torn = false;
    for (int seed = 0; seed < 50; seed++) {
      disk.write(0, filled(PAGE, 0), true);
      disk.write(PAGE, filled(PAGE, 0), true);
      disk.write(0, filled(PAGE, 1), false);
      disk.write(0, filled(PAGE, 2), false);
      disk.write(PAGE, filled(512, 3), false);
      disk.cutPower(VolatileDisk.Loss.SOME, new Random(seed));
      byte[] left = durable(0, PAGE + 512);
      first.add((int) left[0]);
      last.add((int) left[PAGE]);
      torn |= left[0] != left[512];
      assertThat(disk.unflushed()).isZero();
    }
    assertThat(first).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(last).containsExactlyInAnyOrder(0, 3);
    assertThat(torn).isTrue();
  }

  @Test
  void hasATwinThatAcknowledgesFlushesAndLosesTheData() throws IOException {
    client.go();
    client.write(0, filled(PAGE, 1), false);
    client.flush();
    Path other = folder.resolve("liar.img");
    try (VolatileDisk liar = twins.lieBeside(other)) {
      client.write(0, filled(PAGE, 2), false);
      client.flush();
      client.write(PAGE, filled(PAGE, 3), true);
      assertThat(durable(0, PAGE)).containsOnly(2);
      assertThat(liar.read(0, PAGE)).containsOnly(2);
      assertThat(liar.cutPower(VolatileDisk.Loss.ALL, new Random(1))).isEqualTo(16);
      assertThat(liar.read(0, PAGE)).containsOnly(1);
      assertThat(liar.read(PAGE, PAGE)).containsOnly(0);
      assertThat(liar.size()).isEqualTo(SIZE);
    }
  }

  @Test
  void refusesWhatLiesOutsideTheDiskOrItsSectorsAndServesOn() throws IOException {
    client.go();
    client.send(0, 0, SIZE - 512, 1024, new byte[0]);
    assertThat(client.error()).isEqualTo(EINVAL);
    client.send(0, 0, -512, 512, new byte[0]);
    assertThat(client.error()).isEqualTo(EINVAL);
    client.send(0, 1, 100, 512, filled(512, 1));
    assertThat(client.error()).isEqualTo(EINVAL);
    client.send(0, 6, 0, 512, new byte[0]);
    assertThat(client.error()).isEqualTo(EINVAL);
    assertThat(client.read(SIZE - 512, 512)).containsOnly(0);
  }

  @Test
  void servesTheNextClientWithWhatTheLastOneLeft() throws IOException {
    client.go();
    client.write(0, filled(PAGE, 5), false);
    client.leave();
    client = new NbdClient(server.port());
    client.go();
    assertThat(client.read(0, PAGE)).containsOnly(5);
    assertThat(server.trouble()).isEmpty();
  }
}
