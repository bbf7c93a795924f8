package io.tidegate.charging.vehicle.dialect;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.VehicleDialect.Detachment;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.api.vehicle.VehicleQuirkBook.VehicleMake;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.codec.exi.iso15118.ExiException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * Turns the callbacks of a {@link io.tidegate.api.vehicle.VehicleDialect} into steps of a machine
 * and does what they say. Keeps nothing of a line but that it has it: state lies in the slot.
 * Called on the lines' event loops; never blocks, never throws.
 *
 * @param <S> state of a connection
 * @param <M> messages
 */
public final class VehicleEngine<S extends Record, M> {
  /** What ends a session when this program is at fault. */
  private static final String INTERNAL = "ERR_INTERNAL";

  private final Machine<S, M> machine;
  private final Wording<M> wording;
  private final String schema;
  private final RecordBytes<S> form;
  private final Desk desk;
  private final Set<VehicleLine> lines = ConcurrentHashMap.newKeySet();

  /**
   * @param schema name of the state's form, e.g. {@code iso15118-20/session/1}
   */
  public VehicleEngine(
      Machine<S, M> machine, Wording<M> wording, String schema, Class<S> state, Desk desk) {
    this(machine, wording, schema, new RecordBytes<>(state), desk);
  }

  /** The same with a form that is there already. */
  public VehicleEngine(
      Machine<S, M> machine, Wording<M> wording, String schema, RecordBytes<S> form, Desk desk) {
    this.machine = machine;
    this.wording = wording;
    this.schema = schema;
    this.form = form;
    this.desk = desk;
  }

  /** What an engine has around it. */
  public interface Desk {
    Logger log();

    /** Empty when there is no book. */
    Optional<VehicleQuirkBook> quirks();

    /** Whether complete messages are logged, in hexadecimal. */
    BooleanSupplier frames();

    /** Begins to answer; must not block. Completes on any thread. */
    CompletionStage<?> answer(Event.Question question, VehiclePeer peer);
  }

  /** See {@link io.tidegate.api.vehicle.VehicleDialect#attached}. */
  public void attached(VehicleLine line) {
    lines.add(line);
    Slot slot = line.slot();
    if (slot.schema().isEmpty()) {
      go(line, machine.initial(), new Event.Attached<>(), "connected");
      return;
    }
    Optional<S> state = state(slot);
    if (state.isPresent()) {
      go(line, state.get(), new Event.TakenOver<>(), "taken over");
    } else {
      String why = "the session's state is of another form (" + slot.schema() + ")";
      abandon(line, why, null);
    }
  }

  /** See {@link io.tidegate.api.vehicle.VehicleDialect#received}. */
  public void received(VehicleLine line, int payloadType, byte[] message) {
    if (desk.frames().getAsBoolean()) {
      frame(line, "<", payloadType, message);
    }
    Event<M> event;
    String name;
    try {
      Optional<M> decoded = wording.decode(payloadType, message);
      event =
          decoded.isPresent()
              ? new Event.Heard<>(payloadType, decoded.get())
              : new Event.Garbled<>(
                  payloadType, String.format("payload type 0x%04X has no place here", payloadType));
      name = decoded.map(wording::name).orElse("unreadable");
    } catch (ExiException e) {
      event = new Event.Garbled<>(payloadType, e.reason() + ": " + e.getMessage());
      name = "unreadable";
    }
    with(line, event, name);
  }

  /** See {@link io.tidegate.api.vehicle.VehicleDialect#expired}. */
  public void expired(VehicleLine line) {
    Optional<S> state = state(line.slot());
    OptionalLong due = state.map(machine::deadline).orElse(OptionalLong.empty());
    long now = line.evse().view().nanos();
    if (due.isPresent() && due.getAsLong() - now > 0) {
      // a timer may be early, or the view's clock late
      line.deadline(Duration.ofNanos(due.getAsLong() - now));
      return;
    }
    with(line, new Event.DeadlinePassed<>(), "deadline");
  }

  /** See {@link io.tidegate.api.vehicle.VehicleDialect#changed}. */
  public void changed(VehicleLine line) {
    if (line.slot().schema().isEmpty()) {
      // not attached yet: it will look at the view by itself
      return;
    }
    with(line, new Event.ViewChanged<>(), "");
  }

  /** See {@link io.tidegate.api.vehicle.VehicleDialect#detached}. */
  public void detached(VehicleLine line, Detachment reason) {
    if (reason == Detachment.CLOSED) {
      with(line, new Event.Closed<>(), "closed");
    }
    lines.remove(line);
  }

  private Optional<S> state(Slot slot) {
    return slot.schema().equals(schema) ? form.read(slot.bytes()) : Optional.empty();
  }

  private void with(VehicleLine line, Event<M> event, String name) {
    Optional<S> state = state(line.slot());
    if (state.isPresent()) {
      go(line, state.get(), event, name);
    } else {
      abandon(line, "the session's state is lost", null);
    }
  }

  private void go(VehicleLine line, S state, Event<M> event, String name) {
    Step<S, M> step;
    try {
      step = machine.step(state, event, scene(line, state));
      if (!step.state().equals(state) || line.slot().schema().isEmpty()) {
        line.slot(new Slot(schema, form.write(step.state())));
      }
    } catch (RuntimeException e) {
      abandon(line, "a fault of the dialect at " + name, e);
      return;
    }
    log(line, step, name);
    perform(line, step);
  }

  private Scene scene(VehicleLine line, S state) {
    EvseView view = line.evse().view();
    VehiclePeer peer = line.peer();
    Optional<VehicleQuirkBook> book = desk.quirks();
    String evccId = machine.evccId(state);
    VehicleQuirks quirks = VehicleQuirks.NONE;
    if (book.isPresent()) {
      String subject =
          peer.tls()
              .filter(tls -> !tls.vehicle().isEmpty())
              .map(tls -> tls.vehicle().get(0).getSubjectX500Principal().getName())
              .orElse("");
      List<String> offered = List.of(peer.protocol().namespace());
      quirks = book.get().of(new VehicleMake(evccId, offered, subject));
    }
    return new Scene(peer, line.evse().rating(), view, quirks);
  }

  private void perform(VehicleLine line, Step<S, M> step) {
    if (!step.actions().isEmpty()) {
      line.evse().apply(step.actions());
    }
    step.reply()
        .ifPresent(
            reply -> {
              byte[] bytes = wording.encode(reply.payloadType(), reply.message());
              if (desk.frames().getAsBoolean()) {
                frame(line, ">", reply.payloadType(), bytes);
              }
              line.send(reply.payloadType(), bytes);
            });
    step.questions().forEach(question -> ask(line, question));
    OptionalLong due = machine.deadline(step.state());
    if (due.isPresent() && step.close().isEmpty()) {
      line.deadline(Duration.ofNanos(due.getAsLong() - line.evse().view().nanos()));
    } else {
      line.noDeadline();
    }
    step.close().ifPresent(end -> line.close(end.code(), end.sentence()));
  }

  private void ask(VehicleLine line, Event.Question question) {
    desk.answer(question, line.peer())
        .whenComplete(
            (answer, failure) -> {
              String why = failure == null ? "" : String.valueOf(failure.getMessage());
              Object known = failure == null ? answer : null;
              line.execute(
                  () -> {
                    if (lines.contains(line)) {
                      String name = "answer to " + question.getClass().getSimpleName();
                      with(line, new Event.Answered<>(question, known, why), name);
                    }
                  });
            });
  }

  /** The machine cannot go on: power off at once, and the line is closed. */
  private void abandon(VehicleLine line, String sentence, RuntimeException cause) {
    desk.log().error("{} {}: {}", line.peer().evse().value(), INTERNAL, sentence, cause);
    line.evse()
        .apply(
            List.of(
                new EvseAction.Deenergise(true, INTERNAL, sentence),
                new EvseAction.End(INTERNAL, sentence)));
    line.close(INTERNAL, sentence);
  }

  /** One line an event, if anything came of it. */
  private void log(VehicleLine line, Step<S, M> step, String name) {
    String said = step.reply().map(reply -> wording.name(reply.message())).orElse("");
    Step.Remark remark = step.remark();
    String code =
        step.close().map(Step.Close::code).filter(c -> !c.isEmpty()).orElse(remark.code());
    if (name.isEmpty() && said.isEmpty() && remark.sentence().isEmpty() && step.close().isEmpty()) {
      return;
    }
    String sentence =
        step.close()
            .map(Step.Close::sentence)
            .filter(text -> !text.isEmpty())
            .orElse(remark.sentence());
    String text =
        line.peer().evse().value()
            + ' '
            + orDash(machine.session(step.state()))
            + ": "
            + (name.isEmpty() ? "view" : name)
            + (said.isEmpty() ? "" : " → " + said)
            + (sentence.isEmpty() ? "" : "; " + (code.isEmpty() ? "" : code + ": ") + sentence);
    if (!code.isEmpty()) {
      desk.log().warn("{}", text);
    } else if (step.routine()) {
      desk.log().debug("{}", text);
    } else {
      desk.log().info("{}", text);
    }
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private void frame(VehicleLine line, String way, int payloadType, byte[] bytes) {
    desk.log()
        .info(
            "{} {} {} {}",
            line.peer().evse().value(),
            way,
            String.format("%04X", payloadType),
            HexFormat.of().formatHex(bytes));
  }
}
