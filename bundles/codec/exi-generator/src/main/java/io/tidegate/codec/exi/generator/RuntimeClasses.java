package io.tidegate.codec.exi.generator;

/** The hand-written classes that generated code uses; all are in the root package of the codec. */
final class RuntimeClasses {
  private final String rootPackage;

  RuntimeClasses(String rootPackage) {
    this.rootPackage = rootPackage;
  }

  String name(String simple) {
    return rootPackage + "." + simple;
  }
}
