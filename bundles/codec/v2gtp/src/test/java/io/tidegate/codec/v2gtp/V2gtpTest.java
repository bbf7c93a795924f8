package io.tidegate.codec.v2gtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.v2gtp.Sdp.Security;
import io.tidegate.codec.v2gtp.V2gtp.Frame;
import io.tidegate.codec.v2gtp.V2gtpException.Reason;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class V2gtpTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void writesTheHeaderOfTheStandard() {
    assertThat(HEX.formatHex(V2gtp.frame(PayloadType.DC, new byte[] {1, 2, 3})))
        .isEqualTo("01fe800400000003010203");
  }

  @Test
  void putsFramesTogetherHoweverTheStreamIsSplit() throws V2gtpException {
    byte[] stream =
        HEX.parseHex("01fe800100000002aabb" + "01fe810200000000" + "01fe800400000001cc");
    Random random = new Random(15118);
    for (int round = 0; round < 200; round++) {
      FrameAccumulator accumulator = new FrameAccumulator(16);
      List<String> seen = new ArrayList<>();
      int at = 0;
      while (at < stream.length) {
        int count = 1 + random.nextInt(stream.length - at);
        accumulator.accept(stream, at, count);
        at += count;
        for (Optional<Frame> f = accumulator.next(); f.isPresent(); f = accumulator.next()) {
          Frame frame = f.get();
          seen.add(Integer.toHexString(frame.payloadType()) + HEX.formatHex(frame.payload()));
        }
      }
      assertThat(seen).containsExactly("8001aabb", "8102", "8004cc");
      assertThat(accumulator.held()).isZero();
    }
  }

  @Test
  void refusesALengthBeforeItAllocatesForIt() {
    FrameAccumulator accumulator = new FrameAccumulator(65_536);
    byte[] header = HEX.parseHex("01fe8001ffffffff");
    accumulator.accept(header, 0, header.length);
    assertReason(accumulator::next, Reason.LENGTH);
  }

  @Test
  void acceptsTheLongestFrameAndRefusesOneByteMore() throws V2gtpException {
    FrameAccumulator accumulator = new FrameAccumulator(5000);
    byte[] longest = V2gtp.frame(1, new byte[5000]);
    accumulator.accept(longest, 0, longest.length);
    assertThat(accumulator.next()).map(f -> f.payload().length).contains(5000);
    byte[] longer = V2gtp.frame(1, new byte[5001]);
    accumulator.accept(longer, 0, V2gtp.HEADER);
    assertReason(accumulator::next, Reason.LENGTH);
  }

  @Test
  void refusesAStreamThatIsNoV2gtpFromItsFirstByteOn() throws V2gtpException {
    FrameAccumulator first = new FrameAccumulator(10);
    first.accept("GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 1);
    assertReason(first::next, Reason.VERSION);
    FrameAccumulator second = new FrameAccumulator(10);
    second.accept(new byte[] {1}, 0, 1);
    assertThat(second.next()).isEmpty();
    second.accept(new byte[] {1}, 0, 1);
    assertReason(second::next, Reason.VERSION);
  }

  @Test
  void readsDiscoveryAndWritesItAgain() throws V2gtpException {
    Sdp.Request request = Sdp.request(V2gtp.datagram(HEX.parseHex("01fe9000000000021000"), 62));
    assertThat(request.security()).isEqualTo(Security.NONE);
    assertThat(HEX.formatHex(new Sdp.Request(Security.TLS).frame()))
        .isEqualTo("01fe9000000000020000");
    byte[] address = HEX.parseHex("fe80000000000000020102fffe030405");
    byte[] bytes = new Sdp.Response(address, 61_851, Security.TLS).frame();
    assertThat(HEX.formatHex(bytes))
        .isEqualTo("01fe900100000014" + "fe80000000000000020102fffe030405" + "f19b" + "0000");
    Sdp.Response response = Sdp.response(V2gtp.datagram(bytes, 62));
    assertThat(response.address()).isEqualTo(address);
    assertThat(response.port()).isEqualTo(61_851);
    assertThat(response.security()).isEqualTo(Security.TLS);
  }

  @Test
  void readsDiscoveryOverWlanAndWritesItAgain() throws V2gtpException {
    Sdp.WirelessRequest request =
        new Sdp.WirelessRequest(Security.TLS, 0xcafe, 2, "ZZ00000", "DE*TDG*E1");
    byte[] bytes = request.frame();
    assertThat(bytes).hasSize(70);
    assertThat(Sdp.wirelessRequest(V2gtp.datagram(bytes, 62))).isEqualTo(request);
    Sdp.WirelessResponse response =
        new Sdp.WirelessResponse(new byte[16], 64_109, Security.TLS, 1, 2, "DE*TDG*E1");
    assertThat(response.frame()).hasSize(67);
    Sdp.WirelessResponse read = Sdp.wirelessResponse(V2gtp.datagram(response.frame(), 62));
    assertThat(read.port()).isEqualTo(64_109);
    assertThat(read.diagnosis()).isEqualTo(1);
    assertThat(read.coupling()).isEqualTo(2);
    assertThat(read.evseId()).isEqualTo("DE*TDG*E1");
  }

  @Test
  void saysWhatIsWrongWithADatagram() {
    assertDatagram("", Reason.TRUNCATED);
    assertDatagram("01fe9000000000", Reason.TRUNCATED);
    assertDatagram("01fe90000000000210", Reason.TRUNCATED);
    assertDatagram("02fd9000000000021000", Reason.VERSION);
    assertDatagram("01ff9000000000021000", Reason.VERSION);
    assertDatagram("01fe900000000000", Reason.LENGTH);
    assertDatagram("01fe900000000003100000", Reason.LENGTH);
    assertDatagram("01fe9000ffffffff1000", Reason.LENGTH);
    assertDatagram("01fe9001000000021000", Reason.TYPE);
    assertDatagram("01fe9000000000021100", Reason.VALUE);
    assertDatagram("01fe9000000000021010", Reason.VALUE);
  }

  private static void assertDatagram(String hex, Reason reason) {
    assertReason(() -> Sdp.request(V2gtp.datagram(HEX.parseHex(hex), Sdp.MOST)), reason);
  }

  private static void assertReason(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            V2gtpException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
