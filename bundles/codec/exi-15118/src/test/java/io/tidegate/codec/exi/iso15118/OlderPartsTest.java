package io.tidegate.codec.exi.iso15118;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.exi.iso15118.din.DinExi;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingProfile;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Message;
import io.tidegate.codec.exi.iso15118.iso2.MeterInfo;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.iso2.PhysicalValue;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ProfileEntry;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopRes;
import io.tidegate.codec.exi.iso15118.iso2.UnitSymbol;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is peculiar to ISO 15118-2 and DIN 70121: one document element, the message in its body. */
class OlderPartsTest {
  private static final Bytes SESSION = Bytes.ofHex("0102030405060708");

  @Test
  void putsTheMessageIntoTheBodyOfOneDocumentElement() throws ExiException {
    // 0x80, 7 bits 76, header, 6 bits of the body
    assertBody(new AuthorizationReq(null, null), 0);
    assertBody(new ChargingStatusReq(), 11);
    assertBody(new SessionStopRes(ResponseCode.OK), 32);
  }

  private static void assertBody(BodyElement body, int code) throws ExiException {
    byte[] bytes = Iso2Exi.SET.encode(message(body));
    String bits = bits(bytes);
    assertThat(bits).startsWith("10000000" + "1001100" + "0" + "00");
    int header = 8 + 7 + 1 + 2 + 8 + 64 + 1 + 2;
    assertThat(Integer.parseInt(bits.substring(header + 1, header + 7), 2)).isEqualTo(code);
    assertThat(Iso2Exi.SET.decode(bytes)).isEqualTo(message(body));
  }

  private static Iso2Message message(BodyElement body) {
    return new io.tidegate.codec.exi.iso15118.iso2.V2GMessage(
        new io.tidegate.codec.exi.iso15118.iso2.MessageHeader(SESSION, null, null),
        new io.tidegate.codec.exi.iso15118.iso2.Body(body));
  }

  private static String bits(byte[] bytes) {
    StringBuilder bits = new StringBuilder();
    for (byte b : bytes) {
      bits.append(Integer.toBinaryString((b & 0xff) | 0x100).substring(1));
    }
    return bits.toString();
  }

  @Test
  void tellsTheGermanDocumentByItsCode() throws ExiException {
    var message =
        new io.tidegate.codec.exi.iso15118.din.V2GMessage(
            new io.tidegate.codec.exi.iso15118.din.MessageHeader(Bytes.EMPTY, null, null),
            new io.tidegate.codec.exi.iso15118.din.Body(
                new io.tidegate.codec.exi.iso15118.din.SessionSetupReq(Bytes.ofHex("02AB"))));
    byte[] bytes = DinExi.SET.encode(message);
    assertThat(bits(bytes)).startsWith("10000000" + "1001101" + "0" + "00" + "00000000");
    assertThat(DinExi.SET.decode(bytes)).isEqualTo(message);
    assertThatThrownBy(() -> Iso2Exi.SET.decode(bytes))
        .isInstanceOfSatisfying(
            ExiException.class, e -> assertThat(e.reason()).isEqualTo(ExiException.Reason.ROOT));
  }

  @Test
  void beginsTheDigestedFragmentsWithTheCodesOfTheWholeSet() throws ExiException {
    assertThat(code(Iso2Exi.encodeAuthorizationReq(new AuthorizationReq("id1", SESSION16))))
        .isEqualTo(4);
    MeteringReceiptReq receipt =
        new MeteringReceiptReq("id1", SESSION, 1, new MeterInfo("M", 5L, null, null, null));
    byte[] fragment = Iso2Exi.encodeMeteringReceiptReq(receipt);
    assertThat(code(fragment)).isEqualTo(121);
    assertThat(Iso2Exi.decodeMeteringReceiptReq(fragment)).isEqualTo(receipt);
  }

  private static final Bytes SESSION16 = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

  private static int code(byte[] fragment) {
    assertThat(fragment[0]).isEqualTo((byte) 0x80);
    return fragment[1] & 0xff;
  }

  @Test
  void readsTheFourPhasesThatAVehicleClaims() throws ExiException {
    ProfileEntry entry = new ProfileEntry(0, new PhysicalValue(0, UnitSymbol.W, 11), 4);
    Iso2Message message =
        message(
            new PowerDeliveryReq(
                ChargeProgress.START, 1, new ChargingProfile(List.of(entry)), null));
    assertThat(Iso2Exi.SET.decode(Iso2Exi.SET.encode(message))).isEqualTo(message);
  }

  @Test
  void refusesAnAbstractElementAndABodyThatIsNone() {
    // body code 2 is the abstract element, 36 the end, 37 the escape
    byte[] bytes = HexFormat.of().parseHex("809802000000000000000010" + "a0");
    assertThatThrownBy(() -> Iso2Exi.SET.decode(withBody(bytes, 2)))
        .isInstanceOfSatisfying(
            ExiException.class,
            e -> assertThat(e.reason()).isEqualTo(ExiException.Reason.UNSUPPORTED));
    assertThatThrownBy(() -> Iso2Exi.SET.decode(withBody(bytes, 37)))
        .isInstanceOfSatisfying(
            ExiException.class, e -> assertThat(e.reason()).isEqualTo(ExiException.Reason.EVENT));
  }

  /** The body's code begins at bit 94. */
  private static byte[] withBody(byte[] bytes, int code) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < 6; i++) {
      int at = 94 + i;
      int mask = 0x80 >> (at & 7);
      boolean set = (code >> (5 - i) & 1) != 0;
      changed[at / 8] = (byte) (set ? changed[at / 8] | mask : changed[at / 8] & ~mask);
    }
    return changed;
  }

  @Test
  void refusesAStateOfChargeBeyondAHundred() {
    assertThatThrownBy(
            () ->
                new WeldingDetectionReq(
                    new io.tidegate.codec.exi.iso15118.iso2.DcEVStatus(
                        true, io.tidegate.codec.exi.iso15118.iso2.DcEVErrorCode.NO_ERROR, 101)))
        .hasMessageContaining("EVRESSSOC");
  }
}
