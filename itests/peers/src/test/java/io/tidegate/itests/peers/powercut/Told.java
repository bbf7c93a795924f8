package io.tidegate.itests.peers.powercut;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all boots so far have sent, and what the gateway has acknowledged of it. */
final class Told {
  private final Map<String, Item> sent = new LinkedHashMap<>();
  private final Map<String, Item> acknowledged = new LinkedHashMap<>();

  /** How commands were acknowledged that had been acknowledged before an earlier power cut. */
  private final Map<String, String> again = new LinkedHashMap<>();

  /** Takes in a boot's console. */
  void hear(List<String> console) {
    List<Item> now = new ArrayList<>();
    for (String line : console) {
      Item.sentIn(line).ifPresent(item -> sent.put(item.id(), item));
      Item.acknowledgedIn(line)
          .ifPresent(
              a -> {
                Item item =
                    Optional.ofNullable(sent.get(a.id()))
                        .orElseThrow(() -> new AssertionError("never sent: " + line));
                if (acknowledged.containsKey(a.id()) && item.command()) {
                  again.put(a.id(), a.how());
                }
                now.add(item);
              });
    }
    now.forEach(item -> acknowledged.put(item.id(), item));
  }

  Collection<Item> sent() {
    return List.copyOf(sent.values());
  }

  Collection<Item> acknowledged() {
    return List.copyOf(acknowledged.values());
  }

  /** Sent, and the power went before an answer came. */
  List<Item> open() {
    return sent.values().stream().filter(item -> !acknowledged.containsKey(item.id())).toList();
  }

  Map<String, String> again() {
    return Map.copyOf(again);
  }

  /**
   * Items that the next boot sends again: of everybody what is open, and before it the newest that
   * is acknowledged, as one does whose memory lags behind.
   */
  List<String> repetitions() {
    Map<String, Item> newest = new LinkedHashMap<>();
    acknowledged.values().forEach(item -> newest.put(item.from(), item));
    List<String> lines = new ArrayList<>();
    newest.values().forEach(item -> lines.add(item.sent()));
    open().forEach(item -> lines.add(item.sent()));
    return lines;
  }
}
