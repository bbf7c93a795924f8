package io.tidegate.charging.ocpp.upstream;

import io.tidegate.charging.ocpp.upstream.Downcalls.Call;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.v21.AFRRSignalRequest;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ClearChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ClearChargingProfileRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charging profiles from above. None reaches a station: what is a plain upper limit caps its EVSEs,
 * what asks for power becomes a target of the site where the system has a mandate, the rest is
 * rejected with a reason (S8, S9, S14, P19). On the upstream's thread.
 */
final class ProfileDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileDesk.class);
  private static final String ACCEPTED = "{\"status\":\"Accepted\"}";

  private final Hub hub;

  ProfileDesk(Hub hub) {
    this.hub = hub;
  }

  void serve(Call call, Frame.Call frame) {
    switch (call.action()) {
      case "SetChargingProfile" ->
          set(call, frame.payload()).ifPresentOrElse(call::reject, () -> call.answer(ACCEPTED));
      case "ClearChargingProfile" -> clear(call, frame);
      case "AFRRSignal" ->
          signal(call, (AFRRSignalRequest) frame.message())
              .ifPresentOrElse(call::reject, () -> call.answer(ACCEPTED));
      default -> report(call, frame.payload());
    }
  }

  /** Why not; empty when it is in force. */
  private Optional<String> set(Call call, String request) {
    Instant now = hub.ceilings().now();
    CapReader.Verdict verdict = Caps.read(call.protocol(), request, now);
    Optional<String> why =
        verdict instanceof CapReader.Taken taken
            ? placed(call, taken.cap())
                .or(
                    () ->
                        call.upstream()
                            .caps()
                            .set(
                                call.link().station(),
                                new Caps.Held(
                                    ours(call, taken.cap()), call.link().subprotocol(), request)))
            : Optional.of(((CapReader.Not) verdict).reason());
    if (why.isPresent()) {
      LOG.warn(
          "ERR_UPSTREAM_PROFILE: upstream {}, station {}: a charging profile is rejected: {}",
          call.upstream().name(),
          call.link().station(),
          why.get());
    } else {
      hub.ceilings().look(call.upstream());
    }
    return why;
  }

  /** A signal of automatic frequency restoration: it moves the powers of its profiles (V2X.08). */
  private Optional<String> signal(Call call, AFRRSignalRequest signal) {
    String station = call.link().station();
    Orders orders = call.upstream().orders();
    Instant now = hub.ceilings().now();
    Optional<String> why =
        call.upstream().caps().of(station).stream().noneMatch(h -> h.cap().follows())
            ? Optional.of("NoProfile")
            : orders.signal(station, signal.timestamp().at(), signal.signal(), now);
    if (why.isPresent()) {
      LOG.warn(
          "ERR_UPSTREAM_SIGNAL: upstream {}, station {}: a signal is rejected: {}",
          call.upstream().name(),
          station,
          why.get());
    } else {
      hub.ceilings().look(call.upstream());
    }
    return why;
  }

  private Optional<String> placed(Call call, Cap cap) {
    String station = call.link().station();
    if (cap.asks() && !hub.ceilings().knows(call.upstream().orders().mandate())) {
      return Optional.of("NotEnabled");
    }
    if (!hub.ceilings().has(station, cap.evse())) {
      return Optional.of("UnknownEvse");
    }
    if (cap.purpose() == Cap.Purpose.TRANSACTION) {
      Optional<String> transaction = ours(call, cap).transaction();
      boolean old = call.protocol().version() == Version.OCPP_1_6;
      if (transaction.isEmpty() && !old) {
        return Optional.of("InvalidProfile");
      }
      if (transaction.filter(t -> !hub.sessions().knows(station, t)).isPresent()) {
        return Optional.of("TxNotFound");
      }
    }
    return Optional.empty();
  }

  /** On 1.6 with our number of the transaction. */
  private static Cap ours(Call call, Cap cap) {
    if (call.protocol().version() != Version.OCPP_1_6 || cap.transaction().isEmpty()) {
      return cap;
    }
    OptionalInt ours =
        call.upstream()
            .transactions()
            .ours(call.link().station(), Integer.parseInt(cap.transaction().get()));
    return new Cap(
        cap.id(),
        cap.evse(),
        cap.purpose(),
        cap.stackLevel(),
        cap.repeats(),
        Optional.of(ours.isPresent() ? "" + ours.getAsInt() : "unknown"),
        cap.from(),
        cap.to(),
        cap.schedules(),
        cap.taken());
  }

  /**
   * A profile that came with a request to start: it caps the EVSE from now to the end of the
   * transaction that begins there.
   *
   * @return why the start is rejected
   */
  Optional<String> started(Call call, String payload) {
    boolean old = call.protocol().version() == Version.OCPP_1_6;
    Optional<Integer> evse = Splice.number(payload, old ? "connectorId" : "evseId");
    Optional<String> profile = Splice.value(payload, "chargingProfile");
    if (evse.isEmpty() || profile.isEmpty()) {
      return Optional.of("InvalidProfile");
    }
    String request =
        old
            ? "{\"connectorId\":" + evse.get() + ",\"csChargingProfiles\":" + profile.get() + "}"
            : "{\"evseId\":" + evse.get() + ",\"chargingProfile\":" + profile.get() + "}";
    CapReader.Verdict verdict = Caps.read(call.protocol(), request, hub.ceilings().now());
    if (verdict instanceof CapReader.Not not) {
      return Optional.of(not.reason());
    }
    Cap cap = ((CapReader.Taken) verdict).cap();
    if (cap.purpose() != Cap.Purpose.TRANSACTION || cap.transaction().isPresent()) {
      return Optional.of("InvalidProfile");
    }
    if (cap.asks() && !hub.ceilings().knows(call.upstream().orders().mandate())) {
      return Optional.of("NotEnabled");
    }
    if (!hub.ceilings().has(call.link().station(), cap.evse())) {
      return Optional.of("UnknownEvse");
    }
    Optional<String> why =
        call.upstream()
            .caps()
            .set(call.link().station(), new Caps.Held(cap, call.link().subprotocol(), request));
    hub.ceilings().look(call.upstream());
    return why;
  }

  private void clear(Call call, Frame.Call frame) {
    boolean any = call.upstream().caps().clear(call.link().station(), which(frame));
    hub.ceilings().look(call.upstream());
    call.answer(any ? ACCEPTED : "{\"status\":\"Unknown\"}");
  }

  private static Predicate<Caps.Held> which(Frame.Call frame) {
    if (frame.message() instanceof ClearChargingProfileRequest clear) {
      if (clear.chargingProfileId().isPresent()) {
        return h -> h.cap().id() == clear.chargingProfileId().getAsInt();
      }
      Optional<ClearChargingProfile> criteria = clear.chargingProfileCriteria();
      return h ->
          fits(criteria.map(ClearChargingProfile::evseId), h.cap().evse())
              && fits(criteria.map(ClearChargingProfile::stackLevel), h.cap().stackLevel())
              && criteria
                  .flatMap(ClearChargingProfile::chargingProfilePurpose)
                  .filter(p -> purpose(p) != h.cap().purpose())
                  .isEmpty();
    }
    var clear = (io.tidegate.codec.ocpp.json.v16.ClearChargingProfileRequest) frame.message();
    if (clear.id().isPresent()) {
      return h -> h.cap().id() == clear.id().getAsInt();
    }
    return h ->
        fits(Optional.of(clear.connectorId()), h.cap().evse())
            && fits(Optional.of(clear.stackLevel()), h.cap().stackLevel())
            && clear
                .chargingProfilePurpose()
                .filter(
                    p ->
                        h.cap().purpose()
                            != switch (p) {
                              case CHARGE_POINT_MAX_PROFILE -> Cap.Purpose.STATION;
                              case TX_DEFAULT_PROFILE -> Cap.Purpose.DEFAULT;
                              case TX_PROFILE -> Cap.Purpose.TRANSACTION;
                            })
                .isEmpty();
  }

  private static Cap.Purpose purpose(ChargingProfilePurpose purpose) {
    return switch (purpose) {
      case CHARGING_STATION_MAX_PROFILE -> Cap.Purpose.STATION;
      case TX_DEFAULT_PROFILE -> Cap.Purpose.DEFAULT;
      case TX_PROFILE -> Cap.Purpose.TRANSACTION;
      default -> null;
    };
  }

  private static boolean fits(Optional<OptionalInt> wanted, int value) {
    return wanted.filter(w -> w.isPresent() && w.getAsInt() != value).isEmpty();
  }

  /** GetChargingProfiles: those that it has set itself, by EVSE. */
  private void report(Call call, String payload) {
    List<Caps.Held> held = call.upstream().caps().of(call.link().station());
    OptionalInt evse =
        Splice.number(payload, "evseId").map(OptionalInt::of).orElse(OptionalInt.empty());
    Map<Integer, String> byEvse =
        held.stream()
            .filter(h -> evse.isEmpty() || evse.getAsInt() == h.cap().evse())
            .collect(
                Collectors.groupingBy(
                    h -> h.cap().evse(),
                    TreeMap::new,
                    Collectors.mapping(
                        h -> Splice.value(h.request(), "chargingProfile").orElse("{}"),
                        Collectors.joining(","))));
    if (byEvse.isEmpty()) {
      call.answer("{\"status\":\"NoProfiles\"}");
      return;
    }
    call.answer(ACCEPTED);
    int left = byEvse.size();
    for (Map.Entry<Integer, String> each : byEvse.entrySet()) {
      call.link()
          .report(
              "ReportChargingProfiles",
              "{\"requestId\":"
                  + Splice.number(payload, "requestId").orElse(0)
                  + ",\"chargingLimitSource\":\"CSO\",\"tbc\":"
                  + (--left > 0)
                  + ",\"evseId\":"
                  + each.getKey()
                  + ",\"chargingProfile\":["
                  + each.getValue()
                  + "]}");
    }
  }
}
