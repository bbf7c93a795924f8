package io.tidegate.codec.slac;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages to Ethernet frames, padded to 60 octets. Numbers are cut to their field; a list of bytes
 * of the wrong length is an {@link IllegalArgumentException}, since it is a mistake of this
 * program.
 */
public final class MmeWriter {
  /** Protocol, its run (two octets), its message, capability. */
  static final int PROTOCOL_OCTETS = 5;

  private static final int KEY_TYPE_NMK = 1;
  private static final int PROTOCOL_HIGHER_LAYER = 4;
  private static final int NEW_KEY_IS_NMK = 1;

  private MmeWriter() {}

  public static byte[] write(MmeFrame frame) {
    ByteBuffer out = ByteBuffer.allocate(Layout.LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    address(out, frame.destination());
    address(out, frame.source());
    out.put((byte) (Layout.ETHER_TYPE >>> 8)).put((byte) Layout.ETHER_TYPE);
    Mme message = frame.message();
    if (message instanceof Mme.Standard standard) {
      standard(out, standard);
    } else if (message instanceof Mme.Other other) {
      header(out, other.version(), other.type());
    } else {
      VendorWriter.write(out, message);
    }
    return Arrays.copyOf(out.array(), Math.max(Layout.SHORTEST, out.position()));
  }

  static void header(ByteBuffer out, int version, int type) {
    out.put((byte) version).putShort((short) type);
    if (version != Layout.VERSION_1_0) {
      out.putShort((short) 0);
    }
  }

  static void address(ByteBuffer out, MacAddress address) {
    for (int shift = 40; shift >= 0; shift -= 8) {
      out.put((byte) (address.bits() >> shift));
    }
  }

  private static void standard(ByteBuffer out, Mme.Standard message) {
    header(out, Layout.VERSION_1_1, type(message));
    if (message instanceof Mme.SlacParmReq m) {
      plain(out);
      runId(out, m.runId());
    } else if (message instanceof Mme.SlacParmCnf m) {
      parmCnf(out, m);
    } else if (message instanceof Mme.StartAttenCharInd m) {
      plain(out);
      u8(out, m.sounds(), m.timeoutTenths(), m.responseType());
      address(out, m.forwardingStation());
      runId(out, m.runId());
    } else if (message instanceof Mme.MnbcSoundInd m) {
      sound(out, m);
    } else if (message instanceof Mme.AttenProfileInd m) {
      address(out, m.vehicle());
      u8(out, m.groups().length(), 0);
      octets(out, m.groups(), m.groups().length());
    } else if (message instanceof Mme.AttenCharInd m) {
      attenCharInd(out, m);
    } else if (message instanceof Mme.AttenCharRsp m) {
      attenCharRsp(out, m);
    } else if (message instanceof Mme.ValidateReq m) {
      u8(out, m.signalType(), m.timer(), m.result());
    } else if (message instanceof Mme.ValidateCnf m) {
      u8(out, m.signalType(), m.toggles(), m.result());
    } else if (message instanceof Mme.SlacMatchReq m) {
      matchReq(out, m);
    } else if (message instanceof Mme.SlacMatchCnf m) {
      matchCnf(out, m);
    } else if (message instanceof Mme.SetKeyReq m) {
      setKeyReq(out, m);
    } else if (message instanceof Mme.SetKeyCnf m) {
      u8(out, m.result());
      out.putInt(0).putInt((int) m.yourNonce()).put((byte) PROTOCOL_HIGHER_LAYER).putInt(0);
    }
  }

  private static int type(Mme.Standard message) {
    if (message instanceof Mme.SlacParmReq) {
      return Layout.CM_SLAC_PARM;
    } else if (message instanceof Mme.SlacParmCnf) {
      return Layout.CM_SLAC_PARM + Layout.CNF;
    } else if (message instanceof Mme.StartAttenCharInd) {
      return Layout.CM_START_ATTEN_CHAR + Layout.IND;
    } else if (message instanceof Mme.MnbcSoundInd) {
      return Layout.CM_MNBC_SOUND + Layout.IND;
    } else if (message instanceof Mme.AttenProfileInd) {
      return Layout.CM_ATTEN_PROFILE + Layout.IND;
    } else if (message instanceof Mme.AttenCharInd) {
      return Layout.CM_ATTEN_CHAR + Layout.IND;
    } else if (message instanceof Mme.AttenCharRsp) {
      return Layout.CM_ATTEN_CHAR + Layout.RSP;
    } else if (message instanceof Mme.ValidateReq) {
      return Layout.CM_VALIDATE;
    } else if (message instanceof Mme.ValidateCnf) {
      return Layout.CM_VALIDATE + Layout.CNF;
    } else if (message instanceof Mme.SlacMatchReq) {
      return Layout.CM_SLAC_MATCH;
    } else if (message instanceof Mme.SlacMatchCnf) {
      return Layout.CM_SLAC_MATCH + Layout.CNF;
    } else if (message instanceof Mme.SetKeyReq) {
      return Layout.CM_SET_KEY;
    } else if (message instanceof Mme.SetKeyCnf) {
      return Layout.CM_SET_KEY + Layout.CNF;
    }
    return message instanceof Mme.StaCapReq ? Layout.CM_STA_CAP : Layout.CM_STA_CAP + Layout.CNF;
  }

  /** Application type 0: matching; security type 0: none. */
  private static void plain(ByteBuffer out) {
    u8(out, 0, 0);
  }

  static void u8(ByteBuffer out, int... values) {
    for (int value : values) {
      out.put((byte) value);
    }
  }

  private static void runId(ByteBuffer out, long runId) {
    out.putLong(Long.reverseBytes(runId));
  }

  static void octets(ByteBuffer out, Octets octets, int length) {
    if (octets.length() != length) {
      throw new IllegalArgumentException(octets.length() + " octets, not " + length);
    }
    out.put(octets.toBytes());
  }

  private static void parmCnf(ByteBuffer out, Mme.SlacParmCnf m) {
    address(out, m.soundTarget());
    u8(out, m.sounds(), m.timeoutTenths(), m.responseType());
    address(out, m.forwardingStation());
    plain(out);
    runId(out, m.runId());
  }

  private static void sound(ByteBuffer out, Mme.MnbcSoundInd m) {
    plain(out);
    octets(out, m.senderId(), Layout.STATION_ID);
    u8(out, m.remaining());
    runId(out, m.runId());
    out.putLong(0);
    octets(out, m.random(), Layout.RANDOM);
  }

  private static void attenCharInd(ByteBuffer out, Mme.AttenCharInd m) {
    plain(out);
    address(out, m.source());
    runId(out, m.runId());
    octets(out, m.sourceId(), Layout.STATION_ID);
    octets(out, m.responderId(), Layout.STATION_ID);
    u8(out, m.sounds(), m.groups().length());
    octets(out, m.groups(), m.groups().length());
  }

  private static void attenCharRsp(ByteBuffer out, Mme.AttenCharRsp m) {
    plain(out);
    address(out, m.source());
    runId(out, m.runId());
    octets(out, m.sourceId(), Layout.STATION_ID);
    octets(out, m.responderId(), Layout.STATION_ID);
    u8(out, m.result());
  }

  private static void matchReq(ByteBuffer out, Mme.SlacMatchReq m) {
    plain(out);
    out.putShort((short) Layout.MATCH_REQ_LENGTH);
    octets(out, m.vehicleId(), Layout.STATION_ID);
    address(out, m.vehicle());
    octets(out, m.evseId(), Layout.STATION_ID);
    address(out, m.evse());
    runId(out, m.runId());
    out.putLong(0);
  }

  private static void matchCnf(ByteBuffer out, Mme.SlacMatchCnf m) {
    plain(out);
    out.putShort((short) Layout.MATCH_CNF_LENGTH);
    octets(out, m.vehicleId(), Layout.STATION_ID);
    address(out, m.vehicle());
    octets(out, m.evseId(), Layout.STATION_ID);
    address(out, m.evse());
    runId(out, m.runId());
    out.putLong(0);
    octets(out, m.networkId(), Layout.NETWORK_ID);
    u8(out, 0);
    out.put(m.key().toBytes());
  }

  private static void setKeyReq(ByteBuffer out, Mme.SetKeyReq m) {
    u8(out, KEY_TYPE_NMK);
    out.putInt((int) m.myNonce()).putInt(0);
    u8(out, PROTOCOL_HIGHER_LAYER, 0, 0, 0, 0);
    octets(out, m.networkId(), Layout.NETWORK_ID);
    u8(out, NEW_KEY_IS_NMK);
    out.put(m.key().toBytes());
  }
}
