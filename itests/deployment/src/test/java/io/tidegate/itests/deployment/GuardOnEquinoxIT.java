package io.tidegate.itests.deployment;

class GuardOnEquinoxIT extends GuardedHost {
  GuardOnEquinoxIT() {
    super(Rig.Kind.EQUINOX);
  }
}
