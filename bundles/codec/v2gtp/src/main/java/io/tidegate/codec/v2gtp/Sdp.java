package io.tidegate.codec.v2gtp;

import io.tidegate.codec.v2gtp.V2gtp.Frame;
import io.tidegate.codec.v2gtp.V2gtpException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SECC discovery: a vehicle asks by multicast where the charge controller is. Pure functions from
 * bytes to records and back. The messages for WLAN are as other implementations have them.
 */
public final class Sdp {
  /** Longest payload of a request. */
  public static final int MOST = 62;

  private static final int REQUEST = 2;
  private static final int RESPONSE = 20;
  private static final int WIRELESS_RESPONSE = 59;
  private static final int EVID = 20;
  private static final int EVSEID = 37;

  private Sdp() {}

  /** What secures the connection. */
  public enum Security {
    TLS(0x00),
    NONE(0x10);

    private final int code;

    Security(int code) {
      this.code = code;
    }

    static Security of(byte code) throws V2gtpException {
      for (Security each : values()) {
        if (each.code == (code & 0xff)) {
          return each;
        }
      }
      throw new V2gtpException(Reason.VALUE, "reserved security " + (code & 0xff));
    }
  }

  /** A vehicle's question over the power line; its transport is always TCP. */
  public record Request(Security security) {
    public byte[] frame() {
      return V2gtp.frame(PayloadType.SDP_REQUEST, new byte[] {(byte) security.code, TCP});
    }
  }

  /**
   * The answer.
   *
   * @param address IPv6, 16 bytes; belongs to this record
   * @param port TCP, 0–65535
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Response(byte[] address, int port, Security security) {
    public Response {
      place(address, port);
    }

    public byte[] frame() {
      byte[] payload = new byte[RESPONSE];
      where(payload, address, port, security);
      return V2gtp.frame(PayloadType.SDP_RESPONSE, payload);
    }
  }

  /**
   * A vehicle's question over WLAN.
   *
   * @param pairing P2PS or PPD that it can, 16 bits
   * @param coupling coupling type, 8 bits
   * @param evid at most 20 characters
   * @param evseId EVSE that it is meant for, at most 37 characters; empty when it is not known
   */
  public record WirelessRequest(
      Security security, int pairing, int coupling, String evid, String evseId) {
    public byte[] frame() {
      byte[] payload = new byte[MOST];
      payload[0] = (byte) security.code;
      payload[1] = TCP;
      payload[2] = (byte) (pairing >> 8);
      payload[3] = (byte) pairing;
      payload[4] = (byte) coupling;
      text(payload, 5, EVID, evid);
      text(payload, 5 + EVID, EVSEID, evseId);
      return V2gtp.frame(PayloadType.SDP_REQUEST_WIRELESS, payload);
    }
  }

  /**
   * The answer over WLAN.
   *
   * @param address IPv6, 16 bytes; belongs to this record
   * @param port TCP, 0–65535
   * @param diagnosis status of the EVSE, 8 bits
   * @param coupling coupling type, 8 bits
   * @param evseId at most 37 characters
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record WirelessResponse(
      byte[] address, int port, Security security, int diagnosis, int coupling, String evseId) {
    public WirelessResponse {
      place(address, port);
    }

    public byte[] frame() {
      byte[] payload = new byte[WIRELESS_RESPONSE];
      where(payload, address, port, security);
      payload[RESPONSE] = (byte) diagnosis;
      payload[RESPONSE + 1] = (byte) coupling;
      text(payload, RESPONSE + 2, EVSEID, evseId);
      return V2gtp.frame(PayloadType.SDP_RESPONSE_WIRELESS, payload);
    }
  }

  private static final byte TCP = 0x00;

  public static Request request(Frame frame) throws V2gtpException {
    byte[] payload = payload(frame, PayloadType.SDP_REQUEST, REQUEST);
    transport(payload[1]);
    return new Request(Security.of(payload[0]));
  }

  public static Response response(Frame frame) throws V2gtpException {
    byte[] payload = payload(frame, PayloadType.SDP_RESPONSE, RESPONSE);
    transport(payload[19]);
    return new Response(
        Arrays.copyOf(payload, 16), V2gtp.u16(payload, 16), Security.of(payload[18]));
  }

  public static WirelessRequest wirelessRequest(Frame frame) throws V2gtpException {
    byte[] payload = payload(frame, PayloadType.SDP_REQUEST_WIRELESS, MOST);
    transport(payload[1]);
    return new WirelessRequest(
        Security.of(payload[0]),
        V2gtp.u16(payload, 2),
        payload[4] & 0xff,
        text(payload, 5, EVID),
        text(payload, 5 + EVID, EVSEID));
  }

  public static WirelessResponse wirelessResponse(Frame frame) throws V2gtpException {
    byte[] payload = payload(frame, PayloadType.SDP_RESPONSE_WIRELESS, WIRELESS_RESPONSE);
    transport(payload[19]);
    return new WirelessResponse(
        Arrays.copyOf(payload, 16),
        V2gtp.u16(payload, 16),
        Security.of(payload[18]),
        payload[RESPONSE] & 0xff,
        payload[RESPONSE + 1] & 0xff,
        text(payload, RESPONSE + 2, EVSEID));
  }

  private static byte[] payload(Frame frame, int type, int length) throws V2gtpException {
    if (frame.payloadType() != type) {
      throw new V2gtpException(
          Reason.TYPE, String.format("payload type %04x, not %04x", frame.payloadType(), type));
    }
    if (frame.payload().length != length) {
      throw new V2gtpException(
          Reason.LENGTH, "a payload of " + frame.payload().length + " bytes, not " + length);
    }
    return frame.payload();
  }

  private static void transport(byte code) throws V2gtpException {
    if (code != TCP) {
      throw new V2gtpException(Reason.VALUE, "reserved transport " + (code & 0xff));
    }
  }

  private static void place(byte[] address, int port) {
    if (address.length != 16 || port < 0 || port > 0xffff) {
      throw new IllegalArgumentException(address.length + " bytes of address, port " + port);
    }
  }

  private static void where(byte[] payload, byte[] address, int port, Security security) {
    System.arraycopy(address, 0, payload, 0, 16);
    payload[16] = (byte) (port >> 8);
    payload[17] = (byte) port;
    payload[18] = (byte) security.code;
    payload[19] = TCP;
  }

  private static void text(byte[] payload, int at, int most, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, payload, at, Math.min(most, bytes.length));
  }

  /** Up to the first zero byte; what is no printable ASCII becomes a question mark. */
  private static String text(byte[] payload, int at, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = at; i < at + most && payload[i] != 0; i++) {
      text.append(payload[i] >= 0x20 && payload[i] < 0x7f ? (char) payload[i] : '?');
    }
    return text.toString();
  }
}
