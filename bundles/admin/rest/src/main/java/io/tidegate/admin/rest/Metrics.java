package io.tidegate.admin.rest;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.site.Node;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** All metrics of the gateway (S4.11), gathered when they are asked for. */
final class Metrics {
  private final Backend backend;
  private final CommandLatency latency;

  Metrics(Backend backend, CommandLatency latency) {
    this.backend = backend;
    this.latency = latency;
  }

  byte[] text(Instant now) {
    MetricsText text = new MetricsText();
    backend.view().ifPresent(view -> loop(text, view.figures()));
    Optional<DecisionView> latest = backend.view().flatMap(SiteView::latest);
    latest.ifPresent(view -> site(text, view, now));
    text.histogram(
        "tidegate_command_acceptance_seconds",
        "Time from a grid command's arrival by REST until it is durable and accepted.",
        latency.acceptance);
    text.histogram(
        "tidegate_command_to_wire_seconds",
        "Time from a grid command's arrival by REST until its first setpoint left as bytes.",
        latency.toWire);
    connections(text);
    backend.health().ifPresent(board -> health(text, board.read()));
    jvm(text);
    return text.bytes();
  }

  private static void loop(MetricsText text, SiteView.LoopFigures figures) {
    text.counter("tidegate_decisions_total", "Decisions of the control loop.")
        .sample(figures.decisions());
    text.counter("tidegate_control_cycles_total", "Cycles of a second that were due.")
        .sample(figures.cycles());
    text.counter(
            "tidegate_control_cycles_missed_total",
            "Cycles that were skipped or failed: without a decision of their own.")
        .sample(figures.missedCycles());
    text.gauge(
            "tidegate_control_cycle_latest_seconds",
            "Longest time from the moment a cycle was due to its decision.")
        .sample(figures.latestNanos() / 1e9);
    text.counter("tidegate_inputs_total", "Inputs that the control loop has taken.")
        .sample(figures.inputs());
    text.counter(
            "tidegate_inputs_displaced_total",
            "Measurements displaced by newer ones in a full inbox.")
        .sample(figures.displaced());
    text.counter("tidegate_inputs_refused_total", "Inputs that a full inbox refused.")
        .sample(figures.refused());
    text.gauge("tidegate_inbox_depth", "Inputs that wait for the control loop.")
        .sample(figures.inboxDepth());
    text.gauge("tidegate_decision_duration_seconds", "Time of a decision over the last 1,024.")
        .sample(figures.decisionNanosP50() / 1e9, "stat", "p50")
        .sample(figures.decisionNanosP99() / 1e9, "stat", "p99");
  }

  private static void site(MetricsText text, DecisionView view, Instant now) {
    SitePicture picture = view.picture();
    PowerFlow flow = PowerFlow.of(view, now);
    text.gauge("tidegate_site_power_watts", "Power; positive from the grid and into vehicles.")
        .sample(flow.loadW(0), "flow", "grid")
        .sample(flow.buildingW(), "flow", "building")
        .sample(flow.vehiclesW(0), "flow", "vehicles");
    nodes(text, view, flow);
    List<EvseState> evses = picture.evses();
    text.gauge("tidegate_evses", "EVSEs of the site by their connection.")
        .sample(evses.stream().filter(EvseState::online).count(), "state", "online")
        .sample(evses.stream().filter(e -> !e.online()).count(), "state", "offline");
    text.gauge("tidegate_sessions", "Charging sessions in progress.")
        .sample(evses.stream().filter(e -> e.session().isPresent()).count());
    text.gauge("tidegate_shortfall_watts", "Power that vehicles give less than asked, all EVSEs.")
        .sample(evses.stream().mapToDouble(EvseState::shortfallW).filter(Double::isFinite).sum());
    text.gauge("tidegate_commands_active", "Grid commands whose window is open.")
        .sample(picture.commands().stream().filter((CommandState c) -> c.active(now)).count());
    text.gauge("tidegate_mandate_alive", "1 while the mandate source's keep-alive is fresh.");
    for (MandateState mandate : picture.mandates()) {
      text.sample(mandate.alive(now) ? 1 : 0, "mandate", mandate.source().id().value());
    }
    text.gauge("tidegate_journal_writable", "1 while records can be written.")
        .sample(picture.journalWritable() ? 1 : 0);
    ClockQuality clock = picture.clock();
    text.gauge("tidegate_clock_synchronised", "1 while the clock's source says so.")
        .sample(clock.synchronised() ? 1 : 0, "source", clock.source());
    text.gauge("tidegate_clock_offset_seconds", "Estimated error of the clock.")
        .sample(clock.offsetMs() / 1e3);
  }

  private static void nodes(MetricsText text, DecisionView view, PowerFlow flow) {
    List<Node> nodes = view.picture().model().nodes();
    each(
        text.gauge("tidegate_node_load_watts", "Load of a node; positive is import."),
        nodes,
        flow::loadW);
    each(
        text.gauge("tidegate_node_charge_headroom_watts", "Charging power still free at a node."),
        nodes,
        n -> view.bounds().chargeCapW(n) - flow.chargeW(n));
    each(
        text.gauge(
            "tidegate_node_discharge_headroom_watts", "Discharging power still free at a node."),
        nodes,
        n -> view.bounds().dischargeCapW(n) - flow.dischargeW(n));
    each(
        text.gauge("tidegate_node_hot_spot_celsius", "Hot spot of a transformer."),
        nodes,
        n -> view.safety().nodes().get(n).hotSpotC());
  }

  private static void each(MetricsText text, List<Node> nodes, IntToDoubleFunction value) {
    for (int n = 0; n < nodes.size(); n++) {
      text.sample(value.applyAsDouble(n), "node", nodes.get(n).id());
    }
  }

  private void connections(MetricsText text) {
    int lines = 0;
    long received = 0;
    long sent = 0;
    for (Switchboard switchboard : backend.switchboards()) {
      for (Switchboard.Line line : switchboard.lines()) {
        lines++;
        received += line.received();
        sent += line.sent();
      }
    }
    text.gauge("tidegate_stations_connected", "Stations with an open connection.").sample(lines);
    text.gauge(
            "tidegate_station_messages",
            "Messages on the connections that are open now, by direction.")
        .sample(received, "direction", "received")
        .sample(sent, "direction", "sent");
  }

  private static void health(MetricsText text, HealthBoard.Health health) {
    text.gauge("tidegate_health_status", "State of a health check: 0 ok, 1 amber, 2 red.");
    for (HealthBoard.Check check : health.checks()) {
      int state =
          switch (check.status()) {
            case OK -> 0;
            case WARN -> 1;
            case CRITICAL -> 2;
          };
      text.sample(state, "check", check.name());
    }
  }

  private static void jvm(MetricsText text) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    text.gauge("tidegate_jvm_memory_used_bytes", "Memory of the Java VM in use.")
        .sample(heap.getUsed(), "area", "heap")
        .sample(other.getUsed(), "area", "nonheap");
    text.gauge("tidegate_jvm_memory_committed_bytes", "Memory of the Java VM obtained.")
        .sample(heap.getCommitted(), "area", "heap")
        .sample(other.getCommitted(), "area", "nonheap");
    text.gauge("tidegate_jvm_threads", "Live threads.")
        .sample(ManagementFactory.getThreadMXBean().getThreadCount());
    long collecting = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collecting += Math.max(0, collector.getCollectionTime());
    }
    text.counter("tidegate_jvm_gc_seconds_total", "Time spent collecting garbage.")
        .sample(collecting / 1e3);
    text.gauge("tidegate_process_start_time_seconds", "Start of the process, Unix time.")
        .sample(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
  }
}
