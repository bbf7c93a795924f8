package io.tidegate.core.control.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.SiteInput.EvseTelemetry;
import io.tidegate.api.control.SiteInput.SetpointOutcome;
import io.tidegate.api.control.StampedInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The two inputs of which a large site has thousands a second, in the bytes that the mapper of
 * {@link JournalCodec} would make of them, at a third of its cost. Thread-safe.
 */
final class InputWriter {
  private static final int USUAL_BYTES = 320;
  private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long YEAR_10000 = 253_402_300_800L;

  private final JsonFactory json;

  InputWriter(JsonFactory json) {
    this.json = json;
  }

  /** Null for all other inputs. */
  byte[] write(StampedInput stamped) {
    boolean telemetry = stamped.input() instanceof EvseTelemetry;
    if (!telemetry && !(stamped.input() instanceof SetpointOutcome)) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("sequence", stamped.sequence());
      out.writeStringField("at", text(stamped.at()));
      out.writeObjectFieldStart("input");
      if (telemetry) {
        write((EvseTelemetry) stamped.input(), out);
      } else {
        write((SetpointOutcome) stamped.input(), out);
      }
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return bytes.toByteArray();
  }

  private static void write(EvseTelemetry t, JsonGenerator out) throws IOException {
    out.writeStringField("type", "EvseTelemetry");
    out.writeStringField("evse", t.evse().value());
    out.writeStringField("sampledAt", text(t.sampledAt()));
    out.writeNumberField("powerW", t.powerW());
    out.writeNumberField("socPct", t.socPct());
    out.writeNumberField("connectorC", t.connectorC());
    out.writeNumberField("inverterC", t.inverterC());
    out.writeNumberField("packC", t.packC());
    out.writeNumberField("importWh", t.importWh());
    out.writeNumberField("exportWh", t.exportWh());
  }

  private static void write(SetpointOutcome o, JsonGenerator out) throws IOException {
    out.writeStringField("type", "SetpointOutcome");
    out.writeStringField("evse", o.evse().value());
    out.writeNumberField("setpoint", o.setpoint());
    out.writeStringField("outcome", o.outcome().name());
  }

  /** Like {@link Instant#toString}, without a formatter. */
  static String text(Instant at) {
    long second = at.getEpochSecond();
    if (second < YEAR_0 || second >= YEAR_10000) {
      return at.toString();
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(30);
    digits(text, time.getYear(), 4);
    digits(text.append('-'), time.getMonthValue(), 2);
    digits(text.append('-'), time.getDayOfMonth(), 2);
    digits(text.append('T'), time.getHour(), 2);
    digits(text.append(':'), time.getMinute(), 2);
    digits(text.append(':'), time.getSecond(), 2);
    int nano = at.getNano();
    if (nano % 1_000 != 0) {
      digits(text.append('.'), nano, 9);
    } else if (nano % 1_000_000 != 0) {
      digits(text.append('.'), nano / 1_000, 6);
    } else if (nano != 0) {
      digits(text.append('.'), nano / 1_000_000, 3);
    }
    return text.append('Z').toString();
  }

  private static void digits(StringBuilder text, int value, int count) {
    int from = text.length();
    text.setLength(from + count);
    int rest = value;
    for (int i = from + count - 1; i >= from; i--) {
      text.setCharAt(i, (char) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
