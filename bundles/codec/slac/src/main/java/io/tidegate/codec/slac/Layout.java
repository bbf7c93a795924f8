package io.tidegate.codec.slac;

/**
 * Numbers of the wire: types of messages (request; confirmation + 1, indication + 2, response + 3).
 */
final class Layout {
  static final int ETHER_TYPE = 0x88e1;
  static final int HEADER = 14;

  /** Frames are padded with zeros to this, as Ethernet asks. */
  static final int SHORTEST = 60;

  static final int LONGEST = 1514;

  /** Messages of version 1.0 have no fields of fragmentation. */
  static final int VERSION_1_0 = 0;

  static final int VERSION_1_1 = 1;
  static final int VERSION_2_0 = 2;

  static final int STATION_ID = 17;
  static final int NETWORK_ID = 7;
  static final int RANDOM = 16;
  static final int MATCH_REQ_LENGTH = 62;
  static final int MATCH_CNF_LENGTH = 86;

  static final int CM_SET_KEY = 0x6008;
  static final int CM_STA_CAP = 0x6034;
  static final int CM_SLAC_PARM = 0x6064;
  static final int CM_START_ATTEN_CHAR = 0x6068;
  static final int CM_ATTEN_CHAR = 0x606c;
  static final int CM_MNBC_SOUND = 0x6074;
  static final int CM_VALIDATE = 0x6078;
  static final int CM_SLAC_MATCH = 0x607c;
  static final int CM_ATTEN_PROFILE = 0x6084;

  static final int CNF = 1;
  static final int IND = 2;
  static final int RSP = 3;

  static final int VENDOR = 0xa000;
  static final int VENDOR_END = 0xc000;
  static final int QUALCOMM = 0x00b052;
  static final int VS_SW_VER = 0xa000;
  static final int VS_RS_DEV = 0xa01c;
  static final int VS_LNK_STATS = 0xa030;
  static final int VS_NW_INFO = 0xa038;
  static final int VS_PL_LNK_STATUS = 0xa0b8;

  static final int LUMISSIL = 0x0016e8;
  static final int NSCM_GET_VERSION = 0xac6c;
  static final int NSCM_RESET_DEVICE = 0xac70;
  static final int NSCM_GET_D_LINK_STATUS = 0xac9c;

  private Layout() {}
}
