package io.tidegate.charging.vehicle.dialect;

import io.tidegate.api.vehicle.EvseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from an event, in the order in which the engine does it: the state is stored, the
 * EVSE acts, the reply is sent, questions are asked, the deadline is set, the line is closed.
 * Immutable; made of {@link #of} by adding.
 *
 * @param actions for the EVSE
 * @param reply to the message that is not answered yet, if any
 * @param questions to be answered by an {@link Event.Answered} each
 * @param close whether and why the connection ends
 * @param remark for the log; empty when the names of the messages say it all
 * @param routine one of many of its kind, e.g. a charge loop: logged at debug level only
 */
public record Step<S extends Record, M>(
    S state,
    List<EvseAction> actions,
    Optional<Reply<M>> reply,
    List<Event.Question> questions,
    Optional<Close> close,
    Remark remark,
    boolean routine) {
  public Step {
    actions = List.copyOf(actions);
    questions = List.copyOf(questions);
  }

  /** A message to the vehicle. */
  public record Reply<M>(int payloadType, M message) {}

  /**
   * The end of the connection.
   *
   * @param code catalogue code; empty when all went well
   */
  public record Close(String code, String sentence) {}

  /**
   * Something worth a line.
   *
   * @param code catalogue code, then it is a warning; else empty
   */
  public record Remark(String code, String sentence) {
    public static final Remark NONE = new Remark("", "");
  }

  /** Nothing but this state. */
  public static <S extends Record, M> Step<S, M> of(S state) {
    return new Step<>(
        state, List.of(), Optional.empty(), List.of(), Optional.empty(), Remark.NONE, false);
  }

  public Step<S, M> in(S other) {
    return new Step<>(other, actions, reply, questions, close, remark, routine);
  }

  /** After the actions that are there. */
  public Step<S, M> act(EvseAction... more) {
    return act(List.of(more));
  }

  /** After the actions that are there. */
  public Step<S, M> act(List<EvseAction> more) {
    List<EvseAction> all = new ArrayList<>(actions);
    all.addAll(more);
    return new Step<>(state, all, reply, questions, close, remark, routine);
  }

  public Step<S, M> say(int payloadType, M message) {
    Optional<Reply<M>> said = Optional.of(new Reply<>(payloadType, message));
    return new Step<>(state, actions, said, questions, close, remark, routine);
  }

  public Step<S, M> ask(Event.Question question) {
    List<Event.Question> all = new ArrayList<>(questions);
    all.add(question);
    return new Step<>(state, actions, reply, all, close, remark, routine);
  }

  public Step<S, M> end(String code, String sentence) {
    Optional<Close> end = Optional.of(new Close(code, sentence));
    return new Step<>(state, actions, reply, questions, end, remark, routine);
  }

  public Step<S, M> note(String code, String sentence) {
    Remark said = new Remark(code, sentence);
    return new Step<>(state, actions, reply, questions, close, said, routine);
  }

  /** Logged at debug level only. */
  public Step<S, M> asRoutine() {
    return new Step<>(state, actions, reply, questions, close, remark, true);
  }
}
