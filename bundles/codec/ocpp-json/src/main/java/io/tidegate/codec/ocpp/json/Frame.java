package io.tidegate.codec.ocpp.json;

/** An OCPP-J message (part 4 §4.2), as far as it could be read. */
public sealed interface Frame {

  /**
   * A request that keeps every rule.
   *
   * @param message the bound record; {@link Unbound} for an action that is known and not acted on
   * @param payload its JSON as it came
   * @param unknownFields fields that the protocol does not know and that were let through
   */
  record Call(String id, String action, Request message, String payload, int unknownFields)
      implements Frame {}

  /**
   * A message that asks for no answer and keeps every rule (2.1 part 4 §4.2.4). Never answered.
   *
   * @param message the bound record; {@link Unbound} for an action that is known and not acted on
   * @param payload its JSON as it came
   * @param unknownFields fields that the protocol does not know and that were let through
   */
  record Send(String id, String action, Request message, String payload, int unknownFields)
      implements Frame {}

  /** An answer; its payload is checked once the request is known that it answers. */
  record Result(String id, String payload) implements Frame {}

  /**
   * An error as the answer.
   *
   * @param code as far as we know it
   * @param wire the code as it came, at most 64 characters
   */
  record Failure(String id, RpcErrorCode code, String wire, String description) implements Frame {}

  /**
   * An error on an answer of ours: CALLRESULTERROR (2.1 part 4 §4.2.3). Never answered.
   *
   * @param id of the request that was answered
   * @param code as far as we know it
   * @param wire the code as it came, at most 64 characters
   */
  record ResultFailure(String id, RpcErrorCode code, String wire, String description)
      implements Frame {}

  /**
   * A request that breaks a rule, or something that cannot be told from one: to be answered with
   * {@link Protocol#failure}.
   *
   * @param id the message's own; {@code -1} when it cannot be read
   * @param action empty when it cannot be read
   */
  record Refused(String id, String action, Violation violation) implements Frame {
    public static final String UNREADABLE = "-1";
  }

  /**
   * Something that breaks a rule and that the version forbids to answer: a SEND, a CALLRESULTERROR,
   * and on 1.6 whatever is no CALL with a readable id. To be counted and logged.
   *
   * @param action empty when it cannot be read
   */
  record Ignored(String id, String action, Violation violation) implements Frame {}

  /**
   * An answer that breaks a rule of the frame: whoever waits for it gets none. Never answered,
   * except that 2.1 may send {@link Protocol#resultFailure} when the id is known.
   */
  record BrokenAnswer(String id, Violation violation) implements Frame {}

  /** Payload of an action that no record is bound to. */
  record Unbound(String action) implements Request {}
}
