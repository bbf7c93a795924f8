package io.tidegate.api.control;

/**
 * One reason for a decision.
 *
 * @param code what bound or what was asked
 * @param subject who or where: a node's id, a target's id, a meter's name; empty when it is the
 *     EVSE itself
 * @param valueW the limit or the request, W; NaN where a power says nothing
 */
public record Reason(ReasonCode code, String subject, double valueW) {
  public static Reason of(ReasonCode code) {
    return new Reason(code, "", Double.NaN);
  }
}
