package io.tidegate.admin.diagnostics;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The sections about certificates in use and security events. */
@Component(name = "io.tidegate.admin.diagnostics.trust", service = Trust.class)
public final class Trust {
  private static final int EVENTS = 30;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile KeyRing ring;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SecurityLog log;

  /** Soonest expiry first. */
  Object certificates() {
    KeyRing now = ring;
    if (now == null) {
      return "no key ring is running";
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (KeyRing.Entry entry : now.certificates()) {
      rows.add(
          Rows.of(
              "notAfter", entry.notAfter(),
              "daysLeft", Duration.between(Instant.now(), entry.notAfter()).toDays(),
              "of", entry.trusted() ? "authority" : "ours",
              "subject", entry.subject(),
              "issuer", entry.issuer(),
              "serialNumber", entry.serialNumber(),
              "source", entry.source()));
    }
    return rows;
  }

  Object events() {
    SecurityLog now = log;
    if (now == null) {
      return "no security log is running";
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SecurityEvent event : now.latest(EVENTS)) {
      rows.add(
          Rows.of(
              "last", event.last(),
              "count", event.count(),
              "type", event.type(),
              "station", event.station(),
              "remote", event.remote(),
              "detail", event.detail()));
    }
    return rows;
  }
}
