package io.tidegate.charging.slac;

import io.tidegate.codec.slac.LumissilMme;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.QualcommMme;
import java.util.Locale;
import java.util.Optional;

/** Whether the vehicle has joined, stays, and what the line to it is worth (S5.7). */
final class Watching {
  /** Answers in a row that say that nobody is there. */
  private static final int LEFT = 2;

  private static final int REQUEST = 1;
  private static final double MOST_LOSS = 5;

  /** Below this it is told of again when it rises. */
  private static final double LITTLE_LOSS = 2.5;

  private Watching() {}

  static long next(Draft draft) {
    Watch watch = draft.match.orElseThrow().watch();
    boolean polls = watch.contact().maker() != Rules.Maker.SILENT;
    boolean keeps = draft.phase == LinkState.Phase.MATCHED && keepsAlive(watch);
    long never = draft.now + Draft.NEVER;
    long poll = polls ? watch.contact().at() : never;
    long keepalive = keeps ? watch.keepalive().at() : never;
    return poll - keepalive < 0 ? poll : keepalive;
  }

  private static boolean keepsAlive(Watch watch) {
    return watch.contact().maker() != Rules.Maker.QUALCOMM || !watch.quality().counted();
  }

  static void expire(Draft draft) {
    Watch watch = draft.match.orElseThrow().watch();
    if (watch.contact().maker() == Rules.Maker.SILENT) {
      mute(draft);
    } else if (draft.passed(watch.contact().at())) {
      poll(draft, watch);
    }
    if (draft.phase == LinkState.Phase.MATCHED) {
      keepAlive(draft);
    }
  }

  private static void poll(Draft draft, Watch watch) {
    Watch.Contact contact = watch.contact();
    if (draft.phase == LinkState.Phase.JOINING && contact.unanswered() >= Rules.MUTE) {
      draft.watch(watch.with(new Watch.Contact(Rules.Maker.SILENT, contact.at(), 0, 0)));
      mute(draft);
    } else if (draft.phase == LinkState.Phase.MATCHED && contact.unanswered() >= Rules.GONE) {
      draft.warn("The modem has stopped to answer");
      draft.leave(false);
      draft.failed = true;
      draft.down = true;
      draft.detail = "The modem has stopped to answer";
    } else {
      ask(draft, watch);
    }
  }

  private static void mute(Draft draft) {
    if (draft.phase == LinkState.Phase.JOINING) {
      joined(draft, "; the modem does not tell whether it has joined");
    }
  }

  private static void ask(Draft draft, Watch watch) {
    MacAddress modem = draft.rules.modem();
    boolean matched = draft.phase == LinkState.Phase.MATCHED;
    long next = draft.now + (matched ? Rules.POLL_NS : Rules.JOIN_POLL_NS);
    Watch after = watch.with(watch.contact().asked(next));
    Rules.Maker maker = watch.contact().maker();
    if (maker != Rules.Maker.LUMISSIL) {
      draft.send(modem, new QualcommMme.LinkStatusReq());
    }
    if (maker != Rules.Maker.QUALCOMM) {
      draft.send(modem, new LumissilMme.LinkStatusReq(REQUEST));
    } else if (matched) {
      draft.send(modem, new QualcommMme.NetworkInfoReq());
      watch.peer().ifPresent(peer -> draft.send(modem, statistics(peer)));
      after = after.with(after.quality().asked());
    }
    draft.watch(after);
  }

  private static Mme statistics(MacAddress peer) {
    return new QualcommMme.LinkStatsReq(
        QualcommMme.LinkStatsReq.READ,
        QualcommMme.LinkStatsReq.BOTH,
        QualcommMme.LinkStatsReq.ALL_CONTENDED,
        peer);
  }

  private static void keepAlive(Draft draft) {
    LinkState.Match match = draft.match.orElseThrow();
    Watch watch = match.watch();
    Watch.Keepalive keepalive = watch.keepalive();
    if (!keepsAlive(watch) || !draft.passed(keepalive.at())) {
      return;
    }
    if (keepalive.waiting() && keepalive.proven() && !watch.paused()) {
      lossIs(draft, watch.with(watch.quality().kept(0, 1, draft.now)));
    }
    Watch now = draft.match.orElseThrow().watch();
    draft.watch(now.with(now.keepalive().sent(draft.now + draft.rules.keepaliveNs())));
    draft.send(now.peer().orElse(match.vehicle()), new Mme.StaCapReq());
  }

  static void receive(Draft draft, MmeFrame frame) {
    LinkState.Match match = draft.match.orElseThrow();
    Watch watch = match.watch();
    MacAddress from = frame.source();
    Mme message = frame.message();
    if (message instanceof Mme.StaCapCnf) {
      if (from.equals(match.vehicle()) || watch.peer().equals(Optional.of(from))) {
        alive(draft, watch);
      }
    } else if (draft.modem.equals(Optional.of(from)) || from.equals(draft.rules.modem())) {
      told(draft, watch, message);
    }
  }

  private static void alive(Draft draft, Watch watch) {
    if (watch.keepalive().waiting()) {
      Watch after = watch.with(watch.keepalive().heard());
      boolean counts = after.keepalive().proven();
      lossIs(draft, counts ? after.with(after.quality().kept(1, 0, draft.now)) : after);
    }
  }

  private static void told(Draft draft, Watch watch, Mme message) {
    if (message instanceof QualcommMme.LinkStatusCnf m && m.status() == 0) {
      status(draft, watch, Rules.Maker.QUALCOMM, m.linked());
    } else if (message instanceof LumissilMme.LinkStatusCnf m) {
      status(draft, watch, Rules.Maker.LUMISSIL, m.linked());
    } else if (message instanceof QualcommMme.NetworkInfoCnf m) {
      peer(draft, m).ifPresent(peer -> draft.watch(watch.with(peer)));
    } else if (message instanceof QualcommMme.LinkStatsCnf m && m.status() == 0) {
      Watch.Counters.of(m)
          .ifPresent(
              counters -> lossIs(draft, watch.with(watch.quality().told(counters, draft.now))));
    }
  }

  /** The modem behind which the vehicle is, or the only one there is. */
  private static Optional<MacAddress> peer(Draft draft, QualcommMme.NetworkInfoCnf m) {
    MacAddress vehicle = draft.match.orElseThrow().vehicle();
    var stations = m.networks().stream().flatMap(n -> n.stations().stream()).toList();
    return stations.stream()
        .filter(s -> s.host().equals(vehicle) || stations.size() == 1)
        .map(QualcommMme.Station::modem)
        .findFirst();
  }

  private static void status(Draft draft, Watch watch, Rules.Maker by, boolean linked) {
    Watch.Contact before = watch.contact();
    if (before.maker() != Rules.Maker.AUTO && before.maker() != by) {
      return;
    }
    draft.maker = by;
    Watch after = watch.with(before.answered(by, linked));
    boolean back = linked && before.away() > 0;
    draft.watch(back ? after.paused(false) : after);
    if (draft.phase == LinkState.Phase.JOINING) {
      if (linked) {
        joined(draft, "");
      }
    } else if (!linked && !watch.paused() && after.contact().away() >= LEFT) {
      String who = "The modem of " + draft.match.orElseThrow().vehicle();
      draft.warn(who + " has left the network");
      draft.leave(false);
      draft.failed = true;
      draft.detail = who + " has left the network";
    } else if (back && watch.paused()) {
      draft.detail = "Matched with " + draft.match.orElseThrow().vehicle();
    }
  }

  private static void joined(Draft draft, String but) {
    draft.phase = LinkState.Phase.MATCHED;
    LinkState.Match match = draft.match.orElseThrow();
    draft.detail = "Matched with " + match.vehicle() + but;
    draft.note(
        String.format(Locale.ROOT, "%s, attenuation %.1f dB", draft.detail, match.attenuationDb()));
    Watch watch = match.watch();
    Watch.Contact contact = watch.contact();
    draft.watch(
        watch
            .with(new Watch.Contact(contact.maker(), draft.now, 0, 0))
            .with(new Watch.Keepalive(draft.now, false, 0)));
  }

  private static void lossIs(Draft draft, Watch watch) {
    double percent = watch.quality().loss().percent();
    boolean before = watch.quality().alarmed();
    boolean much = percent > (before ? LITTLE_LOSS : MOST_LOSS);
    if (much && !before) {
      draft.warn(
          String.format(Locale.ROOT, "ERR_ISO_TIMEOUT: %.1f %% of the packets are lost", percent));
    }
    draft.watch(watch.with(watch.quality().alarmed(much)));
  }
}
