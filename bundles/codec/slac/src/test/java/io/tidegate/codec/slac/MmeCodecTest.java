package io.tidegate.codec.slac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MmeCodecTest {
  private static final MacAddress VEHICLE = MacAddress.parse("02:00:00:00:00:11");
  private static final MacAddress EVSE = MacAddress.parse("02:00:00:00:00:22");
  private static final MacAddress MODEM = MacAddress.parse("00:b0:52:00:00:01");
  private static final long RUN = 0x0123_4567_89ab_cdefL;
  private static final Octets VIN = Octets.text("TIDEGATE000000001", 17);
  private static final Octets NOBODY = Octets.zeros(17);

  /** Printed on the box of every HomePlug AV adapter: the key of the password "HomePlugAV". */
  private static final NetworkKey KEY =
      NetworkKey.of(HexFormat.of().parseHex("50d3e4933f855b7040784df815aa8db7"));

  static Stream<Mme> messages() {
    QualcommMme.Sent sent = new QualcommMme.Sent(1, 2, 3, 4, 5);
    QualcommMme.Received received = new QualcommMme.Received(6, 7, 8, 9, 10, Long.MAX_VALUE);
    QualcommMme.Station station = new QualcommMme.Station(MODEM, 2, VEHICLE, 9, 8);
    QualcommMme.Network network =
        new QualcommMme.Network(KEY.networkId(), 1, 2, 3, MODEM, 4, List.of(station, station));
    return Stream.of(
        new Mme.SlacParmReq(RUN),
        new Mme.SlacParmCnf(MacAddress.BROADCAST, 10, 6, 1, VEHICLE, RUN),
        new Mme.StartAttenCharInd(10, 6, 1, VEHICLE, RUN),
        new Mme.MnbcSoundInd(VIN, 9, RUN, Octets.text("sixteen octets!!", 16)),
        new Mme.AttenProfileInd(VEHICLE, profile()),
        new Mme.AttenCharInd(VEHICLE, RUN, VIN, NOBODY, 10, profile()),
        new Mme.AttenCharRsp(VEHICLE, RUN, NOBODY, VIN, 0),
        new Mme.ValidateReq(0, 1, 1),
        new Mme.ValidateCnf(0, 3, Mme.ValidateCnf.NOT_REQUIRED),
        new Mme.SlacMatchReq(VIN, VEHICLE, NOBODY, EVSE, RUN),
        new Mme.SlacMatchCnf(VIN, VEHICLE, NOBODY, EVSE, RUN, KEY.networkId(), KEY),
        new Mme.SetKeyReq(0xaabb_ccddL, KEY.networkId(), KEY),
        new Mme.SetKeyCnf(1, 0xaabb_ccddL),
        new Mme.StaCapReq(),
        new Mme.StaCapCnf(),
        new Mme.Other(1, 0x6038),
        new Mme.Other(0, 0xa098),
        new QualcommMme.VersionReq(),
        new QualcommMme.VersionCnf(0, 0x22, "MAC-QCA7000-1.1.0"),
        new QualcommMme.ResetReq(),
        new QualcommMme.ResetCnf(0),
        new QualcommMme.LinkStatusReq(),
        new QualcommMme.LinkStatusCnf(0, true),
        new QualcommMme.NetworkInfoReq(),
        new QualcommMme.NetworkInfoCnf(List.of(network, network)),
        new QualcommMme.LinkStatsReq(0, 2, 0xf8, MODEM),
        new QualcommMme.LinkStatsCnf(0, 2, 0xf8, 2, Optional.of(sent), Optional.of(received)),
        new QualcommMme.LinkStatsCnf(0, 0, 0xf8, 2, Optional.of(sent), Optional.empty()),
        new QualcommMme.LinkStatsCnf(0, 1, 0xf8, 2, Optional.empty(), Optional.of(received)),
        new QualcommMme.LinkStatsCnf(1, 2, 0xf8, 0, Optional.empty(), Optional.empty()),
        new LumissilMme.VersionReq(7),
        new LumissilMme.VersionCnf(7, 1, 2, 3, 4),
        new LumissilMme.ResetReq(8),
        new LumissilMme.LinkStatusReq(9),
        new LumissilMme.LinkStatusCnf(9, true));
  }

  private static Octets profile() {
    byte[] groups = new byte[Mme.GROUPS];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (byte) (i * 4);
    }
    return Octets.of(groups);
  }

  private static byte[] write(Mme message) {
    return MmeWriter.write(new MmeFrame(EVSE, VEHICLE, message));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsEveryMessageAsItWasWritten(Mme message) throws Exception {
    byte[] bytes = write(message);
    assertThat(bytes).hasSizeGreaterThanOrEqualTo(60);
    MmeFrame frame = MmeReader.read(bytes);
    assertThat(frame).isEqualTo(new MmeFrame(EVSE, VEHICLE, message));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void saysOfEveryShorterFrameThatItEndsTooSoonOrReadsItTheSame(Mme message) throws Exception {
    byte[] bytes = write(message);
    for (int length = 0; length < bytes.length; length++) {
      try {
        assertThat(MmeReader.read(bytes, length).message()).isEqualTo(message);
      } catch (MmeException e) {
        assertThat(e.reason()).isEqualTo(MmeException.Reason.TRUNCATED);
      }
    }
  }

  @Test
  void writesTheOctetsOfTheStandard() {
    assertThat(hex(new Mme.SlacParmReq(RUN)))
        .startsWith("020000000022" + "020000000011" + "88e1" + "01" + "6460" + "0000")
        .endsWith("0000" + "0123456789abcdef" + "00".repeat(31));
    assertThat(hex(new Mme.SlacParmCnf(MacAddress.BROADCAST, 10, 6, 1, VEHICLE, RUN)).substring(38))
        .startsWith("ffffffffffff" + "0a" + "06" + "01" + "020000000011" + "0000" + "0123456789");
    assertThat(hex(new Mme.AttenProfileInd(VEHICLE, profile())).substring(30))
        .startsWith("8660" + "0000" + "020000000011" + "3a" + "00" + "0004080c");
    assertThat(hex(new Mme.SlacMatchReq(VIN, VEHICLE, NOBODY, EVSE, RUN)).substring(30))
        .startsWith("7c60" + "0000" + "0000" + "3e00" + VIN + "020000000011" + NOBODY)
        .endsWith("020000000022" + "0123456789abcdef" + "00".repeat(8));
    Octets id = KEY.networkId();
    assertThat(hex(new Mme.SlacMatchCnf(VIN, VEHICLE, NOBODY, EVSE, RUN, id, KEY)).substring(30))
        .startsWith("7d60" + "0000" + "0000" + "5600")
        .endsWith("00".repeat(8) + id + "00" + "50d3e4933f855b7040784df815aa8db7");
    assertThat(hex(new Mme.SetKeyReq(0xaabb_ccddL, id, KEY)).substring(30))
        .startsWith("0860" + "0000" + "01" + "ddccbbaa" + "00000000" + "04" + "0000" + "00" + "00")
        .endsWith(id + "01" + "50d3e4933f855b7040784df815aa8db7" + "00".repeat(3));
    assertThat(hex(new QualcommMme.LinkStatusReq()).substring(24))
        .startsWith("88e1" + "00" + "b8a0" + "00b052");
    assertThat(hex(new LumissilMme.LinkStatusReq(5)).substring(24))
        .startsWith("88e1" + "00" + "9cac" + "0016e8" + "0000" + "00000000" + "05");
  }

  @Test
  void derivesTheNetworkIdOfTheKnownDefaultKey() {
    assertThat(KEY.networkId()).hasToString("b0f2e695666b03");
  }

  @Test
  void leavesTheUpperBitsOfTheNetworkIdZeroForAnyKey() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] key = new byte[16];
      random.nextBytes(key);
      assertThat(NetworkKey.of(key).networkId().at(6)).isLessThan(16);
    }
  }

  @Test
  void printsNoKey() {
    Mme message = new Mme.SlacMatchCnf(VIN, VEHICLE, NOBODY, EVSE, RUN, KEY.networkId(), KEY);
    assertThat(message.toString()).doesNotContainIgnoringCase("50d3e493");
    assertThat(KEY)
        .isEqualTo(NetworkKey.of(KEY.toBytes()))
        .isNotEqualTo(NetworkKey.of(new byte[16]));
  }

  @Test
  void tellsWhatIsWrong() {
    assertReason(MmeException.Reason.ETHER_TYPE, new Mme.SlacParmReq(RUN), 12, 0x08);
    assertReason(MmeException.Reason.VERSION, new Mme.SlacParmReq(RUN), 14, 3);
    assertReason(MmeException.Reason.FRAGMENT, new Mme.SlacParmReq(RUN), 17, 0x12);
    assertReason(MmeException.Reason.SECURITY, new Mme.SlacParmReq(RUN), 20, 1);
    assertReason(
        MmeException.Reason.LENGTH, new Mme.SlacMatchReq(VIN, VEHICLE, NOBODY, EVSE, RUN), 21, 9);
    assertReason(
        MmeException.Reason.TRUNCATED, new Mme.AttenProfileInd(VEHICLE, profile()), 25, 255);
    assertThatThrownBy(() -> MmeReader.read(new byte[1515]))
        .isInstanceOfSatisfying(
            MmeException.class,
            e -> assertThat(e.reason()).isEqualTo(MmeException.Reason.TOO_LONG));
  }

  private static void assertReason(MmeException.Reason reason, Mme message, int at, int octet) {
    byte[] bytes = write(message);
    bytes[at] = (byte) octet;
    assertThatThrownBy(() -> MmeReader.read(bytes))
        .isInstanceOfSatisfying(MmeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void readsMessagesOfOlderVersionsAndUnknownTypesAsOthers() throws Exception {
    byte[] bytes = write(new Mme.SlacParmReq(RUN));
    bytes[14] = 0;
    assertThat(MmeReader.read(bytes).message()).isEqualTo(new Mme.Other(0, 0x6064));
    bytes[14] = 2;
    assertThat(MmeReader.read(bytes).message()).isEqualTo(new Mme.SlacParmReq(RUN));
    bytes[15] = 0x66;
    assertThat(MmeReader.read(bytes).message()).isEqualTo(new Mme.Other(2, 0x6066));
  }

  @Test
  void survivesDamageAnywhere() {
    Random random = new Random(5);
    List<byte[]> good = messages().map(MmeCodecTest::write).toList();
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = good.get(random.nextInt(good.size())).clone();
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
      }
      read += FrameJudge.judge(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))) ? 1 : 0;
    }
    assertThat(read).isPositive();
  }

  @Test
  void readsAddressesAsPeopleWriteThem() {
    assertThat(MacAddress.parse("00-B0-52-00-00-01"))
        .isEqualTo(MODEM)
        .hasToString("00:b0:52:00:00:01");
    assertThat(MODEM.group()).isFalse();
    assertThat(MacAddress.BROADCAST.group()).isTrue();
    assertThatThrownBy(() -> MacAddress.parse("00:b0:52:00:00")).hasMessageContaining("not like");
  }

  private static String hex(Mme message) {
    return HexFormat.of().formatHex(write(message));
  }
}
