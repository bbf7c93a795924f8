package io.tidegate.api.security;

import java.util.List;

/**
 * Security events, bounded and durable: the oldest give way, what repeats within a minute is
 * counted. A service of {@code core/keys}; any thread, never blocks.
 */
public interface SecurityLog {

  /**
   * Notes an event.
   *
   * @param type a name of {@link SecurityEvent.Type} or a station's own
   * @param station identity, empty when unknown
   * @param remote address, empty when it does not matter
   * @param detail a sentence without secrets; control characters are replaced, the rest is cut at
   *     255 characters
   */
  void raise(String type, String station, String remote, String detail);

  /** The latest ones, newest first. */
  List<SecurityEvent> latest(int most);
}
