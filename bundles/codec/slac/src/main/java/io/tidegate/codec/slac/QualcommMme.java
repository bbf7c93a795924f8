package io.tidegate.codec.slac;

import java.util.List;
import java.util.Optional;

/**
 * Messages to modems with chips of Qualcomm (QCA7000 and its kin), as open tools for them show.
 * Status 0 is success.
 */
public sealed interface QualcommMme extends Mme {
  /** VS_SW_VER, asked also to learn whether a modem is there. */
  record VersionReq() implements QualcommMme {}

  record VersionCnf(int status, int device, String version) implements QualcommMme {}

  /** VS_RS_DEV: start again. */
  record ResetReq() implements QualcommMme {}

  record ResetCnf(int status) implements QualcommMme {}

  /** VS_PL_LNK_STATUS: is another station in the network? */
  record LinkStatusReq() implements QualcommMme {}

  record LinkStatusCnf(int status, boolean linked) implements QualcommMme {}

  /** VS_NW_INFO of message version 0: who is in the network? */
  record NetworkInfoReq() implements QualcommMme {}

  record NetworkInfoCnf(List<Network> networks) implements QualcommMme {
    public NetworkInfoCnf {
      networks = List.copyOf(networks);
    }
  }

  /** A network that the modem is in. */
  record Network(
      Octets networkId,
      int shortId,
      int terminal,
      int role,
      MacAddress coordinator,
      int coordinatorTerminal,
      List<Station> stations) {
    public Network {
      stations = List.copyOf(stations);
    }
  }

  /**
   * Another modem.
   *
   * @param host the station behind it
   * @param sendMbps mean rate towards it
   * @param receiveMbps mean rate from it
   */
  record Station(MacAddress modem, int terminal, MacAddress host, int sendMbps, int receiveMbps) {}

  /**
   * VS_LNK_STATS.
   *
   * @param control 0 read, 1 clear, 2 read and clear
   * @param direction 0 sent, 1 received, 2 both
   * @param link 0xF8: all contended links
   * @param peer the other modem
   */
  record LinkStatsReq(int control, int direction, int link, MacAddress peer)
      implements QualcommMme {
    public static final int READ = 0;
    public static final int BOTH = 2;
    public static final int ALL_CONTENDED = 0xf8;
  }

  record LinkStatsCnf(
      int status,
      int direction,
      int link,
      int terminal,
      Optional<Sent> sent,
      Optional<Received> received)
      implements QualcommMme {}

  /** Counters since the start or the last clearing; blocks are the units that have a checksum. */
  record Sent(long acknowledged, long collided, long failed, long goodBlocks, long failedBlocks) {}

  /** Likewise; bit errors before error correction. */
  record Received(
      long acknowledged,
      long failed,
      long goodBlocks,
      long failedBlocks,
      long goodBitErrors,
      long failedBitErrors) {}
}
