package io.tidegate.charging.vehicle.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.VehicleDialect.Detachment;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.sap.SapExi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

class VehicleEngineTest {
  private static final int TYPE = 0x8001;

  /** Greets, counts, says bye; stays for 5 µs after each message. */
  private record Counter(int heard, long dueNanos) {}

  private record Riddle() implements Event.Question {}

  private static final class CountingMachine implements Machine<Counter, String> {
    @Override
    public Counter initial() {
      return new Counter(0, 0);
    }

    @Override
    public Step<Counter, String> step(Counter state, Event<String> event, Scene scene) {
      if (event instanceof Event.Heard<String> heard) {
        return switch (heard.message()) {
          case "bye" ->
              Step.<Counter, String>of(state)
                  .act(new EvseAction.End("", "bye"))
                  .say(TYPE, "bye")
                  .end("", "bye");
          case "bug" -> throw new IllegalStateException("bug");
          case "riddle" -> Step.<Counter, String>of(state).ask(new Riddle());
          default -> {
            Counter next = new Counter(state.heard() + 1, scene.now() + 5_000);
            yield Step.<Counter, String>of(next)
                .act(new EvseAction.Energise(Duration.ofMillis(500)))
                .say(TYPE, "heard " + next.heard());
          }
        };
      } else if (event instanceof Event.Answered<String> answered) {
        return Step.<Counter, String>of(state)
            .say(TYPE, String.valueOf(answered.answer()) + answered.failure());
      } else if (event instanceof Event.DeadlinePassed<String>) {
        return Step.<Counter, String>of(state)
            .act(new EvseAction.Deenergise(false, "ERR_ISO_TIMEOUT", "silent"))
            .end("ERR_ISO_TIMEOUT", "silent");
      } else if (event instanceof Event.Garbled<String> garbled) {
        return Step.<Counter, String>of(state).say(TYPE, "garbled");
      } else if (event instanceof Event.Closed<String>) {
        return Step.<Counter, String>of(state).act(new EvseAction.Deenergise(true, "", "gone"));
      }
      return Step.of(state);
    }

    @Override
    public OptionalLong deadline(Counter state) {
      return state.dueNanos() == 0 ? OptionalLong.empty() : OptionalLong.of(state.dueNanos());
    }

    @Override
    public String session(Counter state) {
      return "";
    }

    @Override
    public String evccId(Counter state) {
      return "";
    }
  }

  private static final class Words implements Wording<String> {
    @Override
    public Optional<String> decode(int payloadType, byte[] message) throws ExiException {
      if (message.length == 0) {
        SapExi.SET.decode(message);
      }
      return payloadType == TYPE
          ? Optional.of(new String(message, StandardCharsets.UTF_8))
          : Optional.empty();
    }

    @Override
    public byte[] encode(int payloadType, String message) {
      return message.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name(String message) {
      return message;
    }
  }

  private CompletableFuture<String> solution = new CompletableFuture<>();

  private final class TestDesk implements VehicleEngine.Desk {
    @Override
    public Logger log() {
      return NOPLogger.NOP_LOGGER;
    }

    @Override
    public Optional<VehicleQuirkBook> quirks() {
      return Optional.empty();
    }

    @Override
    public BooleanSupplier frames() {
      return () -> true;
    }

    @Override
    public CompletionStage<?> answer(Event.Question question, VehiclePeer peer) {
      return solution;
    }
  }

  private final FakeLine line = new FakeLine();
  private final VehicleEngine<Counter, String> engine = engine();

  private VehicleEngine<Counter, String> engine() {
    return new VehicleEngine<>(
        new CountingMachine(), new Words(), "test/1", Counter.class, new TestDesk());
  }

  private void hear(VehicleEngine<Counter, String> by, String message) {
    line.done.clear();
    by.received(line, TYPE, message.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void actsThenRepliesThenSetsTheDeadline() {
    engine.attached(line);
    hear(engine, "hello");
    assertThat(line.done).containsExactly("Energise", "send heard 1", "deadline 5000");
  }

  @Test
  void goesOnWhereAnotherVersionStopped() {
    engine.attached(line);
    hear(engine, "one");
    engine.detached(line, Detachment.HANDED_OVER);
    line.done.clear();
    VehicleEngine<Counter, String> newer = engine();
    newer.attached(line);
    assertThat(line.done).containsExactly("deadline 5000");
    hear(newer, "two");
    assertThat(line.done).contains("send heard 2");
  }

  @Test
  void saysNothingToTheEvseWhenAnotherVersionTakesOver() {
    engine.attached(line);
    line.done.clear();
    engine.detached(line, Detachment.HANDED_OVER);
    assertThat(line.done).isEmpty();
  }

  @Test
  void tellsTheMachineThatTheConnectionIsGone() {
    engine.attached(line);
    line.done.clear();
    engine.detached(line, Detachment.CLOSED);
    assertThat(line.done).contains("Deenergise");
  }

  @Test
  void ordersTheDeadlineAgainWhenItComesEarly() {
    engine.attached(line);
    hear(engine, "hello");
    line.done.clear();
    line.nanos += 4_000;
    engine.expired(line);
    assertThat(line.done).containsExactly("deadline 1000");
    line.nanos += 1_000;
    line.done.clear();
    engine.expired(line);
    assertThat(line.done).containsExactly("Deenergise", "no deadline", "close ERR_ISO_TIMEOUT");
  }

  @Test
  void looksAtNoChangeBeforeItHasTheLine() {
    engine.changed(line);
    assertThat(line.done).isEmpty();
  }

  @Test
  void makesATypedEventOfWhatCannotBeRead() {
    engine.attached(line);
    hear(engine, "");
    assertThat(line.done).contains("send garbled");
    line.done.clear();
    engine.received(line, 0x8009, new byte[] {1});
    assertThat(line.done).contains("send garbled");
  }

  @Test
  void takesPowerOffWhenTheMachineFails() {
    engine.attached(line);
    hear(engine, "bug");
    assertThat(line.done).containsExactly("Deenergise", "End", "close ERR_INTERNAL");
  }

  @Test
  void takesPowerOffWhenTheStateCannotBeRead() {
    line.slot(new Slot("other/7", new byte[] {1}));
    engine.attached(line);
    assertThat(line.done).containsExactly("Deenergise", "End", "close ERR_INTERNAL");
  }

  @Test
  void closesAfterTheLastReply() {
    engine.attached(line);
    hear(engine, "bye");
    assertThat(line.done).containsExactly("End", "send bye", "no deadline", "close ");
  }

  @Test
  void bringsAnswersBackOnTheLinesOwnLoop() {
    engine.attached(line);
    hear(engine, "riddle");
    solution.complete("42");
    assertThat(line.done).doesNotContain("send 42");
    line.tasks.forEach(Runnable::run);
    assertThat(line.done).contains("send 42");
  }

  @Test
  void tellsWhyAQuestionHasNoAnswer() {
    engine.attached(line);
    hear(engine, "riddle");
    solution.completeExceptionally(new IllegalStateException("nobody knows"));
    line.tasks.forEach(Runnable::run);
    assertThat(line.done).contains("send nullnobody knows");
  }

  @Test
  void dropsAnswersToALineThatIsNoLongerItsOwn() {
    engine.attached(line);
    hear(engine, "riddle");
    engine.detached(line, Detachment.HANDED_OVER);
    line.done.clear();
    solution.complete("42");
    line.tasks.forEach(Runnable::run);
    assertThat(line.done).isEmpty();
  }
}
