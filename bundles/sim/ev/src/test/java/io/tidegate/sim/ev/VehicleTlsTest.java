package io.tidegate.sim.ev;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import io.tidegate.sim.ev.Credentials.Contract;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How a vehicle finds its station, proves who it is, and judges who the station is. */
class VehicleTlsTest {
  private static final Yard YARD = new Yard(1);
  private static final Pace QUICK = new Pace(Duration.ofMillis(5), Duration.ofMillis(1), 60, 2);

  private final Logbook log = new Logbook();
  private final IdealPlug plug = new IdealPlug();

  @AfterAll
  static void empty() {
    YARD.close();
  }

  private Ending run(VehicleProfile profile, Credentials credentials, Endpoint endpoint)
      throws Exception {
    return YARD.plugIn(profile, new Battery(60_000, 50, 400, 10), plug, credentials, endpoint, log)
        .ended()
        .get(60, TimeUnit.SECONDS);
  }

  private static VehicleProfile dc() {
    return VehicleProfile.dc("WDC1").with(QUICK);
  }

  @Test
  void charges20OverMutualTlsWithAContractWhoseSignatureHolds() throws Exception {
    TestKeys secc = new TestKeys("SECC");
    TestKeys vehicle = new TestKeys("WDC1");
    TestKeys mo = new TestKeys("DETDGC12345678X");
    ToyStation station = new ToyStation();
    try (ToyServer server = new ToyServer(station, secc.demanding(vehicle))) {
      Credentials both = vehicle.believing(secc).with(new Contract("DETDGC12345678X", mo.held()));
      Ending ending =
          run(dc().with(Identification.CONTRACT), both, Endpoint.at(server.address(), true));
      assertThat(ending.kind()).as(ending.toString()).isEqualTo(Ending.Kind.DONE);
    }
    AuthorizationReq request =
        (AuthorizationReq)
            station.seen.stream()
                .filter(AuthorizationReq.class::isInstance)
                .findFirst()
                .orElseThrow();
    var signature = request.header().signature();
    byte[] digest =
        MessageDigest.getInstance("SHA-512")
            .digest(CmExi.encodePnCAReqAuthorizationMode(request.pnCAReqAuthorizationMode()));
    assertThat(signature.signedInfo().reference().get(0).digestValue().toArray()).isEqualTo(digest);
    assertThat(signature.signedInfo().reference().get(0).uri()).isEqualTo("#id1");
    Signature verifier = Signature.getInstance("SHA512withECDSAinP1363Format");
    verifier.initVerify(mo.leaf().getPublic());
    verifier.update(XmldsigExi.encodeSignedInfo(signature.signedInfo()));
    assertThat(verifier.verify(signature.signatureValue().value().toArray())).isTrue();
  }

  @Test
  void refusesAStationBelowAnotherRoot() throws Exception {
    TestKeys secc = new TestKeys("SECC");
    TestKeys vehicle = new TestKeys("WDC1");
    try (ToyServer server = new ToyServer(new ToyStation(), secc.demanding(vehicle))) {
      Ending ending =
          run(dc(), vehicle.believing(new TestKeys("other")), Endpoint.at(server.address(), true));
      assertThat(ending.kind()).as(ending.toString()).isEqualTo(Ending.Kind.NO_TLS);
    }
  }

  @Test
  void findsItsStationByAskingOnTheInterface() throws Exception {
    String loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("::1")).getName();
    try (ToyServer server = new ToyServer(new ToyStation(), null);
        DatagramSocket sdp = new DatagramSocket(new InetSocketAddress("::1", 0))) {
      Thread answering = new Thread(() -> answer(sdp, server.address().getPort()));
      answering.setDaemon(true);
      answering.start();
      // the toy listens on the loopback of the older protocol: mapped into the newer one
      Ending ending =
          run(dc(), Credentials.NONE, Endpoint.search(loopback, sdp.getLocalPort(), false));
      assertThat(ending.kind()).as(ending.toString()).isEqualTo(Ending.Kind.DONE);
    }
  }

  private static void answer(DatagramSocket sdp, int port) {
    try {
      DatagramPacket request = new DatagramPacket(new byte[64], 64);
      sdp.receive(request);
      assertThat(request.getLength()).isEqualTo(10);
      byte[] answer = new byte[28];
      byte[] head = {1, (byte) 0xfe, (byte) 0x90, 1, 0, 0, 0, 20};
      System.arraycopy(head, 0, answer, 0, head.length);
      answer[18] = (byte) 0xff;
      answer[19] = (byte) 0xff;
      answer[20] = 127;
      answer[23] = 1;
      answer[24] = (byte) (port >> 8);
      answer[25] = (byte) port;
      answer[26] = 0x10;
      // broken ones first: they must not end the search
      sdp.send(new DatagramPacket(answer, 5, request.getSocketAddress()));
      sdp.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
