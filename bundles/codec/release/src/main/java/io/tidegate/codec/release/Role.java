package io.tidegate.codec.release;

import java.util.List;

/**
 * Who may sign for one purpose.
 *
 * @param threshold how many of them have to; 1 to as many as there are
 * @param keys ids
 */
public record Role(int threshold, List<String> keys) {
  public Role {
    keys = List.copyOf(keys);
  }
}
