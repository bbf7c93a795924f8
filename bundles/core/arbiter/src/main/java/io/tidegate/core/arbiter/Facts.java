package io.tidegate.core.arbiter;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Session;
import java.time.Instant;

/**
 * What the picture says of each EVSE, laid out in arrays by place. States are immutable and
 * replaced when something changes, so an EVSE is read again only when its state is another object;
 * in a decision between two telemetry periods that is a handful of thousands. Times are seconds
 * since 1970.
 */
final class Facts {
  private final EvseState[] seen;
  final boolean[] online;
  final boolean[] session;
  final double[] socPct;
  final double[] targetPct;
  final double[] capacityWh;
  final double[] reservePct;

  /** NaN without a departure. */
  final double[] departureS;

  final double[] lastSentW;
  final double[] lastSentS;
  final double[] lastStartS;
  final double[] lastStopS;
  final double[] deliverableW;

  Facts(int places) {
    seen = new EvseState[places];
    online = new boolean[places];
    session = new boolean[places];
    socPct = new double[places];
    targetPct = new double[places];
    capacityWh = new double[places];
    reservePct = new double[places];
    departureS = new double[places];
    lastSentW = new double[places];
    lastSentS = new double[places];
    lastStartS = new double[places];
    lastStopS = new double[places];
    deliverableW = new double[places];
  }

  @SuppressWarnings("ReferenceEquality") // an equal state may be read again, at some cost
  void read(int place, EvseState state) {
    if (seen[place] == state) {
      return;
    }
    seen[place] = state;
    online[place] = state.online();
    session[place] = state.session().isPresent();
    socPct[place] = state.measured().socPct();
    lastSentW[place] = state.commitment().lastSentW();
    lastSentS[place] = seconds(state.commitment().lastSentAt());
    lastStartS[place] = seconds(state.lastStartAt());
    lastStopS[place] = seconds(state.lastStopAt());
    deliverableW[place] = state.deliverableW();
    if (session[place]) {
      read(place, state.session().get());
    }
  }

  private void read(int place, Session of) {
    targetPct[place] = of.targetSocPct();
    capacityWh[place] = of.capacityWh();
    reservePct[place] = of.reservePct();
    departureS[place] = of.departure().isPresent() ? seconds(of.departure().get()) : Double.NaN;
  }

  Commitment commitment(int place) {
    return seen[place].commitment();
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() * 1e-9;
  }
}
