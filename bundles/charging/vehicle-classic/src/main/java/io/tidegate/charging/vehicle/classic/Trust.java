package io.tidegate.charging.vehicle.classic;

import java.security.cert.X509Certificate;
import java.util.List;

/** Roots of mobility operators whose contracts are taken. */
public record Trust(List<X509Certificate> roots) {
  public static final Trust NONE = new Trust(List.of());

  public Trust {
    roots = List.copyOf(roots);
  }
}
