package io.tidegate.charging.iso15118.v20;

import java.security.cert.X509Certificate;
import java.util.List;

/** Roots of mobility operators whose contracts are taken. */
record Trust(List<X509Certificate> roots) {
  static final Trust NONE = new Trust(List.of());

  Trust {
    roots = List.copyOf(roots);
  }
}
