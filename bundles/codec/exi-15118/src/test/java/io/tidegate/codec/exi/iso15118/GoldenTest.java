package io.tidegate.codec.exi.iso15118;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Schema;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The committed messages are read to their fields and written to their bytes. */
class GoldenTest {
  @BeforeAll
  static void writesThemIfAsked() throws Exception {
    if ("write".equals(System.getProperty("exi.golden"))) {
      Golden.write();
    }
  }

  @Test
  void readsAndWritesEveryGoldenMessage() throws Exception {
    Model model = Sets.model();
    Set<String> seen = new HashSet<>();
    for (Golden golden : Golden.read()) {
      MessageSet<Object> set = Sets.of(model.schema(golden.set()));
      Object message = set.decode(golden.bytes());
      assertThat(Golden.fields(Tree.of(golden.message(), message))).isEqualTo(golden.fields());
      assertThat(HexFormat.of().formatHex(set.encode(message)))
          .isEqualTo(HexFormat.of().formatHex(golden.bytes()));
      seen.add(golden.set() + " " + golden.message());
    }
    for (Schema schema : Sets.withMessages(model)) {
      for (GlobalElement element : schema.elements().values()) {
        if (element.isMessage()) {
          assertThat(seen).contains(schema.name() + " " + element.name());
        }
      }
    }
  }
}
