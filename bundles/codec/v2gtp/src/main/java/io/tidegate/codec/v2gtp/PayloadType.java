package io.tidegate.codec.v2gtp;

/**
 * Payload types of V2GTP (ISO 15118-20 table 12). Plain numbers, since vehicles send others too:
 * from 0xA000 they are the manufacturer's.
 */
public final class PayloadType {
  /** The protocol handshake, and every message of DIN 70121 and ISO 15118-2. */
  public static final int SAP = 0x8001;

  /** ISO 15118-20: messages that all energy transfer types share. */
  public static final int COMMON = 0x8002;

  public static final int AC = 0x8003;
  public static final int DC = 0x8004;
  public static final int ACDP = 0x8005;
  public static final int WPT = 0x8006;

  /** ISO 15118-20: streams beside the main one, multiplexed on the same connection. */
  public static final int SCHEDULE_RENEGOTIATION = 0x8101;

  public static final int METERING_CONFIRMATION = 0x8102;
  public static final int ACDP_SYSTEM_STATUS = 0x8103;
  public static final int PARKING_STATUS = 0x8104;

  /** SECC discovery over a power line. */
  public static final int SDP_REQUEST = 0x9000;

  public static final int SDP_RESPONSE = 0x9001;

  /** SECC discovery over WLAN (pantographs, wireless power). */
  public static final int SDP_REQUEST_WIRELESS = 0x9002;

  public static final int SDP_RESPONSE_WIRELESS = 0x9003;

  private PayloadType() {}
}
