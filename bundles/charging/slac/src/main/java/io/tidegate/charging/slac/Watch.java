package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.QualcommMme;
import java.util.Optional;

/**
 * What is known of the line to a vehicle that joins or has joined.
 *
 * @param paused whether the vehicle's modem may be away
 * @param peer the vehicle's modem, once our modem has named it
 */
record Watch(
    Contact contact,
    Quality quality,
    Keepalive keepalive,
    Optional<MacAddress> peer,
    boolean paused) {

  /**
   * How our modem answers.
   *
   * @param maker as far as it has shown itself: AUTO while it has not
   * @param at when it is asked next, ns
   * @param unanswered questions since its last answer
   * @param away answers in a row that say no station is in the network
   */
  record Contact(Rules.Maker maker, long at, int unanswered, int away) {
    Contact asked(long next) {
      return new Contact(maker, next, unanswered + 1, away);
    }

    Contact answered(Rules.Maker by, boolean linked) {
      return new Contact(by, at, 0, linked ? 0 : away + 1);
    }
  }

  /**
   * What the line is worth.
   *
   * @param counters as the modem last told them
   * @param missed questions for counters without an answer, in a row
   * @param badBlocks blocks with a bad checksum since the match
   * @param alarmed whether the loss has been told of
   */
  record Quality(
      Optional<Counters> counters, int missed, long badBlocks, Loss loss, boolean alarmed) {
    static final Quality NONE = new Quality(Optional.empty(), 0, 0, Loss.NONE, false);

    /** Questions without an answer after which the modem is taken for one without counters. */
    private static final int NO_COUNTERS = 3;

    boolean counted() {
      return missed <= NO_COUNTERS;
    }

    Quality asked() {
      return new Quality(counters, Math.min(missed + 1, NO_COUNTERS + 1), badBlocks, loss, alarmed);
    }

    /** Counters that went back have been cleared: they begin anew. */
    Quality told(Counters now, long at) {
      Optional<Counters> next = Optional.of(now);
      if (counters.isEmpty() || !now.follows(counters.get())) {
        return new Quality(next, 0, badBlocks, loss, alarmed);
      }
      Counters before = counters.get();
      return new Quality(
          next,
          0,
          badBlocks + now.badBlocks - before.badBlocks,
          loss.plus(now.good - before.good, now.lost - before.lost, at),
          alarmed);
    }

    Quality kept(long good, long lost, long at) {
      return new Quality(counters, missed, badBlocks, loss.plus(good, lost, at), alarmed);
    }

    Quality alarmed(boolean now) {
      return new Quality(counters, missed, badBlocks, loss, now);
    }
  }

  /** Of packets in both directions. */
  record Counters(long good, long lost, long badBlocks) {
    static Optional<Counters> of(QualcommMme.LinkStatsCnf answer) {
      if (answer.sent().isEmpty() && answer.received().isEmpty()) {
        return Optional.empty();
      }
      long good =
          answer.sent().map(QualcommMme.Sent::acknowledged).orElse(0L)
              + answer.received().map(QualcommMme.Received::acknowledged).orElse(0L);
      long lost =
          answer.sent().map(QualcommMme.Sent::failed).orElse(0L)
              + answer.received().map(QualcommMme.Received::failed).orElse(0L);
      long bad = answer.received().map(QualcommMme.Received::failedBlocks).orElse(0L);
      return Optional.of(new Counters(good, lost, bad));
    }

    private boolean follows(Counters before) {
      return good >= before.good && lost >= before.lost && badBlocks >= before.badBlocks;
    }
  }

  /**
   * Signs of life of the vehicle's modem, where ours has no counters.
   *
   * @param at when the next is sent, ns
   * @param waiting whether one has no answer yet
   * @param answered so many, up to those that prove that the modem answers at all
   */
  record Keepalive(long at, boolean waiting, int answered) {
    /** Answers that prove it: before them a missing answer is no loss. */
    private static final int PROOF = 3;

    boolean proven() {
      return answered >= PROOF;
    }

    Keepalive sent(long next) {
      return new Keepalive(next, true, answered);
    }

    Keepalive heard() {
      return new Keepalive(at, false, Math.min(PROOF, answered + 1));
    }
  }

  static Watch begun(Rules.Maker maker, long now) {
    return new Watch(
        new Contact(maker, now, 0, 0),
        Quality.NONE,
        new Keepalive(now, false, 0),
        Optional.empty(),
        false);
  }

  Watch with(Contact next) {
    return new Watch(next, quality, keepalive, peer, paused);
  }

  Watch with(Quality next) {
    return new Watch(contact, next, keepalive, peer, paused);
  }

  Watch with(Keepalive next) {
    return new Watch(contact, quality, next, peer, paused);
  }

  Watch with(MacAddress modem) {
    return new Watch(contact, quality, keepalive, Optional.of(modem), paused);
  }

  Watch paused(boolean now) {
    return new Watch(contact, quality, keepalive, peer, now);
  }
}
