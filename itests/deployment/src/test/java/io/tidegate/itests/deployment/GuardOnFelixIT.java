package io.tidegate.itests.deployment;

class GuardOnFelixIT extends GuardedHost {
  GuardOnFelixIT() {
    super(Rig.Kind.FELIX);
  }
}
