package io.tidegate.admin.diagnostics;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.JournalStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections about the site; services that are not there are null. One use, one thread. */
final class Plant {
  private static final String NO_LOOP = "the control loop is not running";
  private static final int DECISIONS = 20;
  private static final int MANY = 1_000;

  private final SiteView site;
  private final Journal journal;
  private final List<Switchboard> switchboards;

  Plant(SiteView site, Journal journal, List<Switchboard> switchboards) {
    this.site = site;
    this.journal = journal;
    this.switchboards = switchboards;
  }

  private Optional<DecisionView> latest() {
    return site == null ? Optional.empty() : site.latest();
  }

  Object clock() {
    if (latest().isEmpty()) {
      return NO_LOOP;
    }
    ClockQuality clock = latest().get().picture().clock();
    return Rows.of(
        "source", clock.source(),
        "synchronised", clock.synchronised(),
        "offsetMs", clock.offsetMs(),
        "detail", clock.detail());
  }

  Object journal() {
    if (journal == null) {
      return "no journal is running";
    }
    JournalStatus status = journal.status();
    return Rows.of(
        "writable", status.writable(), "code", status.code(), "detail", status.sentence());
  }

  List<String> listening() {
    return switchboards.stream().map(Switchboard::listening).toList();
  }

  Object stations() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Switchboard switchboard : switchboards) {
      for (Switchboard.Line line : switchboard.lines()) {
        rows.add(
            Rows.of(
                "station", line.peer().station(),
                "connection", line.peer().connection(),
                "subprotocol", line.peer().subprotocol(),
                "remote", line.peer().remote(),
                "securityProfile", line.peer().securityProfile(),
                "dialect", line.dialect(),
                "inboundWaiting", line.inboundWaiting(),
                "outboundWaiting", line.outboundWaiting(),
                "received", line.received(),
                "sent", line.sent()));
      }
    }
    return rows.size() > MANY ? rows.subList(0, MANY) : rows;
  }

  Object loop() {
    if (site == null) {
      return NO_LOOP;
    }
    SiteView.LoopFigures figures = site.figures();
    return Rows.of(
        "decisions", figures.decisions(),
        "inputs", figures.inputs(),
        "displaced", figures.displaced(),
        "refused", figures.refused(),
        "inboxDepth", figures.inboxDepth(),
        "decisionMicrosP50", figures.decisionNanosP50() / 1_000,
        "decisionMicrosP99", figures.decisionNanosP99() / 1_000,
        "cycles", figures.cycles(),
        "missedCycles", figures.missedCycles(),
        "latestCycleMillis", figures.latestNanos() / 1_000_000);
  }

  Object sessions() {
    if (latest().isEmpty()) {
      return NO_LOOP;
    }
    DecisionView view = latest().get();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (EvseState evse : view.picture().evses()) {
      if (evse.session().isPresent() && rows.size() < MANY) {
        rows.add(session(view, evse, evse.session().get()));
      }
    }
    return rows;
  }

  private static Map<String, Object> session(DecisionView view, EvseState evse, Session session) {
    int index = evse.index();
    return Rows.of(
        "evse", view.picture().model().evses().get(index).id(),
        "session", session.id(),
        "online", evse.online(),
        "started", session.started(),
        "socPct", evse.measured().socPct(),
        "targetSocPct", session.targetSocPct(),
        "departure", session.departure().map(Object::toString).orElse(null),
        "measuredW", evse.measured().powerW(),
        "setpointW", view.powerW().get(index),
        "reasons", view.reasons().get(index).stream().map(r -> r.code().name()).toList());
  }

  Object decisions() {
    if (site == null) {
      return NO_LOOP;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Decision decision : site.recent(DECISIONS)) {
      rows.add(
          Rows.of(
              "number", decision.number(),
              "at", decision.at(),
              "cause", decision.cause(),
              "setpoints", decision.setpoints().size(),
              "shortfalls", decision.shortfalls().size(),
              "digest", Long.toHexString(decision.digest())));
    }
    return rows;
  }
}
