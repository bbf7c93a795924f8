package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Schema;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Golden messages: a line each with set, message, bytes as EXIficient wrote them, and fields. Made
 * anew, with the seeds of the fuzz test, by {@code mvn -q -B test -Dtest=GoldenTest
 * -Dexi.golden=write -pl bundles/codec/exi-15118}.
 */
record Golden(String set, String message, byte[] bytes, String fields) {
  static final Path FILE = Path.of("src/test/resources/golden.tsv");
  private static final Path SEEDS =
      Path.of(
          "src/test/resources/io/tidegate/codec/exi/iso15118/ExiFuzzTestInputs/readsAnyBytesToARecordOrOneError");

  /** How often a message is written in full, so that every alternative has its turn. */
  private static final int TURNS = 4;

  private static final int TURNS_OF_A_BODY = 2;

  static List<Golden> read() throws IOException {
    List<Golden> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (!line.startsWith("#")) {
        List<String> parts = List.of(line.split("\t", -1));
        byte[] bytes = HexFormat.of().parseHex(parts.get(2));
        all.add(new Golden(parts.get(0), parts.get(1), bytes, parts.get(3)));
      }
    }
    return all;
  }

  static void write() throws Exception {
    Model model = Sets.model();
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Messages of our own, encoded by EXIficient: set, message, EXI, fields. Made by a command, see Golden.");
    Files.createDirectories(SEEDS);
    int set = 0;
    for (Schema schema : Sets.withMessages(model)) {
      Oracle oracle = new Oracle(schema.name());
      for (GlobalElement element : schema.elements().values()) {
        if (element.isMessage()) {
          int bodies = Sets.bodies(model, schema);
          int turns = bodies > 1 ? TURNS_OF_A_BODY : TURNS;
          for (int i = 0; i < (turns + 1) * bodies; i++) {
            int turn = i / bodies;
            Tree tree =
                new GoldenTrees(model, turn > 0, signed(element, i), turn)
                    .body(i % bodies)
                    .element(schema, element.name(), schema.namespace(), element.type());
            byte[] bytes = oracle.encode(tree.xml(Sets.attributeNamespaces(model)), false);
            String hex = HexFormat.of().formatHex(bytes);
            String line = schema.name() + "\t" + element.name() + "\t" + hex + "\t" + fields(tree);
            if (lines.stream()
                .noneMatch(l -> l.startsWith(line.substring(0, line.lastIndexOf('\t'))))) {
              lines.add(line);
            }
            if (turn == 1) {
              seed(set, bodies > 1 ? schema.name() + i : element.name(), bytes);
            }
          }
        }
      }
      set++;
    }
    Files.createDirectories(FILE.getParent());
    Files.write(FILE, lines);
  }

  /** A signature is long, and the same in every message. */
  private static boolean signed(GlobalElement element, int turn) {
    return turn < 3 && element.name().matches("AuthorizationReq|.*_CableCheckReq|V2G_Message");
  }

  private static void seed(int set, String name, byte[] bytes) throws IOException {
    byte[] seed = new byte[bytes.length + 1];
    seed[0] = (byte) set;
    System.arraycopy(bytes, 0, seed, 1, bytes.length);
    Files.write(SEEDS.resolve(name), seed);
  }

  /** Content on one line: name(attribute=value){children} or name=value. */
  static String fields(Tree tree) {
    StringBuilder line = new StringBuilder();
    append(tree, line);
    return line.toString();
  }

  private static void append(Tree tree, StringBuilder line) {
    line.append(tree.name());
    tree.attributes()
        .forEach((k, v) -> line.append('(').append(k).append('=').append(v).append(')'));
    if (tree.text() != null) {
      line.append('=').append(tree.text());
    } else {
      line.append('{');
      for (int i = 0; i < tree.children().size(); i++) {
        line.append(i == 0 ? "" : " ");
        append(tree.children().get(i), line);
      }
      line.append('}');
    }
  }
}
