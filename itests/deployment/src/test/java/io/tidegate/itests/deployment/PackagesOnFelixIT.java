package io.tidegate.itests.deployment;

import org.junit.jupiter.api.Tag;

/** The same packages as on Equinox; the guard on Felix is tried in `mvn verify`. */
@Tag("long")
class PackagesOnFelixIT extends RealPackages {
  PackagesOnFelixIT() {
    super(Rig.Kind.FELIX, "6");
  }
}
