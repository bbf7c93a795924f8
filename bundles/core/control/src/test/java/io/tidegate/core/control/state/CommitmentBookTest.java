package io.tidegate.core.control.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.core.control.Sites;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an EVSE may be obeying, from what became of its setpoints (S2.8). */
class CommitmentBookTest {
  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private final CommitmentBook book = new CommitmentBook();

  @Test
  void aSetpointThatNeverLeftIsNotTheLastThatWasSent() {
    Commitment sent = book.issued(Commitment.NONE, setpoint(7, -5_000));
    assertThat(sent.lastSentId()).isEqualTo(7);
    Commitment known = book.settled(sent, 7, Outcome.NOT_SENT);
    assertThat(known.lastSentId()).isZero();
    assertThat(known.lastSentW()).isEqualTo(-5_000);
    assertThat(known.uncertain(NOW)).isFalse();
  }

  @Test
  void aSetpointThatANewerOneHasReplacedLeavesTheNewerAsTheLast() {
    Commitment both = book.issued(book.issued(Commitment.NONE, setpoint(7, 0)), setpoint(8, 3_000));
    assertThat(book.settled(both, 7, Outcome.NOT_SENT).lastSentId()).isEqualTo(8);
  }

  @Test
  void aRefusedSetpointWasSent() {
    Commitment sent = book.issued(Commitment.NONE, setpoint(7, 3_000));
    assertThat(book.settled(sent, 7, Outcome.REJECTED).lastSentId()).isEqualTo(7);
  }

  @Test
  void whatNeverLeftIsDueWhenTheStationNamesItsSessionAgain() {
    EvseId evse = new EvseId("E01");
    SiteInput.SessionStarted session =
        new SiteInput.SessionStarted(evse, new SessionId("s1"), "tx1");
    EvseState fresh = EvseReducer.started(new SiteState(Sites.of(1)).evse(0), session, NOW);
    Commitment sent = book.issued(fresh.commitment(), setpoint(7, 3_000));
    EvseState waiting = EvseReducer.commitment(fresh, sent);
    assertThat(EvseReducer.started(waiting, session, NOW)).isSameAs(waiting);
    EvseState stuck = EvseReducer.commitment(fresh, book.settled(sent, 7, Outcome.NOT_SENT));
    EvseState named = EvseReducer.started(stuck, session, NOW);
    assertThat(named.commitment().lastSentAt()).isEqualTo(Instant.EPOCH);
    assertThat(named.session()).isEqualTo(stuck.session());
  }

  private static Setpoint setpoint(long id, double powerW) {
    return new Setpoint(
        id, new EvseId("E01"), Optional.empty(), powerW, NOW, NOW.plusSeconds(30), List.of());
  }
}
