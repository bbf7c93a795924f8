package io.tidegate.codec.slac;

import io.tidegate.codec.slac.MmeException.Reason;

/**
 * Ethernet frames to messages. Total: any octets give a frame or one {@link MmeException}, in time
 * and memory bounded by their number. What follows a message is padding and is not read.
 */
public final class MmeReader {
  private static final int TYPE_AT = 12;

  private MmeReader() {}

  /** The whole array. */
  public static MmeFrame read(byte[] frame) throws MmeException {
    return read(frame, frame.length);
  }

  /** The first {@code length} octets of the array. */
  public static MmeFrame read(byte[] frame, int length) throws MmeException {
    if (length > Layout.LONGEST) {
      throw new MmeException(Reason.TOO_LONG, length + " octets are no Ethernet frame");
    }
    Cursor in = new Cursor(frame, 0, length);
    MacAddress destination = in.address();
    MacAddress source = in.address();
    int etherType = Integer.reverseBytes(in.u16()) >>> 16;
    if (etherType != Layout.ETHER_TYPE) {
      throw new MmeException(Reason.ETHER_TYPE, "Ethernet type 0x%04x".formatted(etherType));
    }
    int version = in.u8();
    int type = in.u16();
    return new MmeFrame(destination, source, message(in, version, type));
  }

  /** Whether the frame is one of ours to read, without reading it. */
  public static boolean isMme(byte[] frame, int length) {
    return length > Layout.HEADER
        && (frame[TYPE_AT] & 0xff) == Layout.ETHER_TYPE >>> 8
        && (frame[TYPE_AT + 1] & 0xff) == (Layout.ETHER_TYPE & 0xff);
  }

  private static Mme message(Cursor in, int version, int type) throws MmeException {
    if (version > Layout.VERSION_2_0) {
      throw new MmeException(Reason.VERSION, "messages of version " + version + " are not read");
    }
    if (version != Layout.VERSION_1_0 && in.u16() != 0) {
      throw new MmeException(Reason.FRAGMENT, "a part of a message is not read");
    }
    if (type >= Layout.VENDOR && type < Layout.VENDOR_END) {
      return VendorReader.read(in, version, type);
    }
    return version == Layout.VERSION_1_0
        ? new Mme.Other(version, type)
        : standard(in, version, type);
  }

  private static Mme standard(Cursor in, int version, int type) throws MmeException {
    return switch (type) {
      case Layout.CM_SLAC_PARM -> parmReq(in);
      case Layout.CM_SLAC_PARM + Layout.CNF -> parmCnf(in);
      case Layout.CM_START_ATTEN_CHAR + Layout.IND -> startAttenChar(in);
      case Layout.CM_MNBC_SOUND + Layout.IND -> sound(in);
      case Layout.CM_ATTEN_PROFILE + Layout.IND -> attenProfile(in);
      case Layout.CM_ATTEN_CHAR + Layout.IND -> attenCharInd(in);
      case Layout.CM_ATTEN_CHAR + Layout.RSP -> attenCharRsp(in);
      case Layout.CM_VALIDATE -> new Mme.ValidateReq(in.u8(), in.u8(), in.u8());
      case Layout.CM_VALIDATE + Layout.CNF -> new Mme.ValidateCnf(in.u8(), in.u8(), in.u8());
      case Layout.CM_SLAC_MATCH -> matchReq(in);
      case Layout.CM_SLAC_MATCH + Layout.CNF -> matchCnf(in);
      case Layout.CM_SET_KEY -> setKeyReq(in);
      case Layout.CM_SET_KEY + Layout.CNF -> setKeyCnf(in);
      case Layout.CM_STA_CAP -> new Mme.StaCapReq();
      case Layout.CM_STA_CAP + Layout.CNF -> new Mme.StaCapCnf();
      default -> new Mme.Other(version, type);
    };
  }

  /** Application and security type: matching of vehicles, without ciphers. */
  private static void plain(Cursor in) throws MmeException {
    int application = in.u8();
    int security = in.u8();
    if (application != 0 || security != 0) {
      throw new MmeException(
          Reason.SECURITY,
          "application type " + application + ", security type " + security + " are not spoken");
    }
  }

  private static Mme parmReq(Cursor in) throws MmeException {
    plain(in);
    return new Mme.SlacParmReq(in.runId());
  }

  private static Mme parmCnf(Cursor in) throws MmeException {
    MacAddress target = in.address();
    int sounds = in.u8();
    int timeout = in.u8();
    int response = in.u8();
    MacAddress forwarding = in.address();
    plain(in);
    return new Mme.SlacParmCnf(target, sounds, timeout, response, forwarding, in.runId());
  }

  private static Mme startAttenChar(Cursor in) throws MmeException {
    plain(in);
    return new Mme.StartAttenCharInd(in.u8(), in.u8(), in.u8(), in.address(), in.runId());
  }

  private static Mme sound(Cursor in) throws MmeException {
    plain(in);
    Octets sender = in.octets(Layout.STATION_ID);
    int remaining = in.u8();
    long runId = in.runId();
    in.skip(Long.BYTES);
    return new Mme.MnbcSoundInd(sender, remaining, runId, in.octets(Layout.RANDOM));
  }

  private static Mme attenProfile(Cursor in) throws MmeException {
    MacAddress vehicle = in.address();
    int groups = in.u8();
    in.skip(1);
    return new Mme.AttenProfileInd(vehicle, in.octets(groups));
  }

  private static Mme attenCharInd(Cursor in) throws MmeException {
    plain(in);
    MacAddress source = in.address();
    long runId = in.runId();
    Octets sourceId = in.octets(Layout.STATION_ID);
    Octets responderId = in.octets(Layout.STATION_ID);
    int sounds = in.u8();
    Octets groups = in.octets(in.u8());
    return new Mme.AttenCharInd(source, runId, sourceId, responderId, sounds, groups);
  }

  private static Mme attenCharRsp(Cursor in) throws MmeException {
    plain(in);
    return new Mme.AttenCharRsp(
        in.address(),
        in.runId(),
        in.octets(Layout.STATION_ID),
        in.octets(Layout.STATION_ID),
        in.u8());
  }

  private static void length(Cursor in, int expected) throws MmeException {
    int length = in.u16();
    if (length != expected) {
      throw new MmeException(Reason.LENGTH, "a match of " + length + " octets, not " + expected);
    }
  }

  private static Mme matchReq(Cursor in) throws MmeException {
    plain(in);
    length(in, Layout.MATCH_REQ_LENGTH);
    return new Mme.SlacMatchReq(
        in.octets(Layout.STATION_ID),
        in.address(),
        in.octets(Layout.STATION_ID),
        in.address(),
        in.runId());
  }

  private static Mme matchCnf(Cursor in) throws MmeException {
    plain(in);
    length(in, Layout.MATCH_CNF_LENGTH);
    Octets vehicleId = in.octets(Layout.STATION_ID);
    MacAddress vehicle = in.address();
    Octets evseId = in.octets(Layout.STATION_ID);
    MacAddress evse = in.address();
    long runId = in.runId();
    in.skip(Long.BYTES);
    Octets networkId = in.octets(Layout.NETWORK_ID);
    in.skip(1);
    return new Mme.SlacMatchCnf(vehicleId, vehicle, evseId, evse, runId, networkId, key(in));
  }

  private static NetworkKey key(Cursor in) throws MmeException {
    return NetworkKey.of(in.octets(NetworkKey.LENGTH).toBytes());
  }

  /** Key type, nonces, protocol and run, capability: see {@link MmeWriter}. */
  private static Mme setKeyReq(Cursor in) throws MmeException {
    in.skip(1);
    long myNonce = in.u32();
    in.skip(Integer.BYTES + MmeWriter.PROTOCOL_OCTETS);
    Octets networkId = in.octets(Layout.NETWORK_ID);
    in.skip(1);
    return new Mme.SetKeyReq(myNonce, networkId, key(in));
  }

  private static Mme setKeyCnf(Cursor in) throws MmeException {
    int result = in.u8();
    in.skip(Integer.BYTES);
    return new Mme.SetKeyCnf(result, in.u32());
  }
}
