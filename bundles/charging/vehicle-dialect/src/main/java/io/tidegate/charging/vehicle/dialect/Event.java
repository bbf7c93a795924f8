package io.tidegate.charging.vehicle.dialect;

/**
 * Something a machine has to know. Immutable.
 *
 * @param <M> messages
 */
public sealed interface Event<M> {

  /** The line has just been agreed on: nothing has been said. The first event of every line. */
  record Attached<M>() implements Event<M> {}

  /**
   * Another version had the line until now; its state was understood. Its questions are lost: ask
   * those again that are still to be answered.
   */
  record TakenOver<M>() implements Event<M> {}

  /** A message of the vehicle's, to be answered by exactly one reply, now or in a later step. */
  record Heard<M>(int payloadType, M message) implements Event<M> {}

  /** A message that is none of this protocol's; it wants a reply or the end just as well. */
  record Garbled<M>(int payloadType, String why) implements Event<M> {}

  /** {@link Machine#deadline} has come. */
  record DeadlinePassed<M>() implements Event<M> {}

  /** The view is other than it was. */
  record ViewChanged<M>() implements Event<M> {}

  /**
   * A question is answered.
   *
   * @param answer null when it failed
   * @param failure sentence; empty when it did not
   */
  record Answered<M>(Question question, Object answer, String failure) implements Event<M> {}

  /** The connection is gone. Replies and ends are of no use any more, actions are. */
  record Closed<M>() implements Event<M> {}

  /**
   * What a machine needs to know from somewhere else and must not wait for: whether a certificate
   * was revoked, a contract certificate. A record of the dialect's own.
   */
  interface Question {}
}
