package io.tidegate.core.control.state;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.SitePicture.TemperatureState;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The site as the inputs so far have made it. Thread-confined; hands out immutable pictures. */
final class SiteState {
  /**
   * A command that has ended is remembered this long, so that a late repetition is recognised here
   * too.
   */
  private static final Duration COMMAND_MEMORY = Duration.ofSeconds(10);

  private final SiteModel model;
  private final Map<StationId, int[]> evsesOfStation = new HashMap<>();
  private final EvseState[] evses;
  private final EvseFollower[] followers;
  private final Map<SessionId, Integer> evseOfSession = new HashMap<>();
  private final Map<StationId, String> actuators = new HashMap<>();
  private final Map<String, MeterState> meters = new TreeMap<>();
  private final Map<String, TemperatureState> temperatures = new TreeMap<>();
  private final Map<String, MandateState> mandates = new LinkedHashMap<>();
  private final Map<CommandId, CommandState> commands = new LinkedHashMap<>();
  private final Map<String, List<Target>> policyTargets = new TreeMap<>();
  private Optional<Plan> plan = Optional.empty();
  private ClockQuality clock = new ClockQuality("none", false, Double.NaN, "no report yet");
  private boolean journalWritable = true;
  private boolean stopping;

  SiteState(SiteModel model) {
    this.model = model;
    int n = model.evses().size();
    evses = new EvseState[n];
    followers = new EvseFollower[n];
    for (int i = 0; i < n; i++) {
      evses[i] = EvseReducer.initial(i);
      followers[i] = new EvseFollower();
      StationId station = model.evses().get(i).station();
      int[] known = evsesOfStation.getOrDefault(station, new int[0]);
      int[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = i;
      evsesOfStation.put(station, more);
    }
    for (MandateSource source : model.mandateSources()) {
      mandates.put(source.id().value(), new MandateState(source, Instant.EPOCH));
    }
  }

  /** Takes over what a checkpoint knows about everything that this model still has. */
  void restore(Checkpoint from) {
    SiteModel old = from.picture().model();
    for (int o = 0; o < old.evses().size(); o++) {
      int i = model.indexOf(old.evses().get(o).id());
      if (i >= 0) {
        evses[i] = EvseFollower.reindexed(from.evse(o), i);
        if (!stillHolds(old.evses().get(o), model.evses().get(i))) {
          evses[i] =
              EvseReducer.share(
                  evses[i],
                  new SiteInput.SafeShareReport(
                      model.evses().get(i).id(), false, "the site file has another safe share"));
        }
        followers[i] = new EvseFollower(from.unsettled().get(o), from.follow().get(o));
        evses[i].session().ifPresent(s -> evseOfSession.put(s.id(), i));
      }
    }
    for (MandateState mandate : from.picture().mandates()) {
      String id = mandate.source().id().value();
      mandates.computeIfPresent(
          id, (k, now) -> new MandateState(now.source(), mandate.lastKeepAlive()));
    }
    actuators.putAll(from.actuators());
    meters.putAll(from.picture().meters());
    temperatures.putAll(from.picture().temperatures());
    from.picture().commands().forEach(c -> commands.put(c.command().id(), c));
    for (Target target : from.picture().policyTargets()) {
      policyTargets.computeIfAbsent(target.mandate(), k -> new ArrayList<>()).add(target);
    }
    plan = from.picture().plan();
    clock = from.picture().clock();
    journalWritable = from.picture().journalWritable();
    stopping = from.picture().stopping();
  }

  /** Whether what a station holds as the old safe share stays within the new one. */
  private static boolean stillHolds(EvseSpec old, EvseSpec now) {
    return old.station().equals(now.station())
        && old.number() == now.number()
        && old.safeShareW() <= now.safeShareW();
  }

  boolean journalWritable() {
    return journalWritable;
  }

  /** Who reaches a connected station; empty while it is not connected. */
  Map<StationId, String> actuators() {
    return actuators;
  }

  EvseState evse(int index) {
    return evses[index];
  }

  void issued(int index, io.tidegate.api.control.Setpoint setpoint) {
    evses[index] =
        EvseReducer.commitment(
            evses[index], followers[index].book().issued(evses[index].commitment(), setpoint));
  }

  List<List<Sent>> unsettled() {
    return Arrays.stream(followers).map(f -> f.book().unsettled()).toList();
  }

  List<Follow> follow() {
    return Arrays.stream(followers).map(EvseFollower::follow).toList();
  }

  SitePicture picture(Instant at, long sequence) {
    List<Target> targets = new ArrayList<>();
    policyTargets.values().forEach(targets::addAll);
    return new SitePicture(
        at,
        sequence,
        model,
        List.of(evses),
        Map.copyOf(meters),
        Map.copyOf(temperatures),
        List.copyOf(mandates.values()),
        List.copyOf(commands.values()),
        targets,
        plan,
        clock,
        journalWritable,
        stopping);
  }

  /** Applies one input; what names something unknown changes nothing. */
  void apply(StampedInput stamped) {
    Instant at = stamped.at();
    SiteInput input = stamped.input();
    if (input instanceof SiteInput.EvseTelemetry t) {
      telemetry(t, at);
    } else if (input instanceof SiteInput.SetpointOutcome o) {
      outcome(o, at);
    } else if (!applyToEvse(input, at)) {
      applyToSite(input, at);
    }
  }

  private void telemetry(SiteInput.EvseTelemetry t, Instant at) {
    int i = model.indexOf(t.evse());
    if (i >= 0) {
      evses[i] = followers[i].measured(EvseReducer.measured(evses[i], t, at), t, at);
    }
  }

  private void outcome(SiteInput.SetpointOutcome o, Instant at) {
    int i = model.indexOf(o.evse());
    if (i >= 0) {
      evses[i] = followers[i].settled(evses[i], o, at);
    }
  }

  private boolean applyToEvse(SiteInput input, Instant at) {
    if (input instanceof SiteInput.StationOnline s) {
      forStation(s.station(), i -> evses[i] = EvseReducer.online(evses[i]));
      actuators.put(s.station(), s.actuator());
    } else if (input instanceof SiteInput.StationOffline s) {
      lost(s.station(), at);
    } else if (input instanceof SiteInput.ActuatorLost a) {
      List.copyOf(actuators.entrySet()).stream()
          .filter(e -> e.getValue().equals(a.actuator()))
          .forEach(e -> lost(e.getKey(), at));
    } else if (input instanceof SiteInput.EvseStatus s) {
      change(s.evse(), e -> EvseReducer.availability(e, s.availability()));
    } else if (input instanceof SiteInput.SessionStarted s) {
      started(s, at);
    } else if (input instanceof SiteInput.SessionEnded s) {
      ended(s);
    } else if (input instanceof SiteInput.VehicleLimits v) {
      inSession(v.evse(), v.session(), e -> EvseReducer.vehicle(e, v));
    } else if (input instanceof SiteInput.DischargePermission p) {
      inSession(p.evse(), p.session(), e -> EvseReducer.permission(e, p));
    } else if (input instanceof SiteInput.DerateNotice d) {
      change(d.evse(), e -> EvseReducer.derate(e, d));
    } else if (input instanceof SiteInput.SafeShareReport r) {
      change(r.evse(), e -> EvseReducer.share(e, r));
    } else if (input instanceof SiteInput.DriverWish w) {
      Integer i = evseOfSession.get(w.session());
      if (i != null) {
        evses[i] = EvseReducer.wish(evses[i], w);
      }
    } else {
      return false;
    }
    return true;
  }

  private void applyToSite(SiteInput input, Instant at) {
    if (input instanceof SiteInput.MeterReading m) {
      meters.put(m.meter(), new MeterState(m.meter(), at, m));
    } else if (input instanceof SiteInput.TemperatureReading t) {
      temperatures.put(t.sensor(), new TemperatureState(t.celsius(), at));
    } else if (input instanceof SiteInput.CommandReceived c) {
      commands.values().removeIf(s -> s.command().end().plus(COMMAND_MEMORY).isBefore(at));
      commands.putIfAbsent(c.command().id(), new CommandState(c.command(), at));
    } else if (input instanceof SiteInput.KeepAlive k) {
      mandates.computeIfPresent(
          k.controller().value(), (id, m) -> new MandateState(m.source(), at));
    } else if (input instanceof SiteInput.ClockReport c) {
      clock = c.quality();
    } else if (input instanceof SiteInput.JournalReport j) {
      journalWritable = j.writable();
    } else if (input instanceof SiteInput.PolicyTargets p) {
      policyTargets.put("policy:" + p.policy(), List.copyOf(p.targets()));
    } else if (input instanceof SiteInput.PlanUpdate p) {
      plan = Optional.of(p.plan());
    } else if (input instanceof SiteInput.Restarted) {
      restarted(at);
    } else if (input instanceof SiteInput.ClockLeapt) {
      nothingIsCertain(at);
    } else if (input instanceof SiteInput.Stopping) {
      stopping = true;
    }
  }

  private void started(SiteInput.SessionStarted s, Instant at) {
    int i = model.indexOf(s.evse());
    if (i < 0 || evses[i].session().filter(c -> c.id().equals(s.session())).isPresent()) {
      return;
    }
    evses[i].session().ifPresent(c -> evseOfSession.remove(c.id()));
    followers[i].reset();
    evses[i] = EvseReducer.started(evses[i], s, at);
    evseOfSession.put(s.session(), i);
  }

  private void ended(SiteInput.SessionEnded s) {
    int i = model.indexOf(s.evse());
    if (i >= 0 && evses[i].session().filter(c -> c.id().equals(s.session())).isPresent()) {
      evseOfSession.remove(s.session());
      followers[i].reset();
      evses[i] = EvseReducer.ended(evses[i]);
    }
  }

  /**
   * The newest setpoints may have gone out without a trace in the journal, and the clock may have
   * been set since: whoever had a session may be obeying anything, until it accepts a setpoint or
   * the longest-lived one has expired.
   */
  private void restarted(Instant at) {
    nothingIsCertain(at);
    for (int i = 0; i < evses.length; i++) {
      evses[i] = EvseReducer.offline(evses[i], at);
    }
    actuators.clear();
    stopping = false;
  }

  private void nothingIsCertain(Instant at) {
    for (int i = 0; i < evses.length; i++) {
      if (evses[i].session().isPresent()) {
        evses[i] =
            EvseReducer.commitment(evses[i], followers[i].anything(model.evses().get(i), at));
      }
    }
  }

  private void lost(StationId station, Instant at) {
    forStation(station, i -> evses[i] = EvseReducer.offline(evses[i], at));
    actuators.remove(station);
  }

  private void forStation(StationId station, java.util.function.IntConsumer action) {
    for (int i : evsesOfStation.getOrDefault(station, new int[0])) {
      action.accept(i);
    }
  }

  private void change(EvseId evse, java.util.function.UnaryOperator<EvseState> change) {
    int i = model.indexOf(evse);
    if (i >= 0) {
      evses[i] = change.apply(evses[i]);
    }
  }

  private void inSession(
      EvseId evse, SessionId session, java.util.function.UnaryOperator<EvseState> change) {
    int i = model.indexOf(evse);
    if (i >= 0 && evses[i].session().filter(c -> c.id().equals(session)).isPresent()) {
      evses[i] = change.apply(evses[i]);
    }
  }

  Instant nextDeadline(Instant now) {
    return Targets.nextDeadline(commands.values(), mandates.values(), now);
  }
}
