package io.tidegate.charging.ocpp.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.SiteModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Knows the one kind of charging profile that needs no clearance: a charge-only base profile whose
 * every limit lies between 0 and the EVSE's static safe share, which fits the site by construction.
 * Anything that it does not know in full is not a safe share. One use, one thread.
 */
final class SafeShare {
  private static final Set<String> PURPOSES =
      Set.of("TxDefaultProfile", "ChargingStationMaxProfile", "ChargePointMaxProfile");
  private static final Set<String> PROFILE_SCALARS =
      Set.of(
          "id",
          "chargingProfileId",
          "stackLevel",
          "chargingProfileKind",
          "recurrencyKind",
          "validFrom",
          "validTo");
  private static final Set<String> SCHEDULE_SCALARS = Set.of("id", "startSchedule", "duration");
  private static final Set<String> PERIOD_SCALARS =
      Set.of("startPeriod", "numberPhases", "phaseToUse");
  private static final double ROUNDING = 1 + 1e-9;

  private final JsonParser parser;
  private int evse = -1;
  private boolean purposeFits;
  private boolean addressed;
  private boolean profiled;
  private double highestW;
  private double highestA;

  private SafeShare(JsonParser parser) {
    this.parser = parser;
  }

  /** True when the payload of a SetChargingProfile grants no more than the safe share. */
  static boolean covers(String payload, StationId station, SiteModel model) {
    try (JsonParser parser = Payload.JSON.createParser(payload)) {
      SafeShare reading = new SafeShare(parser);
      reading.request();
      return parser.nextToken() == null
          && reading.purposeFits
          && reading.within(evses(model, station, reading.evse), model);
    } catch (IOException | Strange e) {
      return false;
    }
  }

  /** EVSE 0 stands for all of the station; each of them must then bear the limit. */
  private static List<EvseSpec> evses(SiteModel model, StationId station, int number) {
    if (number != 0) {
      return model.evse(station, number).stream().toList();
    }
    return model.evsesOf(station);
  }

  private boolean within(List<EvseSpec> evses, SiteModel model) {
    double volts = model.grid().nominalVoltageV();
    return !evses.isEmpty()
        && evses.stream()
            .allMatch(
                e ->
                    highestW <= e.safeShareW() * ROUNDING
                        && highestA * volts * e.phases().count() <= e.safeShareW() * ROUNDING);
  }

  private void request() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    for (String name = member(); name != null; name = member()) {
      switch (name) {
        // 1.6 calls it connector, and it is the EVSE of that number
        case "evseId", "connectorId" -> {
          expect(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
          once(!addressed);
          addressed = true;
          evse = parser.getIntValue();
        }
        case "chargingProfile", "csChargingProfiles" -> {
          once(!profiled);
          profiled = true;
          profile();
        }
        default -> throw new Strange();
      }
    }
  }

  private void profile() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    for (String name = member(); name != null; name = member()) {
      if (name.equals("chargingProfilePurpose")) {
        expect(parser.nextToken(), JsonToken.VALUE_STRING);
        purposeFits = PURPOSES.contains(parser.getText());
      } else if (name.equals("chargingSchedule")) {
        schedules();
      } else {
        scalar(name, PROFILE_SCALARS);
      }
    }
  }

  /** A list in 2.x, one in 1.6. */
  private void schedules() throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      schedule();
      return;
    }
    expect(parser.currentToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      schedule();
    }
  }

  private void schedule() throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT);
    LimitUnit unit = null;
    double highest = 0;
    boolean periods = false;
    for (String name = member(); name != null; name = member()) {
      if (name.equals("chargingRateUnit")) {
        expect(parser.nextToken(), JsonToken.VALUE_STRING);
        unit = unit(parser.getText());
      } else if (name.equals("chargingSchedulePeriod")) {
        expect(parser.nextToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          highest = Math.max(highest, period());
          periods = true;
        }
      } else {
        scalar(name, SCHEDULE_SCALARS);
      }
    }
    if (unit == null || !periods) {
      throw new Strange();
    }
    if (unit == LimitUnit.W) {
      highestW = Math.max(highestW, highest);
    } else {
      highestA = Math.max(highestA, highest);
    }
  }

  private static LimitUnit unit(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "W" -> LimitUnit.W;
      case "A" -> LimitUnit.A;
      default -> throw new Strange();
    };
  }

  private double period() throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT);
    double limit = Double.NaN;
    for (String name = member(); name != null; name = member()) {
      if (name.equals("limit")) {
        if (!parser.nextToken().isNumeric()) {
          throw new Strange();
        }
        limit = parser.getDoubleValue();
      } else {
        scalar(name, PERIOD_SCALARS);
      }
    }
    if (!(limit >= 0 && limit < Double.POSITIVE_INFINITY)) {
      throw new Strange();
    }
    return limit;
  }

  private String member() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_OBJECT) {
      return null;
    }
    expect(token, JsonToken.FIELD_NAME);
    return parser.currentName();
  }

  private void scalar(String name, Set<String> known) throws IOException {
    if (!known.contains(name) || !parser.nextToken().isScalarValue()) {
      throw new Strange();
    }
  }

  /** What one version says by one name and another by another must not come twice. */
  private static void once(boolean first) {
    if (!first) {
      throw new Strange();
    }
  }

  private static void expect(JsonToken token, JsonToken expected) {
    if (token != expected) {
      throw new Strange();
    }
  }

  /** Something that a safe share does not contain. */
  private static final class Strange extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Strange() {
      super("not a safe share", null, false, false);
    }
  }
}
