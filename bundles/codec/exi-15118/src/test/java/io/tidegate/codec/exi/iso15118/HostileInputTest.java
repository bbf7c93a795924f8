package io.tidegate.codec.exi.iso15118;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.iso15118.ExiException.Reason;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntryList;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.dc.DcExi;
import io.tidegate.codec.exi.iso15118.sap.AppProtocol;
import io.tidegate.codec.exi.iso15118.sap.SapExi;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolRes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Any bytes give a record or one typed error; numbers and lists end where their types end. */
class HostileInputTest {
  private static final MessageHeader HEADER =
      new MessageHeader(Bytes.ofHex("0102030405060708"), 1_700_000_000L, null);

  @Test
  void saysOfEveryCutMessageThatItIsCut() throws Exception {
    Model model = Sets.model();
    for (Golden golden : Golden.read()) {
      MessageSet<Object> set = Sets.of(model.schema(golden.set()));
      for (int length = 0; length < golden.bytes().length; length++) {
        byte[] cut = Arrays.copyOf(golden.bytes(), length);
        try {
          set.decode(cut);
          throw new AssertionError("read although cut: " + golden.message());
        } catch (ExiException e) {
          if (e.reason() != Reason.TRUNCATED || e.bitPosition() > length * 8) {
            throw new AssertionError(golden.message() + " cut at " + length, e);
          }
        }
      }
    }
  }

  @Test
  void survivesEveryFlippedBit() throws Exception {
    Model model = Sets.model();
    for (Golden golden : Golden.read()) {
      MessageSet<Object> set = Sets.of(model.schema(golden.set()));
      byte[] bytes = golden.bytes();
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        readsOrRefuses(set, bytes);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void survivesNoise() throws Exception {
    Random random = new Random(20);
    Model model = Sets.model();
    for (var schema : Sets.withMessages(model)) {
      MessageSet<Object> set = Sets.of(schema);
      for (int i = 0; i < 2_000; i++) {
        byte[] noise = new byte[1 + random.nextInt(200)];
        random.nextBytes(noise);
        noise[0] = (byte) 0x80;
        readsOrRefuses(set, noise);
      }
      readsOrRefuses(set, new byte[1 << 20]);
      byte[] ones = new byte[1 << 20];
      Arrays.fill(ones, (byte) 0xff);
      ones[0] = (byte) 0x80;
      readsOrRefuses(set, ones);
    }
  }

  private static void readsOrRefuses(MessageSet<Object> set, byte[] bytes) throws Exception {
    Object message;
    try {
      message = set.decode(bytes);
    } catch (ExiException e) {
      return;
    }
    if (!set.decode(set.encode(message)).equals(message)) {
      throw new AssertionError("reads differently once written: " + message);
    }
  }

  @Test
  void refusesAnotherHeaderAnotherRootAndTheEscape() {
    refuses("9a003000", Reason.HEADER);
    refuses("8028000000", Reason.ROOT); // 10: a signature's element
    refuses("80c4000000", Reason.EVENT); // 49, the escape: no element of the set
    refuses("802e", Reason.EVENT); // DC_CableCheckReq, then the escape in place of its header
  }

  private static void refuses(String hex, Reason reason) {
    ExiException error =
        catchThrowableOfType(
            ExiException.class, () -> DcExi.SET.decode(Bytes.ofHex(hex).toArray()));
    assertThat(error).isNotNull();
    assertThat(error.reason()).isEqualTo(reason);
  }

  @Test
  void passesOverZeroBytesAfterTheDocumentAndNothingElse() throws Exception {
    byte[] bytes = CmExi.SET.encode(new SessionSetupReq(HEADER, "WMIV1X"));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
    assertThat(CmExi.SET.decode(longer)).isEqualTo(new SessionSetupReq(HEADER, "WMIV1X"));
    assertThat(CmExi.SET.encode(CmExi.SET.decode(longer))).isEqualTo(bytes);
    longer[bytes.length + 1] = 1;
    assertThat(catchThrowableOfType(ExiException.class, () -> CmExi.SET.decode(longer)).reason())
        .isEqualTo(Reason.TRAILING);
  }

  @Test
  void readsFromTheMiddleOfAnArray() throws Exception {
    byte[] bytes = SapExi.SET.encode(protocols(2));
    byte[] frame = new byte[bytes.length + 13];
    Arrays.fill(frame, (byte) 0xff);
    System.arraycopy(bytes, 0, frame, 8, bytes.length);
    assertThat(SapExi.SET.decode(frame, 8, bytes.length)).isEqualTo(protocols(2));
    assertThatThrownBy(() -> SapExi.SET.decode(frame, 8, frame.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void takesASessionIdOfNoBytes() throws Exception {
    MessageHeader empty = new MessageHeader(Bytes.EMPTY, 0, null);
    SessionSetupReq request = new SessionSetupReq(empty, "");
    assertThat(CmExi.SET.decode(CmExi.SET.encode(request))).isEqualTo(request);
  }

  @Test
  void refusesNumbersBeyondTheirTypeInsteadOfWrappingThem() throws Exception {
    for (int edge : new int[] {Short.MIN_VALUE, -1, 0, 1, Short.MAX_VALUE}) {
      RationalNumber number = new RationalNumber(edge >> 8, edge);
      BitWriter writer = new BitWriter();
      number.encode(writer);
      byte[] bytes = writer.toByteArray();
      assertThat(RationalNumber.decode(new BitReader(bytes, 0, bytes.length))).isEqualTo(number);
    }
    assertThat(signed(41_400)).isEqualTo(Reason.RANGE);
    assertThat(signed(-32_769)).isEqualTo(Reason.RANGE);
    assertThat(signed(Long.MAX_VALUE)).isEqualTo(Reason.RANGE);
    assertThatThrownBy(() -> new VehicleCheckInReq(HEADER, null, null, 41_400, null, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("EVCheckInStatus");
  }

  @Test
  void takesNumbersBeyondTheirTypeForItsEndsWhenItIsToldTo() throws Exception {
    byte[] bytes = {(byte) 0xff, (byte) 0xff, 0x7f, 0, 0};
    BitReader wide = new BitReader(bytes, 0, bytes.length, true);
    assertThat(wide.signed(-5, 9)).isEqualTo(-5);
    BitReader percent = new BitReader(bytes, 0, bytes.length, true);
    assertThat(percent.small(7, 0, 100)).isEqualTo(100);
    assertThat(new BitReader(bytes, 0, bytes.length, true).unsigned(0, 9)).isEqualTo(9);
    assertThat(new BitReader(bytes, 0, bytes.length, true).small(8, 0, 255)).isEqualTo(255);
    byte[] word = {(byte) 0x80, 0b0100_1100, 0};
    assertThat(
            catchThrowableOfType(ExiException.class, () -> SapExi.SET.decodeClamping(word))
                .reason())
        .as("words are no numbers")
        .isEqualTo(Reason.RANGE);
  }

  private static Reason signed(long value) throws ExiException {
    BitWriter writer = new BitWriter();
    writer.zeros(2);
    writer.bits(128, 8);
    writer.zeros(3);
    writer.signed(value);
    writer.zeros(2);
    byte[] bytes = writer.toByteArray();
    BitReader reader = new BitReader(bytes, 0, bytes.length);
    return catchThrowableOfType(ExiException.class, () -> RationalNumber.decode(reader)).reason();
  }

  @Test
  void refusesNumbersOfMoreThan63BitsAndReadsThoseBelow() throws Exception {
    assertThat(unsigned("ffffffffffffffff7f")).isEqualTo(Long.MAX_VALUE);
    assertThat(unsigned("80808000")).isZero();
    assertThat(
            catchThrowableOfType(ExiException.class, () -> unsigned("ffffffffffffffffff01"))
                .reason())
        .isEqualTo(Reason.RANGE);
    byte[] endless = new byte[1 << 20];
    Arrays.fill(endless, (byte) 0x80);
    assertThat(
            catchThrowableOfType(
                    ExiException.class,
                    () -> new BitReader(endless, 0, endless.length).unsigned(0, 9))
                .reason())
        .isEqualTo(Reason.TRUNCATED);
  }

  private static long unsigned(String hex) throws ExiException {
    byte[] bytes = Bytes.ofHex(hex).toArray();
    return new BitReader(bytes, 0, bytes.length).unsigned(0, Long.MAX_VALUE);
  }

  @Test
  void believesNoLengthThatThePayloadCannotHold() throws Exception {
    // a text of 2^31 characters, a binary of 2^40 bytes
    for (String hex : List.of("8280808008", "80808080808020")) {
      byte[] bytes = Bytes.ofHex(hex).toArray();
      assertThat(
              catchThrowableOfType(
                      ExiException.class,
                      () -> new BitReader(bytes, 0, bytes.length).text(0, Integer.MAX_VALUE))
                  .reason())
          .isIn(Reason.LENGTH, Reason.TRUNCATED);
      assertThat(
              catchThrowableOfType(
                      ExiException.class,
                      () -> new BitReader(bytes, 0, bytes.length).binary(0, Integer.MAX_VALUE))
                  .reason())
          .isIn(Reason.LENGTH, Reason.TRUNCATED);
    }
  }

  @Test
  void refusesReferencesToStringTablesAndWhatIsNoCharacter() {
    for (String hex : List.of("00", "01", "0380b003", "0380808001ff")) {
      byte[] bytes = Bytes.ofHex(hex).toArray();
      ExiException error =
          catchThrowableOfType(
              ExiException.class, () -> new BitReader(bytes, 0, bytes.length).text(0, 9));
      assertThat(error).as(hex).isNotNull();
      assertThat(error.reason()).as(hex).isIn(Reason.TEXT, Reason.TRUNCATED);
    }
  }

  @Test
  void fillsListsToTheirBoundAndNotBeyond() throws Exception {
    assertThat(SapExi.SET.decode(SapExi.SET.encode(protocols(20)))).isEqualTo(protocols(20));
    assertThatThrownBy(() -> protocols(21))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AppProtocol");
    assertThatThrownBy(() -> protocols(0)).isInstanceOf(IllegalArgumentException.class);
    for (int size : new int[] {1, 1023, 1024}) {
      PowerScheduleEntryList list = entries(size);
      BitWriter writer = new BitWriter();
      list.encode(writer);
      byte[] bytes = writer.toByteArray();
      assertThat(PowerScheduleEntryList.decode(new BitReader(bytes, 0, bytes.length)))
          .isEqualTo(list);
    }
    assertThatThrownBy(() -> entries(1025)).isInstanceOf(IllegalArgumentException.class);
  }

  private static PowerScheduleEntryList entries(int size) {
    return new PowerScheduleEntryList(
        Collections.nCopies(
            size, new PowerScheduleEntry(60, new RationalNumber(3, 11), null, null)));
  }

  private static SupportedAppProtocolReq protocols(int size) {
    return new SupportedAppProtocolReq(
        IntStream.range(0, size)
            .mapToObj(i -> new AppProtocol("urn:iso:std:iso:15118:-20:DC", 1, 0, i, i % 20 + 1))
            .toList());
  }

  @Test
  void readsWordsBeyondAnEnumerationAsErrors() {
    // supportedAppProtocolRes, response code 3 of 0..2
    byte[] bytes = {(byte) 0x80, 0b0100_1100, 0};
    ExiException error = catchThrowableOfType(ExiException.class, () -> SapExi.SET.decode(bytes));
    assertThat(error.reason()).isEqualTo(Reason.RANGE);
    assertThatThrownBy(() -> new SupportedAppProtocolRes(null, null))
        .isInstanceOf(NullPointerException.class);
  }
}
