package io.tidegate.host.kura.driver;

import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.TargetKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a channel can be about. Powers in W, positive into the vehicle or from the grid; energies in
 * Wh; temperatures in °C; the name is that of the channel's field {@code point}.
 */
enum Point {
  EVSE_POWER("power at the connector, W", (s, i) -> power(s, i)),
  EVSE_SETPOINT(
      "power that it is given, W", (s, i) -> Sample.number(s.view().powerW().get(i), s.now())),
  EVSE_CHARGE_LIMIT(
      "most that it may charge now, W",
      (s, i) -> Sample.number(s.view().bounds().maxW(i), s.now())),
  EVSE_DISCHARGE_LIMIT(
      "most that it may discharge now, W ≥ 0",
      (s, i) -> Sample.number(Math.abs(s.view().bounds().minW(i)), s.now())),
  EVSE_REASON(
      "what its power is bound by",
      (s, i) ->
          Sample.of(
              s.view().reasons().get(i).isEmpty()
                  ? ""
                  : s.view().reasons().get(i).get(0).code().name(),
              s.now())),
  EVSE_AVAILABILITY(
      "available, occupied, reserved, unavailable, faulted",
      (s, i) -> Sample.of(s.evse(i).availability().name().toLowerCase(Locale.ROOT), s.now())),
  EVSE_ONLINE("whether its station is connected", (s, i) -> Sample.of(s.evse(i).online(), s.now())),
  EVSE_SHORTFALL(
      "W that it gives less than asked", (s, i) -> Sample.number(s.evse(i).shortfallW(), s.now())),
  EVSE_IMPORT("register into the vehicle, Wh", (s, i) -> energy(s, i, Measured::importWh)),
  EVSE_EXPORT("register out of the vehicle, Wh", (s, i) -> energy(s, i, Measured::exportWh)),
  EVSE_CONNECTOR_TEMPERATURE(
      "°C",
      (s, i) -> s.telemetry(s.evse(i).measured().connectorC(), s.evse(i).measured().connectorAt())),
  EVSE_INVERTER_TEMPERATURE(
      "°C",
      (s, i) -> s.telemetry(s.evse(i).measured().inverterC(), s.evse(i).measured().inverterAt())),
  VEHICLE_SOC("state of charge, %", Scene::soc),
  VEHICLE_SESSION(
      "id of its session", (s, i) -> s.session(i, v -> Sample.of(v.id().value(), s.now()))),
  VEHICLE_TARGET_SOC("desired state of charge, %", (s, i) -> wish(s, i, Session::targetSocPct)),
  VEHICLE_RESERVE("never discharged below it, %", (s, i) -> wish(s, i, Session::reservePct)),
  VEHICLE_DEPARTURE(
      "ms since 1970",
      (s, i) ->
          s.session(
              i,
              v ->
                  v.departure()
                      .map(at -> Sample.of(at.toEpochMilli(), s.now()))
                      .orElse(Sample.missing("none was announced")))),
  VEHICLE_CAPACITY("usable, Wh", (s, i) -> wish(s, i, Session::capacityWh)),
  VEHICLE_CHARGE_LIMIT("the vehicle's own, W", (s, i) -> wish(s, i, Session::vehicleMaxChargeW)),
  VEHICLE_DISCHARGE_LIMIT(
      "the vehicle's own, W ≥ 0", (s, i) -> wish(s, i, Session::vehicleMaxDischargeW)),
  VEHICLE_DISCHARGE_ALLOWED(
      "whether the vehicle allows it",
      (s, i) -> s.session(i, v -> Sample.of(v.dischargeAllowed(), s.now()))),
  VEHICLE_PACK_TEMPERATURE(
      "°C", (s, i) -> s.telemetry(s.evse(i).measured().packC(), s.evse(i).measured().packAt())),
  METER_POWER("W, positive is import", MeterReading::powerW),
  METER_L1("W of phase L1", MeterReading::l1W),
  METER_L2("W of phase L2", MeterReading::l2W),
  METER_L3("W of phase L3", MeterReading::l3W),
  METER_REACTIVE("var", MeterReading::reactiveVar),
  METER_VOLTAGE("V", MeterReading::voltageV),
  METER_FREQUENCY("Hz", MeterReading::frequencyHz),
  NODE_CHARGE_LIMIT(
      Subject.NODE,
      "most that its EVSEs together may take now, W",
      (s, i) -> Sample.number(s.view().bounds().chargeCapW(i), s.now())),
  NODE_DISCHARGE_LIMIT(
      Subject.NODE,
      "most that its EVSEs together may deliver now, W ≥ 0",
      (s, i) -> Sample.number(s.view().bounds().dischargeCapW(i), s.now())),
  EVSE_REQUEST(Subject.EVSE, "read and write: power asked for, W", TargetKind.EVSE_POWER),
  EVSE_LIMIT_REQUEST(
      Subject.EVSE, "read and write: asked to take at most, W", TargetKind.EVSE_LIMIT),
  NODE_REQUEST(
      Subject.NODE, "read and write: power of all its EVSEs together, W", TargetKind.VEHICLE_POWER),
  NODE_IMPORT_LIMIT_REQUEST(
      Subject.NODE, "read and write: import at most, W", TargetKind.IMPORT_LIMIT),
  NODE_EXPORT_LIMIT_REQUEST(
      Subject.NODE, "read and write: export at most, W", TargetKind.EXPORT_LIMIT);

  /** What the channel's field {@code subject} names. */
  enum Subject {
    EVSE,
    METER,
    NODE
  }

  /** Reads by the index of an EVSE or a node. */
  @FunctionalInterface
  private interface Reader {
    Sample read(Scene scene, int index);
  }

  private final Subject subject;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // each is a function of its arguments alone
  private final Reader reader;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Scene, Function<String, Sample>> byName;

  private final Optional<TargetKind> request;

  Point(Subject subject, String meaning, Reader reader) {
    this.subject = subject;
    this.meaning = meaning;
    this.reader = reader;
    this.byName = null;
    this.request = Optional.empty();
  }

  Point(String meaning, Reader reader) {
    this(Subject.EVSE, meaning, reader);
  }

  Point(String meaning, ToDoubleFunction<MeterReading> meter) {
    this.subject = Subject.METER;
    this.meaning = meaning;
    this.reader = null;
    this.byName = scene -> name -> scene.meter(name, meter);
    this.request = Optional.empty();
  }

  Point(Subject subject, String meaning, TargetKind request) {
    this.subject = subject;
    this.meaning = meaning;
    this.reader = null;
    this.byName = null;
    this.request = Optional.of(request);
  }

  /** As the channel's field {@code point} has it, e.g. {@code evse.power}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  static Optional<Point> of(String text) {
    return Arrays.stream(values()).filter(point -> point.text().equals(text)).findFirst();
  }

  Subject subject() {
    return subject;
  }

  String meaning() {
    return meaning;
  }

  /** What a value that is written here asks for; empty for what can only be read. */
  Optional<TargetKind> request() {
    return request;
  }

  /** Reads it; not for requests. */
  Sample read(Scene scene, String name) {
    if (byName != null) {
      return byName.apply(scene).apply(name);
    }
    int index = index(scene, name);
    return index < 0 ? Sample.missing(absent(name)) : reader.read(scene, index);
  }

  /** Where the site has it; −1 when it has not. Meters have no place. */
  int index(Scene scene, String name) {
    if (subject == Subject.EVSE) {
      return Names.evse(scene.model(), name);
    }
    return name.isEmpty() ? 0 : scene.model().nodeIndexOf(name);
  }

  String absent(String name) {
    return "the site has no " + (subject == Subject.EVSE ? "EVSE " : "node ") + name;
  }

  private static Sample power(Scene scene, int index) {
    Measured measured = scene.evse(index).measured();
    return scene.telemetry(measured.powerW(), measured.powerAt());
  }

  /** Registers keep their value. */
  private static Sample energy(Scene scene, int index, ToDoubleFunction<Measured> read) {
    return Sample.number(read.applyAsDouble(scene.evse(index).measured()), scene.now());
  }

  private static Sample wish(Scene scene, int index, ToDoubleFunction<Session> read) {
    return scene.session(index, session -> Sample.number(read.applyAsDouble(session), scene.now()));
  }
}
