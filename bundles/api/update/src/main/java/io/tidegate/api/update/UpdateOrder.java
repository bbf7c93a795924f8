package io.tidegate.api.update;

import java.time.Instant;
import java.util.Objects;

/**
 * Somebody wants a release installed.
 *
 * @param id of the order, chosen by whoever gives it: 1–64 letters, digits, {@code . _ : -}
 * @param giver e.g. {@code rest}, {@code hawkbit}, {@code mqtt}; a short word for logs and views
 * @param from where the release is to be had
 * @param notBefore when it may begin to touch anything; {@link Instant#MIN} for at once
 * @param approval whether an operator has to approve it first
 * @param disturb whether a part that cannot be replaced beside traffic may be replaced at once;
 *     else it waits for a quiet window or an operator's word
 */
public record UpdateOrder(
    String id,
    String giver,
    ReleaseSource from,
    Instant notBefore,
    boolean approval,
    boolean disturb) {
  public UpdateOrder {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(notBefore, "notBefore");
    if (!id.matches("[A-Za-z0-9._:-]{1,64}")) {
      throw new IllegalArgumentException("id: 1-64 letters, digits, `.`, `_`, `:`, `-`");
    }
    if (!giver.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException("giver: 1-32 small letters, digits, `-`");
    }
  }

  /** At once, where it disturbs nothing. */
  public static UpdateOrder of(String id, String giver, ReleaseSource from) {
    return new UpdateOrder(id, giver, from, Instant.MIN, false, false);
  }
}
