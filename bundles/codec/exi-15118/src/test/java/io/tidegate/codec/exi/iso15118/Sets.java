package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.generator.JavaNames;
import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Schema;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The model and the classes that came of it. */
final class Sets {
  private static final String ROOT = "io.tidegate.codec.exi.iso15118.";

  /** The element in whose place the messages of ISO 15118-2 and DIN 70121 are. */
  static final String BODY = "BodyElement";

  private Sets() {}

  static Model model() throws IOException {
    return Model.read(Path.of("src/main/v2gs"));
  }

  /** Every schema with messages of its own. */
  static List<Schema> withMessages(Model model) {
    return model.schemas().stream()
        .filter(s -> s.elements().values().stream().anyMatch(GlobalElement::isMessage))
        .toList();
  }

  /** How many messages a document element stands for: those that may be in its body, or one. */
  static int bodies(Model model, Schema schema) {
    return model.withImports(schema).stream()
        .filter(s -> s.elements().containsKey(BODY))
        .mapToInt(s -> model.members(s, BODY).size() - 1)
        .findFirst()
        .orElse(1);
  }

  static Class<?> type(Schema schema) throws ClassNotFoundException {
    return Class.forName(ROOT + schema.javaPackage() + "." + JavaNames.type(schema.name()) + "Exi");
  }

  @SuppressWarnings("unchecked")
  static MessageSet<Object> of(Schema schema) throws ReflectiveOperationException {
    return (MessageSet<Object>) type(schema).getField("SET").get(null);
  }

  /** Namespaces whose attributes are qualified. */
  static Map<String, String> attributeNamespaces(Model model) {
    return model.schemas().stream()
        .filter(Schema::qualifiedAttributes)
        .collect(Collectors.toMap(Schema::namespace, Schema::namespace));
  }
}
