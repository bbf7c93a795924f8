package io.tidegate.itests.deployment;

class PackagesOnEquinoxIT extends RealPackages {
  PackagesOnEquinoxIT() {
    super(Rig.Kind.EQUINOX, "5.3");
  }
}
