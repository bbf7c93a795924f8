package io.tidegate.codec.release;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Leave to go back to a release whose counter is not above what was confirmed: {@code permit.json}
 * in its archive, signed by the role {@link Purpose#PERMIT}.
 *
 * @param name of the release
 * @param counter of the release
 * @param device id of the one gateway that may, or {@code *} for all
 */
public record Permit(String name, long counter, Instant expires, String device) {
  /**
   * Reads one.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  public static Permit read(byte[] json) throws Refusal {
    Fields in = new Fields(Parts.PERMIT, Json.read(Parts.PERMIT, json));
    in.format();
    Permit permit =
        new Permit(
            in.text("name", Names.NAME, Names.A_NAME),
            in.number("counter", 1, Fields.MOST),
            in.time("expires"),
            in.text("device", Names.DEVICE, "an id of a gateway, or *"));
    in.end();
    return permit;
  }

  /**
   * The same permit, the same bytes.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY} for one that nobody could read
   */
  public byte[] write() throws Refusal {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("formatVersion", 1);
    out.put("name", name);
    out.put("counter", counter);
    out.put("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
    out.put("device", device);
    byte[] json = JsonText.of(out);
    read(json);
    return json;
  }
}
