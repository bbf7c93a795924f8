package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was raised. */
final class FakeSecurityLog implements SecurityLog {
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void raise(String type, String station, String remote, String detail) {
    Instant now = Instant.now();
    events.add(0, new SecurityEvent(events.size(), type, station, remote, detail, now, now, 1));
  }

  @Override
  public List<SecurityEvent> latest(int most) {
    return List.copyOf(events);
  }

  boolean has(SecurityEvent.Type type) {
    return events.stream().anyMatch(e -> e.type().equals(type.text()));
  }

  boolean has(SecurityEvent.Type type, String station) {
    return events.stream()
        .anyMatch(e -> e.type().equals(type.text()) && e.station().equals(station));
  }
}
