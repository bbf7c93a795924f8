package io.tidegate.itests.deployment;

import org.junit.jupiter.api.Tag;

/** Kura's DeploymentAdmin beside another framework: each of the two is tried in `mvn verify`. */
@Tag("long")
class GuardOnFelixOfKuraIT extends GuardedHost {
  GuardOnFelixOfKuraIT() {
    super(Rig.Kind.FELIX_OF_KURA);
  }
}
