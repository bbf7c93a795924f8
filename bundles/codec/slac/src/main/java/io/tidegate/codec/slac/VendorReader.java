package io.tidegate.codec.slac;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages of makers, told apart by the three octets of the maker that begin them. */
final class VendorReader {
  static final int SENT = 0;
  static final int RECEIVED = 1;

  private VendorReader() {}

  static Mme read(Cursor in, int version, int type) throws MmeException {
    int maker = (in.u8() << 16) | (in.u8() << 8) | in.u8();
    if (version == Layout.VERSION_1_0 && maker == Layout.QUALCOMM) {
      return qualcomm(in, type);
    }
    return maker == Layout.LUMISSIL ? lumissil(in, version, type) : new Mme.Other(version, type);
  }

  private static Mme qualcomm(Cursor in, int type) throws MmeException {
    return switch (type) {
      case Layout.VS_SW_VER -> new QualcommMme.VersionReq();
      case Layout.VS_SW_VER + Layout.CNF -> version(in);
      case Layout.VS_RS_DEV -> new QualcommMme.ResetReq();
      case Layout.VS_RS_DEV + Layout.CNF -> new QualcommMme.ResetCnf(in.u8());
      case Layout.VS_PL_LNK_STATUS -> new QualcommMme.LinkStatusReq();
      case Layout.VS_PL_LNK_STATUS + Layout.CNF ->
          new QualcommMme.LinkStatusCnf(in.u8(), in.u8() == 1);
      case Layout.VS_NW_INFO -> new QualcommMme.NetworkInfoReq();
      case Layout.VS_NW_INFO + Layout.CNF -> networks(in);
      case Layout.VS_LNK_STATS ->
          new QualcommMme.LinkStatsReq(in.u8(), in.u8(), in.u8(), in.address());
      case Layout.VS_LNK_STATS + Layout.CNF -> statistics(in);
      default -> new Mme.Other(Layout.VERSION_1_0, type);
    };
  }

  private static Mme version(Cursor in) throws MmeException {
    int status = in.u8();
    int device = in.u8();
    byte[] text = in.octets(in.u8()).toBytes();
    int end = 0;
    while (end < text.length && text[end] > ' ' && text[end] < 0x7f) {
      end++;
    }
    return new QualcommMme.VersionCnf(
        status, device, new String(text, 0, end, StandardCharsets.US_ASCII));
  }

  private static Mme networks(Cursor in) throws MmeException {
    List<QualcommMme.Network> networks = new ArrayList<>();
    for (int count = in.u8(); count > 0; count--) {
      Octets id = in.octets(Layout.NETWORK_ID);
      int shortId = in.u8();
      int terminal = in.u8();
      int role = in.u8();
      MacAddress coordinator = in.address();
      int coordinatorTerminal = in.u8();
      List<QualcommMme.Station> stations = stations(in);
      networks.add(
          new QualcommMme.Network(
              id, shortId, terminal, role, coordinator, coordinatorTerminal, stations));
    }
    return new QualcommMme.NetworkInfoCnf(networks);
  }

  private static List<QualcommMme.Station> stations(Cursor in) throws MmeException {
    List<QualcommMme.Station> stations = new ArrayList<>();
    for (int count = in.u8(); count > 0; count--) {
      stations.add(new QualcommMme.Station(in.address(), in.u8(), in.address(), in.u8(), in.u8()));
    }
    return stations;
  }

  private static Mme statistics(Cursor in) throws MmeException {
    int status = in.u8();
    int direction = in.u8();
    int link = in.u8();
    int terminal = in.u8();
    boolean good = status == 0;
    Optional<QualcommMme.Sent> sent =
        good && direction != RECEIVED ? Optional.of(sent(in)) : Optional.empty();
    Optional<QualcommMme.Received> received =
        good && direction != SENT ? Optional.of(received(in)) : Optional.empty();
    return new QualcommMme.LinkStatsCnf(status, direction, link, terminal, sent, received);
  }

  private static QualcommMme.Sent sent(Cursor in) throws MmeException {
    return new QualcommMme.Sent(in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
  }

  /** The counters of each rate that follow are not read. */
  private static QualcommMme.Received received(Cursor in) throws MmeException {
    return new QualcommMme.Received(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
  }

  /** A header of version, four reserved octets, number of the request, twelve reserved octets. */
  private static Mme lumissil(Cursor in, int version, int type) throws MmeException {
    in.skip(Short.BYTES + Integer.BYTES);
    int request = in.u8();
    in.skip(VendorWriter.LUMISSIL_RESERVED);
    return switch (type) {
      case Layout.NSCM_GET_VERSION -> new LumissilMme.VersionReq(request);
      case Layout.NSCM_GET_VERSION + Layout.CNF ->
          new LumissilMme.VersionCnf(request, in.u16(), in.u16(), in.u16(), in.u16());
      case Layout.NSCM_RESET_DEVICE -> new LumissilMme.ResetReq(request);
      case Layout.NSCM_GET_D_LINK_STATUS -> new LumissilMme.LinkStatusReq(request);
      case Layout.NSCM_GET_D_LINK_STATUS + Layout.CNF ->
          new LumissilMme.LinkStatusCnf(request, in.u8() == 1);
      default -> new Mme.Other(version, type);
    };
  }
}
