package io.tidegate.admin.exi.tool;

import io.tidegate.admin.exi.tool.json.JsonOut;
import java.time.Instant;

/**
 * Where a frame comes from.
 *
 * @param file name of the file, empty for standard input
 * @param number of the line or of the packet, from 1
 * @param time of the packet, or null for a line
 * @param from address and port, empty for a line
 * @param to likewise
 */
record Place(String file, long number, Instant time, String from, String to) {
  static Place line(String file, long number) {
    return new Place(file, number, null, "", "");
  }

  /** Whether it is a packet of a capture. */
  boolean isPacket() {
    return time != null;
  }

  /** Fields of a packet: not the frame's, passed over when it is encoded. */
  void writePacket(JsonOut out) {
    out.name("frame");
    out.open();
    out.name("number").number(number);
    out.name("time").text(time.toString());
    out.name("from").text(from);
    out.name("to").text(to);
    out.close();
  }
}
