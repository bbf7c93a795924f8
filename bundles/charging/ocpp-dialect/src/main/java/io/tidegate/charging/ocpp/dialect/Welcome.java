package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.v21.Component;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.GetVariableData;
import io.tidegate.codec.ocpp.json.v21.GetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.MessageTrigger;
import io.tidegate.codec.ocpp.json.v21.SetVariableData;
import io.tidegate.codec.ocpp.json.v21.SetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What an accepted station is asked and told first: the safe share beneath all setpoints, how often
 * to report, and to say again what it is doing. Any thread.
 */
final class Welcome {
  /** Key of the question what a station can do. */
  static final String ABILITIES = "abilities";

  static final String RATE_UNIT = "RateUnit";
  static final String DYNAMIC = "SmartChargingCtrlr.SupportsDynamicProfiles";
  static final String V2X = "V2XChargingCtrlr.Enabled";
  static final String MODES = "V2XChargingCtrlr.SupportedOperationModes";
  private static final String MEASURANDS =
      "Power.Active.Import,Power.Active.Export,SoC,"
          + "Energy.Active.Import.Register,Energy.Active.Export.Register";

  private final Language language;
  private static final String V2X_MEASURANDS = ",Power.Active.Setpoint,Power.Active.Residual";

  private final SiteModel model;
  private final Calls calls;
  private final SafeShares shares;
  private final Inquest inquest;
  private final Renewals renewals;
  private final Units units;
  private final Courier courier;
  private final Supplier<DialectSettings> settings;
  private final Ears ears;

  /**
   * @param language its subprotocol names the service that reaches a station of this dialect
   */
  Welcome(
      Language language,
      SiteModel model,
      Calls calls,
      Courier courier,
      SafeShares shares,
      Inquest inquest,
      Renewals renewals,
      Units units,
      Supplier<DialectSettings> settings,
      Ears ears) {
    this.language = language;
    this.model = model;
    this.calls = calls;
    this.shares = shares;
    this.inquest = inquest;
    this.renewals = renewals;
    this.units = units;
    this.courier = courier;
    this.settings = settings;
    this.ears = ears;
  }

  /**
   * Lets the station in: the site learns of it, the station gets its base profiles.
   *
   * @param booted it has just booted and reports its connectors by itself (B01)
   */
  void accept(Line line, boolean booted) {
    line.change(s -> s.standing(Standing.ACCEPTED).online(true));
    say(new SiteInput.StationOnline(line.station(), actuator()));
    List<EvseSpec> evses = evses(line);
    shares.begin(line);
    if (booted) {
      inquest.booted(line);
    }
    calls.ask(line, variables(line), Urgency.ROUTINE, "variables", Note.OTHER);
    line.profiles().forget();
    askAbilities(line);
    trigger(line, MessageTrigger.TRANSACTION_EVENT, Optional.empty());
    renewals.accepted(line);
    if (!booted) {
      for (EvseSpec evse : evses) {
        trigger(
            line,
            MessageTrigger.STATUS_NOTIFICATION,
            Optional.of(new Evse(evse.number(), OptionalInt.of(1))));
      }
    }
    ears.accepted(line.station(), booted);
  }

  /**
   * Takes over from another version of the dialect: tells the site again what it may not have heard
   * (all of it harmless when it has), and renews base profiles whose safe share has changed.
   */
  void resume(Line line) {
    StationState state = line.state();
    if (!state.online()) {
      return;
    }
    say(new SiteInput.StationOnline(line.station(), actuator()));
    for (EvseSpec evse : evses(line)) {
      EvseEntry entry = state.evse(evse.number());
      Statuses.availability(entry).ifPresent(a -> say(new SiteInput.EvseStatus(evse.id(), a)));
      if (entry.charging()) {
        var session = line.session(entry.booked());
        say(new SiteInput.SessionStarted(evse.id(), session, entry.transaction()));
        entry
            .discharge()
            .ifPresent(
                allowed ->
                    say(
                        new SiteInput.DischargePermission(
                            evse.id(), session, allowed, "earlier on this connection")));
      }
    }
    shares.resume(line);
    if (state.abilities().answered()) {
      units.check(line);
    } else {
      askAbilities(line);
    }
  }

  private void askAbilities(Line line) {
    List<GetVariableData> data = new ArrayList<>();
    data.add(variable("SmartChargingCtrlr." + RATE_UNIT));
    if (language.says(UpdateDynamicScheduleRequest.class)) {
      List.of(DYNAMIC, V2X, MODES).forEach(name -> data.add(variable(name)));
    }
    calls.ask(line, new GetVariablesRequest(data), Urgency.CONTROL, ABILITIES, Note.OTHER);
  }

  private static GetVariableData variable(String name) {
    int dot = name.indexOf('.');
    return new GetVariableData(
        new Component(name.substring(0, dot), Optional.empty(), Optional.empty()),
        new Variable(name.substring(dot + 1), Optional.empty()),
        Optional.empty());
  }

  private String actuator() {
    return language.protocol().version().subprotocol();
  }

  /** Asks a station that is unknown to boot (S2). */
  void askToBoot(Line line) {
    trigger(line, MessageTrigger.BOOT_NOTIFICATION, Optional.empty());
  }

  /** A station that is let in for nothing but a new certificate (A00.FR.429). */
  void askToRenew(Line line) {
    renewals.ask(line);
  }

  private void trigger(Line line, MessageTrigger message, Optional<Evse> evse) {
    String key = "trigger/" + message + evse.map(e -> "/" + e.id()).orElse("");
    TriggerMessageRequest request = new TriggerMessageRequest(message, evse);
    calls.ask(line, request, Urgency.CONTROL, key, Note.OTHER);
  }

  private SetVariablesRequest variables(Line line) {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put(
        "OCPPCommCtrlr.HeartbeatInterval",
        Integer.toString(settings.get().heartbeatOf(line.station())));
    wanted.put(
        "SampledDataCtrlr.TxUpdatedInterval",
        Long.toString(settings.get().telemetry().toSeconds()));
    wanted.put("SampledDataCtrlr.TxUpdatedMeasurands", MEASURANDS);
    if (language.says(UpdateDynamicScheduleRequest.class)) {
      wanted.put("V2XChargingCtrlr.TxUpdatedMeasurands", MEASURANDS + V2X_MEASURANDS);
    }
    wanted.putAll(settings.get().variables());
    List<SetVariableData> data = new ArrayList<>();
    wanted.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          data.add(
              new SetVariableData(
                  value,
                  new Component(name.substring(0, dot), Optional.empty(), Optional.empty()),
                  new Variable(name.substring(dot + 1), Optional.empty()),
                  Optional.empty()));
        });
    return new SetVariablesRequest(data);
  }

  private List<EvseSpec> evses(Line line) {
    return model.evsesOf(line.station());
  }

  private void say(SiteInput input) {
    Undelivered.log(courier.deliver(input), input);
  }
}
