package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.vehicles.OwnSite.Driven;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody knocks at a door who is no vehicle: the loop of the vehicle at the next EVSE goes on,
 * nothing of the stranger stays, and the next vehicle at the door is served (rows S3.6, S4.9).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersIT {
  private static final int KNOCKS = 60;
  private static final int DATAGRAMS = 20_000;
  private static final byte[] SEARCH = {1, (byte) 0xfe, (byte) 0x90, 0, 0, 0, 0, 2, 0, 0};

  /** Beginning of a ClientHello of 512 bytes of which no more comes. */
  private static final byte[] HALF_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 1, 2, 3};

  private final Random random = new Random(15118);
  private OwnSite site;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new OwnSite(folder, 2, 0).forAll().start();
  }

  @AfterAll
  void close() throws Exception {
    if (site != null) {
      site.close();
    }
  }

  private static VehicleProfile dc(String evccId) {
    return VehicleProfile.dc(evccId).with(Pace.PATIENT);
  }

  private static Battery battery() {
    return new Battery(60_000, 60, 400, 10);
  }

  @Test
  void keepsTheNeighboursLoopAndItsOwnDoorWhateverAStrangerDoes() throws Exception {
    Driven neighbour = site.plugIn(1, dc("WSTR1"), battery());
    site.await("charge", neighbour, () -> neighbour.evse().powerW() > 3_000);
    // and once through its own door, so that everything is loaded that a vehicle needs
    serve("WSTR2");
    int port = port();
    long files = count("fd");
    long threads = count("task");
    List<Socket> held = new ArrayList<>();
    try (DatagramSocket search = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      for (int i = 0; i < KNOCKS; i++) {
        held.add(knock(port, i));
        flood(search, DATAGRAMS / KNOCKS);
      }
      long looped = neighbour.log().looped();
      site.await("loops", neighbour, () -> neighbour.log().looped() > looped + 5);
      // they still hold what places they have
      serve("WSTR3");
    } finally {
      for (Socket each : held) {
        each.close();
      }
    }
    assertThat(neighbour.log().ending()).as("%s", neighbour.log()).isEmpty();
    assertThat(neighbour.evse().energised()).isTrue();
    site.await("nothing of them left", neighbour, () -> count("fd") <= files + 8);
    site.await("no thread of theirs", neighbour, () -> count("task") <= threads + 8);
    neighbour.vehicle().stop();
    assertThat(site.ending(neighbour).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(neighbour);
  }

  private void serve(String name) throws Exception {
    Driven ev =
        site.plugIn(
            0, dc(name).with(Pace.PATIENT.every(Duration.ofMillis(100)).times(4)), battery());
    assertThat(site.ending(ev).kind()).as("%s", ev.log()).isEqualTo(Ending.Kind.DONE);
    site.leave(ev);
  }

  /** Half a handshake, a frame by drops, noise, or nothing at all; the connection is kept. */
  private Socket knock(int port, int number) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("::1"), port);
    byte[] noise = new byte[1 + random.nextInt(20_000)];
    random.nextBytes(noise);
    byte[] said =
        switch (number % 4) {
          case 0 -> HALF_HELLO;
          case 1 -> new byte[] {1, (byte) 0xfe, (byte) 0x80, 1, 0, 0};
          case 2 -> noise;
          default -> new byte[0];
        };
    try {
      socket.getOutputStream().write(said);
    } catch (IOException e) {
      // it was shown the door while it spoke
      assertThat(number % 4).isEqualTo(2);
    }
    return socket;
  }

  private void flood(DatagramSocket from, int count) throws IOException {
    byte[] noise = new byte[64];
    for (int i = 0; i < count; i++) {
      random.nextBytes(noise);
      byte[] said = i % 2 == 0 ? SEARCH : noise;
      from.send(
          new DatagramPacket(
              said, said.length, InetAddress.getByName("::1"), site.bays().door(0).sdpPort()));
    }
  }

  /** Where the first door's vehicles connect. */
  private int port() throws IOException {
    try (DatagramSocket search = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      search.setSoTimeout(30_000);
      flood(search, 1);
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      search.receive(answer);
      return ByteBuffer.wrap(answer.getData()).getShort(8 + 16) & 0xffff;
    }
  }

  /** What the gateway's process has open, by the kernel's word. */
  private long count(String what) throws IOException {
    Path folder = Path.of("/proc", Long.toString(site.gateway().pid()), what);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }
}
