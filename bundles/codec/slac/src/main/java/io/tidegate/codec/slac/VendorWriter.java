package io.tidegate.codec.slac;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of makers; see {@link VendorReader}. */
final class VendorWriter {
  static final int LUMISSIL_RESERVED = 12;
  private static final int MOST = 255;

  private VendorWriter() {}

  static void write(ByteBuffer out, Mme message) {
    if (message instanceof QualcommMme qualcomm) {
      qualcomm(out, qualcomm);
    } else if (message instanceof LumissilMme lumissil) {
      lumissil(out, lumissil);
    }
  }

  private static void header(ByteBuffer out, int type, int maker) {
    MmeWriter.header(out, Layout.VERSION_1_0, type);
    MmeWriter.u8(out, maker >> 16, maker >> 8, maker);
  }

  private static void qualcomm(ByteBuffer out, QualcommMme message) {
    header(out, type(message), Layout.QUALCOMM);
    if (message instanceof QualcommMme.VersionCnf m) {
      byte[] text = m.version().getBytes(StandardCharsets.US_ASCII);
      int length = Math.min(MOST, text.length);
      MmeWriter.u8(out, m.status(), m.device(), length);
      out.put(text, 0, length);
    } else if (message instanceof QualcommMme.ResetCnf m) {
      MmeWriter.u8(out, m.status());
    } else if (message instanceof QualcommMme.LinkStatusCnf m) {
      MmeWriter.u8(out, m.status(), m.linked() ? 1 : 0);
    } else if (message instanceof QualcommMme.NetworkInfoCnf m) {
      MmeWriter.u8(out, m.networks().size());
      m.networks().forEach(network -> network(out, network));
    } else if (message instanceof QualcommMme.LinkStatsReq m) {
      MmeWriter.u8(out, m.control(), m.direction(), m.link());
      MmeWriter.address(out, m.peer());
    } else if (message instanceof QualcommMme.LinkStatsCnf m) {
      statistics(out, m);
    }
  }

  private static int type(QualcommMme message) {
    if (message instanceof QualcommMme.VersionReq) {
      return Layout.VS_SW_VER;
    } else if (message instanceof QualcommMme.VersionCnf) {
      return Layout.VS_SW_VER + Layout.CNF;
    } else if (message instanceof QualcommMme.ResetReq) {
      return Layout.VS_RS_DEV;
    } else if (message instanceof QualcommMme.ResetCnf) {
      return Layout.VS_RS_DEV + Layout.CNF;
    } else if (message instanceof QualcommMme.LinkStatusReq) {
      return Layout.VS_PL_LNK_STATUS;
    } else if (message instanceof QualcommMme.LinkStatusCnf) {
      return Layout.VS_PL_LNK_STATUS + Layout.CNF;
    } else if (message instanceof QualcommMme.NetworkInfoReq) {
      return Layout.VS_NW_INFO;
    } else if (message instanceof QualcommMme.NetworkInfoCnf) {
      return Layout.VS_NW_INFO + Layout.CNF;
    }
    return message instanceof QualcommMme.LinkStatsReq
        ? Layout.VS_LNK_STATS
        : Layout.VS_LNK_STATS + Layout.CNF;
  }

  private static void network(ByteBuffer out, QualcommMme.Network network) {
    MmeWriter.octets(out, network.networkId(), Layout.NETWORK_ID);
    MmeWriter.u8(out, network.shortId(), network.terminal(), network.role());
    MmeWriter.address(out, network.coordinator());
    MmeWriter.u8(out, network.coordinatorTerminal(), network.stations().size());
    for (QualcommMme.Station station : network.stations()) {
      MmeWriter.address(out, station.modem());
      MmeWriter.u8(out, station.terminal());
      MmeWriter.address(out, station.host());
      MmeWriter.u8(out, station.sendMbps(), station.receiveMbps());
    }
  }

  private static void statistics(ByteBuffer out, QualcommMme.LinkStatsCnf m) {
    MmeWriter.u8(out, m.status(), m.direction(), m.link(), m.terminal());
    m.sent()
        .ifPresent(
            s ->
                longs(
                    out,
                    s.acknowledged(),
                    s.collided(),
                    s.failed(),
                    s.goodBlocks(),
                    s.failedBlocks()));
    m.received()
        .ifPresent(
            r ->
                longs(
                    out,
                    r.acknowledged(),
                    r.failed(),
                    r.goodBlocks(),
                    r.failedBlocks(),
                    r.goodBitErrors(),
                    r.failedBitErrors()));
  }

  private static void longs(ByteBuffer out, long... values) {
    for (long value : values) {
      out.putLong(value);
    }
  }

  private static void lumissil(ByteBuffer out, LumissilMme message) {
    if (message instanceof LumissilMme.VersionReq m) {
      lumissil(out, Layout.NSCM_GET_VERSION, m.request());
    } else if (message instanceof LumissilMme.VersionCnf m) {
      lumissil(out, Layout.NSCM_GET_VERSION + Layout.CNF, m.request());
      out.putShort((short) m.major()).putShort((short) m.minor());
      out.putShort((short) m.patch()).putShort((short) m.build()).putShort((short) 0);
    } else if (message instanceof LumissilMme.ResetReq m) {
      lumissil(out, Layout.NSCM_RESET_DEVICE, m.request());
      MmeWriter.u8(out, 0);
    } else if (message instanceof LumissilMme.LinkStatusReq m) {
      lumissil(out, Layout.NSCM_GET_D_LINK_STATUS, m.request());
    } else if (message instanceof LumissilMme.LinkStatusCnf m) {
      lumissil(out, Layout.NSCM_GET_D_LINK_STATUS + Layout.CNF, m.request());
      MmeWriter.u8(out, m.linked() ? 1 : 0);
    }
  }

  private static void lumissil(ByteBuffer out, int type, int request) {
    header(out, type, Layout.LUMISSIL);
    out.putShort((short) 0).putInt(0);
    MmeWriter.u8(out, request);
    out.position(out.position() + LUMISSIL_RESERVED);
  }
}
