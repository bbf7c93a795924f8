package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.quantity.StationId;
import org.junit.jupiter.api.Test;

class LineTest {
  private final FakeMailbox mailbox = new FakeMailbox("CS1", 1, 2);
  private final Line line = new Line(mailbox);

  private boolean kept() {
    return StateCodec.decode(mailbox.slot, "ocpp2.0.1")
        .map(s -> s.evse(1).lastSequence() == 7)
        .orElse(false);
  }

  @Test
  void writesAChangeAtOnce() {
    line.evse(1, e -> e.reached(7));
    assertThat(kept()).isTrue();
  }

  @Test
  void writesWhatAMessageChangesWhenItIsAnswered() {
    line.hold();
    line.evse(1, e -> e.reached(6));
    line.evse(1, e -> e.reached(7));
    assertThat(mailbox.slot).isSameAs(Slot.EMPTY);
    assertThat(line.state().evse(1).lastSequence()).isEqualTo(7);
    line.settle();
    assertThat(kept()).isTrue();
  }

  @Test
  void leavesTheNextDialectWhatAnUnansweredMessageHasChanged() {
    line.hold();
    line.evse(1, e -> e.reached(7));
    line.release();
    assertThat(kept()).isTrue();
    line.evse(1, e -> e.reached(8));
    line.settle();
    assertThat(kept()).isTrue();
  }

  @Test
  void namesTheSessionOfEachTransaction() {
    StationId station = new StationId("CS1");
    assertThat(line.session("t1")).isEqualTo(SessionIds.of(station, "t1"));
    assertThat(line.session("t1")).isEqualTo(SessionIds.of(station, "t1"));
    assertThat(line.session("t2")).isEqualTo(SessionIds.of(station, "t2"));
    assertThat(line.session("t1")).isEqualTo(SessionIds.of(station, "t1"));
  }
}
