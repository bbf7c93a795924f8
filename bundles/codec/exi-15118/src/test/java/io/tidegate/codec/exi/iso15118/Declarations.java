package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.generator.Schema;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import java.util.stream.Stream;

/** Looks up what elements within types are declared as. */
final class Declarations {
  private Declarations() {}

  static String typeOf(Schema schema, String element) {
    return schema.definitions().values().stream()
        .flatMap(d -> d instanceof Complex complex ? complex.particles().stream() : Stream.empty())
        .flatMap(
            p -> p instanceof Schema.Choice choice ? choice.alternatives().stream() : Stream.of(p))
        .filter(p -> p instanceof LocalElement local && local.name().equals(element))
        .map(p -> ((LocalElement) p).type())
        .findFirst()
        .orElseThrow();
  }
}
