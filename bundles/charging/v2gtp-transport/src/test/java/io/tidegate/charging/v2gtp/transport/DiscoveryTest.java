package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.v2gtp.Sdp;
import io.tidegate.codec.v2gtp.Sdp.Security;
import io.tidegate.codec.v2gtp.V2gtp;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SECC discovery on the loopback interface, and what its health check says. */
class DiscoveryTest {
  @TempDir Path home;

  @Test
  void tellsAVehicleWhereToConnect() throws Exception {
    try (Rig rig = new Rig(home);
        DatagramSocket vehicle = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      int port = rig.port();
      Sdp.Response response =
          ask(vehicle, rig, new Sdp.Request(Security.NONE).frame()).orElseThrow();
      assertThat(InetAddress.getByAddress(response.address()))
          .isEqualTo(InetAddress.getByName("::1"));
      assertThat(response.port()).isEqualTo(port);
      assertThat(response.security()).isEqualTo(Security.NONE);
      assertThat(rig.door().sdpPort()).isEqualTo(rig.sdpPort);
    }
  }

  @Test
  void survivesWhateverDatagramComes() throws Exception {
    try (Rig rig = new Rig(home);
        DatagramSocket vehicle = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      rig.port();
      for (String hex :
          new String[] {
            "",
            "00",
            "01fe9000000000",
            "01fe90000000000210",
            "02fd9000000000021000",
            "01fe900000000000",
            "01fe9000ffffffff1000",
            "01fe9001000000021000",
            "01fe9000000000021100",
            "01fe9000000000021010",
            "01fe90020000003e" + "00".repeat(62),
            "ff".repeat(1200)
          }) {
        send(vehicle, rig, HexFormat.of().parseHex(hex));
      }
      assertThat(ask(vehicle, rig, new Sdp.Request(Security.TLS).frame())).isPresent();
    }
  }

  @Test
  void answersNoMoreThanSoManyASecond() throws Exception {
    try (Rig rig = new Rig(home, "sdp.per.second=3");
        DatagramSocket vehicle = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      rig.port();
      for (int i = 0; i < 50; i++) {
        send(vehicle, rig, new Sdp.Request(Security.TLS).frame());
      }
      vehicle.setSoTimeout(300);
      int answers = 0;
      try {
        while (true) {
          vehicle.receive(new DatagramPacket(new byte[100], 100));
          answers++;
        }
      } catch (SocketTimeoutException e) {
        // no more
      }
      assertThat(answers).isBetween(1, 49);
    }
  }

  @Test
  void staysSilentWhileTheEvseIsNotThere() throws Exception {
    try (Rig rig = new Rig(home);
        DatagramSocket vehicle = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      rig.port();
      rig.transport.unbind(rig.unit);
      vehicle.setSoTimeout(200);
      send(vehicle, rig, new Sdp.Request(Security.TLS).frame());
      assertThat(receive(vehicle)).isEmpty();
      rig.transport.bind(rig.unit);
      assertThat(ask(vehicle, rig, new Sdp.Request(Security.TLS).frame())).isPresent();
    }
  }

  @Test
  void isRedWhileThePortIsInUseAndOpensItWhenItIsFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("::1"));
        Rig rig = new Rig(home, "doors=E01@lo:" + Rig.freeUdpPort() + "/" + taken.getLocalPort())) {
      Rig.await(() -> rig.door().fault().contains("in use"));
      Result red = health(rig);
      assertThat(red.getStatus()).isEqualTo(Result.Status.CRITICAL);
      assertThat(red.iterator().next().getMessage())
          .contains("field doors", "E01", "TCP port " + taken.getLocalPort() + " is in use");
      taken.close();
      Rig.await(() -> health(rig).getStatus() == Result.Status.OK);
    }
  }

  @Test
  void isRedWhenTheInterfaceIsNotThere() throws Exception {
    try (Rig rig = new Rig(home, "doors=E01@nosuch0")) {
      Rig.await(() -> rig.door().fault().contains("no interface nosuch0"));
      assertThat(health(rig).getStatus()).isEqualTo(Result.Status.CRITICAL);
    }
  }

  @Test
  void isAmberWhileAnEvseIsMissingOrTheLabSwitchIsOn() throws Exception {
    try (Rig rig = new Rig(home, "lab.plain=true")) {
      rig.port();
      Rig.await(() -> health(rig).getStatus() == Result.Status.WARN);
      assertThat(health(rig).iterator().next().getMessage()).contains("lab.plain is on");
      rig.transport.unbind(rig.unit);
      assertThat(health(rig).iterator().next().getMessage()).contains("E01 is not there");
    }
  }

  private static Result health(Rig rig) {
    return Health.of(
        new Health.State(
            rig.config.get(),
            rig.transport.secrets().problem(),
            rig.transport.secrets().warning(),
            rig.transport.doors(),
            rig.transport.missing(),
            rig.transport.lines().size()));
  }

  private static void send(DatagramSocket vehicle, Rig rig, byte[] bytes) throws Exception {
    vehicle.send(
        new DatagramPacket(bytes, bytes.length, InetAddress.getByName("::1"), rig.sdpPort));
  }

  /** Repeats the question as vehicles do. */
  private static Optional<Sdp.Response> ask(DatagramSocket vehicle, Rig rig, byte[] question)
      throws Exception {
    vehicle.setSoTimeout(250);
    for (int i = 0; i < 50; i++) {
      send(vehicle, rig, question);
      Optional<Sdp.Response> answer = receive(vehicle);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private static Optional<Sdp.Response> receive(DatagramSocket vehicle) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    try {
      vehicle.receive(packet);
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    return Optional.of(Sdp.response(V2gtp.datagram(bytes, 20)));
  }
}
