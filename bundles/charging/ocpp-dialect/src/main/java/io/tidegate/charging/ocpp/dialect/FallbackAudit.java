package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.CompositeSchedule;
import io.tidegate.codec.ocpp.json.v21.GenericStatus;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds stations to what they accepted: asks which limits they follow in the end (K08), for a time
 * by which every setpoint has expired. Nothing but the safe share may be left then, or the station
 * would not fall back to it when the gateway is gone. Asked once in every transaction and again
 * after a while; what a station cannot say is not held against it. Any thread.
 */
final class FallbackAudit {
  private static final Logger LOG = LoggerFactory.getLogger(FallbackAudit.class);

  /** At the latest then it looks who is due; sooner where it is to ask more often. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** Longer than any setpoint lives, 60 s, with a schedule that begins up to a minute early. */
  private static final int BEYOND_S = 150;

  private static final int ASKED_S = 180;

  /** So many EVSEs a look: after a restart all of them are due together. */
  private static final int MOST = 200;

  /** Somebody who is doubted may clear himself sooner. */
  private static final Duration DOUBT = Duration.ofMinutes(5);

  /** What a station may lose by rounding, in parts. */
  private static final BigDecimal TOLERANCE = new BigDecimal("1.01");

  private final Parts parts;
  private final SetpointWriter writer;
  private final Map<EvseId, Asked> asked = new ConcurrentHashMap<>();
  private final Set<StationId> unable = ConcurrentHashMap.newKeySet();

  /** What it works with. */
  record Parts(
      SiteModel model,
      Lines lines,
      Calls calls,
      SafeShares shares,
      Later later,
      InstantSource time,
      Supplier<DialectSettings> settings) {}

  private record Asked(String transaction, Instant at) {}

  FallbackAudit(Parts parts) {
    this.parts = parts;
    writer = new SetpointWriter(parts.model());
    await();
  }

  private void await() {
    parts
        .later()
        .in(
            pause(),
            () -> {
              look();
              await();
            });
  }

  private Duration pause() {
    Duration interval = parts.settings().get().auditInterval();
    return interval.isZero() || interval.compareTo(LOOK) > 0 ? LOOK : interval;
  }

  private void look() {
    Duration interval = parts.settings().get().auditInterval();
    if (interval.isZero()) {
      return;
    }
    Instant now = parts.time().instant();
    int left = MOST;
    for (EvseSpec evse : parts.model().evses()) {
      Optional<Line> line =
          parts.lines().of(evse.station()).filter(l -> due(l, evse, now, interval));
      if (line.isPresent() && left-- > 0) {
        ask(line.get(), evse, now);
      }
    }
  }

  private boolean due(Line line, EvseSpec evse, Instant now, Duration interval) {
    StationState state = line.state();
    EvseEntry entry = state.evse(evse.number());
    boolean questionable =
        state.online()
            && entry.charging()
            && !unable.contains(line.station())
            && (!Double.isNaN(entry.baseLimitW()) || parts.shares().doubted(evse.id()));
    Asked last = asked.get(evse.id());
    boolean doubted = parts.shares().doubted(evse.id()) && DOUBT.compareTo(interval) < 0;
    Duration wait = doubted ? DOUBT : interval;
    return questionable
        && (last == null
            || !last.transaction().equals(entry.booked())
            || !now.isBefore(last.at().plus(wait)));
  }

  private void ask(Line line, EvseSpec evse, Instant now) {
    asked.put(evse.id(), new Asked(line.state().evse(evse.number()).booked(), now));
    var request =
        new GetCompositeScheduleRequest(ASKED_S, evse.number(), Optional.of(writer.rateUnit(evse)));
    if (parts.calls().says(GetCompositeScheduleRequest.class)) {
      Note note = Note.composite(evse.id().value());
      parts.calls().ask(line, request, Urgency.ROUTINE, "composite/" + evse.id(), note);
    }
  }

  void answered(Line line, EvseSpec evse, GetCompositeScheduleResponse response) {
    Optional<BigDecimal> left =
        response.status() == GenericStatus.ACCEPTED
            ? response.schedule().flatMap(s -> left(s, evse))
            : Optional.empty();
    if (left.isEmpty()) {
      LOG.debug("Station {}, EVSE {}: no composite schedule to go by", line.station(), evse.id());
      return;
    }
    BigDecimal share = writer.limit(evse.safeShareW(), evse);
    if (left.get().signum() < 0 || left.get().compareTo(share.multiply(TOLERANCE)) > 0) {
      parts
          .shares()
          .contradicted(
              line,
              evse,
              "its composite schedule ends in %s %s instead of %s"
                  .formatted(left.get().toPlainString(), writer.rateUnit(evse), share));
    } else {
      parts.shares().confirmed(line, evse);
    }
  }

  /** It does not know the message; asked again when it has connected anew. */
  void unable(Line line) {
    unable.add(line.station());
  }

  void gone(StationId station) {
    unable.remove(station);
  }

  /** What it follows once setpoints have expired; empty when that does not show. */
  private Optional<BigDecimal> left(CompositeSchedule schedule, EvseSpec evse) {
    ChargingSchedulePeriod last = null;
    for (ChargingSchedulePeriod period : schedule.chargingSchedulePeriod()) {
      last = period.startPeriod() <= BEYOND_S ? period : last;
    }
    boolean comparable =
        last != null
            && schedule.duration() > BEYOND_S
            && schedule.chargingRateUnit() == writer.rateUnit(evse);
    return comparable ? last.limit() : Optional.empty();
  }
}
