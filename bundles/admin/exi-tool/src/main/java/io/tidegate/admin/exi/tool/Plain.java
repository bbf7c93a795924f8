package io.tidegate.admin.exi.tool;

import io.tidegate.admin.exi.tool.json.JsonIn;
import io.tidegate.admin.exi.tool.json.JsonOut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Payloads of V2GTP that are no EXI: requests and responses of the discovery protocol (SDP, ISO
 * 15118-20 §7.8.3), and whatever else there is, as bytes.
 */
final class Plain {
  /** Discovery, in the field {@code schema}. */
  static final String SDP = "sdp";

  /** Anything else, in the field {@code schema}. */
  static final String OTHER = "v2gtp";

  private static final int REQUEST = 0x9000;
  private static final int RESPONSE = 0x9001;
  private static final int TLS = 0;
  private static final int NONE = 0x10;
  private static final int TCP = 0;

  private Plain() {}

  /** The name of the message, empty if it has none. */
  static String name(int type, int length) {
    return type == REQUEST && length == 2
        ? "SECCDiscoveryReq"
        : type == RESPONSE && length == 20 ? "SECCDiscoveryRes" : "";
  }

  /** Writes the fields. */
  static void write(int type, byte[] payload, JsonOut out) {
    int at = 0;
    if (name(type, payload.length).isEmpty()) {
      out.name("payload").hex(payload);
      return;
    }
    if (type == RESPONSE) {
      out.name("SECCIPAddress").text(address(Arrays.copyOf(payload, 16)));
      out.name("SECCPort").number((payload[16] & 0xff) << 8 | (payload[17] & 0xff));
      at = 18;
    }
    int security = payload[at] & 0xff;
    out.name("Security");
    if (security == TLS || security == NONE) {
      out.text(security == TLS ? "TLS" : "none");
    } else {
      out.number(security);
    }
    int transport = payload[at + 1] & 0xff;
    out.name("TransportProtocol");
    if (transport == TCP) {
      out.text("TCP");
    } else {
      out.number(transport);
    }
  }

  private static String address(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i += 2) {
      int group = (bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff);
      text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
    }
    return text.toString();
  }

  /** Reads the fields of a discovery message. */
  static byte[] readSdp(String name, JsonIn in) throws IOException {
    boolean response = name.equals("SECCDiscoveryRes");
    byte[] payload = new byte[response ? 20 : 2];
    int tail = payload.length - 2;
    long seen = 0;
    in.open();
    for (String field = in.field(); field != null; field = in.field()) {
      switch (response || !field.startsWith("SECC") ? field : "") {
        case "SECCIPAddress" -> {
          seen = in.once(seen, 0);
          System.arraycopy(address(in), 0, payload, 0, 16);
        }
        case "SECCPort" -> {
          seen = in.once(seen, 1);
          int port = (int) in.number(0, 0xffff);
          payload[16] = (byte) (port >> 8);
          payload[17] = (byte) port;
        }
        case "Security" -> {
          seen = in.once(seen, 2);
          payload[tail] = (byte) in.wordOrNumber("TLS", TLS, "none", NONE);
        }
        case "TransportProtocol" -> {
          seen = in.once(seen, 3);
          payload[tail + 1] = (byte) in.wordOrNumber("TCP", TCP, "", 0);
        }
        default -> throw in.unknown();
      }
    }
    in.require(
        ~seen & (response ? 15 : 12), "SECCIPAddress", "SECCPort", "Security", "TransportProtocol");
    in.end();
    return payload;
  }

  private static byte[] address(JsonIn in) throws IOException {
    String text = in.word();
    try {
      // only digits, letters to f and colons: a name would be looked up
      byte[] address =
          text.matches("[0-9A-Fa-f:]{2,39}") && text.contains(":")
              ? InetAddress.getByName(text).getAddress()
              : new byte[0];
      if (address.length == 16) {
        return address;
      }
    } catch (UnknownHostException e) {
      throw in.wrong("is no IPv6 address");
    }
    throw in.wrong("is no IPv6 address");
  }

  /** Reads the bytes of another payload. */
  static byte[] readOther(JsonIn in) throws IOException {
    byte[] payload = null;
    long seen = 0;
    in.open();
    for (String field = in.field(); field != null; field = in.field()) {
      if (!field.equals("payload")) {
        throw in.unknown();
      }
      seen = in.once(seen, 0);
      payload = in.hex(0, V2gtp.LONGEST).toArray();
    }
    in.require(~seen & 1, "payload");
    in.end();
    return payload;
  }
}
