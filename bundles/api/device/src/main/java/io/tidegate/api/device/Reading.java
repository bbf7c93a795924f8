package io.tidegate.api.device;

import java.time.Instant;
import java.util.Optional;

/**
 * A measured value with its age and its trouble.
 *
 * @param value empty while nothing was ever read
 * @param at when it was read
 * @param fault catalogue code of the present trouble, e.g. {@code ERR_MODBUS_EXCEPTION_02}; empty
 *     when there is none
 */
public record Reading<T>(Optional<T> value, Instant at, String fault) {
  public static <T> Reading<T> none() {
    return new Reading<>(Optional.empty(), Instant.EPOCH, "");
  }
}
