package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.connection.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
  private static final long MS = 1_000_000;
  private final OutboundQueue queue = new OutboundQueue();

  private static OutboundCall spaced(String id, String key, long spacingMs) {
    return new OutboundCall(
        id,
        "X",
        "{}",
        Urgency.SETPOINT,
        key,
        Duration.ofMillis(spacingMs),
        Duration.ofSeconds(5),
        Optional.empty(),
        Slot.EMPTY);
  }

  private String sendNext(long now) {
    Optional<OutboundCall> call = queue.next(now).call();
    call.ifPresent(c -> queue.sent(c, now));
    return call.map(OutboundCall::id).orElse("");
  }

  @Test
  void sendsSetpointsFirstAndOneAtATime() {
    queue.offer(Rig.call("r", Urgency.ROUTINE, ""), 9);
    queue.offer(Rig.call("c", Urgency.CONTROL, ""), 9);
    queue.offer(Rig.call("s", Urgency.SETPOINT, ""), 9);
    assertThat(sendNext(0)).isEqualTo("s");
    assertThat(sendNext(0)).as("one in flight").isEmpty();
    assertThat(queue.settle("other")).isEmpty();
    assertThat(queue.settle("s")).isPresent();
    assertThat(queue.settle("s")).as("settled once").isEmpty();
    assertThat(sendNext(0)).isEqualTo("c");
    queue.settle("c");
    assertThat(sendNext(0)).isEqualTo("r");
  }

  @Test
  void aNewerCallTakesThePlaceOfAWaitingOneWithItsKey() {
    queue.offer(Rig.call("a1", Urgency.SETPOINT, "A"), 9);
    queue.offer(Rig.call("b1", Urgency.SETPOINT, "B"), 9);
    OutboundQueue.Offer offer = queue.offer(Rig.call("a2", Urgency.SETPOINT, "A"), 9);
    assertThat(offer.superseded().map(OutboundCall::id)).contains("a1");
    assertThat(queue.waiting()).isEqualTo(2);
    assertThat(sendNext(0)).isEqualTo("a2");
    assertThat(queue.offer(Rig.call("a3", Urgency.SETPOINT, "A"), 9).superseded())
        .as("what is in flight is not superseded")
        .isEmpty();
  }

  @Test
  void callsWithoutAKeyNeverSupersede() {
    queue.offer(Rig.call("1", Urgency.ROUTINE, ""), 9);
    assertThat(queue.offer(Rig.call("2", Urgency.ROUTINE, ""), 9).superseded()).isEmpty();
    assertThat(queue.waiting()).isEqualTo(2);
  }

  @Test
  void aSupersedingCallIsTakenThoughTheQueueIsFull() {
    queue.offer(Rig.call("a1", Urgency.ROUTINE, "A"), 1);
    assertThat(queue.offer(Rig.call("b", Urgency.SETPOINT, "B"), 1).accepted()).isFalse();
    assertThat(queue.offer(Rig.call("a2", Urgency.SETPOINT, "A"), 1).accepted()).isTrue();
    assertThat(sendNext(0)).isEqualTo("a2");
  }

  @Test
  void keepsTheSpacingOfAKeyWithoutHoldingUpOthers() {
    queue.offer(spaced("a1", "A", 1000), 9);
    assertThat(sendNext(0)).isEqualTo("a1");
    queue.settle("a1");
    queue.offer(spaced("a2", "A", 1000), 9);
    queue.offer(Rig.call("r", Urgency.ROUTINE, ""), 9);
    assertThat(sendNext(10 * MS)).as("others pass").isEqualTo("r");
    queue.settle("r");
    OutboundQueue.Next next = queue.next(400 * MS);
    assertThat(next.call()).isEmpty();
    assertThat(next.waitNanos()).isEqualTo(600 * MS);
    assertThat(sendNext(1000 * MS)).isEqualTo("a2");
  }

  @Test
  void aCallThatWasNotSentDoesNotCountForTheSpacing() {
    queue.offer(spaced("a1", "A", 1000), 9);
    queue.next(0);
    queue.settle("a1");
    queue.offer(spaced("a2", "A", 1000), 9);
    assertThat(sendNext(1)).isEqualTo("a2");
  }

  @Test
  void expiresWhatIsNotAnsweredInTime() {
    queue.offer(Rig.call("x", Urgency.ROUTINE, ""), 9);
    sendNext(0);
    assertThat(queue.expire(4999 * MS, 0)).isEmpty();
    assertThat(queue.expire(6000 * MS, 2000 * MS)).as("within the grace").isEmpty();
    assertThat(queue.expire(5000 * MS, 0)).isPresent();
    assertThat(queue.settle("x")).as("too late").isEmpty();
  }

  @Test
  void leavesNothingBehindWhenItCloses() {
    queue.offer(Rig.call("flying", Urgency.ROUTINE, ""), 9);
    sendNext(0);
    queue.offer(Rig.call("waiting", Urgency.ROUTINE, ""), 9);
    OutboundQueue.Remains remains = queue.close();
    assertThat(remains.unanswered().map(OutboundCall::id)).contains("flying");
    assertThat(remains.unsent()).extracting(OutboundCall::id).containsExactly("waiting");
    assertThat(queue.offer(Rig.call("late", Urgency.ROUTINE, ""), 9).accepted()).isFalse();
    assertThat(queue.next(0).call()).isEmpty();
  }

  @Test
  void forgetsOldKeysInsteadOfGrowing() {
    for (int i = 0; i < 10_000; i++) {
      queue.offer(spaced("c" + i, "K" + i, 10), 9);
      assertThat(sendNext(i * MS)).isEqualTo("c" + i);
      queue.settle("c" + i);
    }
    assertThat(queue.remembered()).isLessThanOrEqualTo(256);
  }
}
