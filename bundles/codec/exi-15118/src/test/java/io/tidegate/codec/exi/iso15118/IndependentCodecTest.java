package io.tidegate.codec.exi.iso15118;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidegate.codec.exi.generator.JavaNames;
import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Model.ElementRef;
import io.tidegate.codec.exi.generator.Schema;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import java.lang.reflect.Method;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Random documents of every message of every set, written by EXIficient: we read them to the same
 * content and write the same bytes. The profile {@code peers} asks for a hundred of each, {@code
 * -Dexi.documents=1000} for more.
 */
class IndependentCodecTest {
  private static final int FEW = 5;
  private static final int MANY = Integer.getInteger("exi.documents", 100);

  private final Model model;

  IndependentCodecTest() throws Exception {
    model = Sets.model();
  }

  @TestFactory
  Stream<DynamicTest> agreesOnEveryMessageAndFragment() {
    return agrees(0, FEW);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> agreesOnManyOfEveryMessageAndFragment() {
    return agrees(FEW, MANY);
  }

  private Stream<DynamicTest> agrees(int from, int to) {
    return model.schemas().stream()
        .filter(Schema::document)
        .map(schema -> dynamicTest(schema.name(), () -> agrees(schema, from, to)));
  }

  private void agrees(Schema schema, int from, int to) throws Exception {
    Oracle oracle = new Oracle(schema.name());
    MessageSet<Object> set = Sets.of(schema);
    for (GlobalElement element : schema.elements().values()) {
      if (element.isMessage()) {
        int bodies = Sets.bodies(model, schema);
        for (int i = from * bodies; i < to * bodies; i++) {
          agrees(schema, element, i, oracle, set);
        }
      }
    }
    for (String fragment : schema.fragments()) {
      for (int i = from; i < to; i++) {
        agrees(schema, fragment, i, oracle);
      }
    }
  }

  private void agrees(
      Schema schema, GlobalElement element, int number, Oracle oracle, MessageSet<Object> set)
      throws Exception {
    Tree tree =
        new RandomTrees(model, number)
            .body(number % Sets.bodies(model, schema))
            .element(schema, element.name(), schema.namespace(), element.type());
    String xml = tree.xml(Sets.attributeNamespaces(model));
    byte[] theirs = oracle.encode(xml, false);
    Object message;
    try {
      message = set.decode(theirs);
    } catch (ExiException e) {
      throw new AssertionError(e.getMessage() + "\n" + hex(theirs) + "\n" + xml, e);
    }
    assertThat(Tree.of(element.name(), message).plain()).as(xml).isEqualTo(tree.plain());
    assertThat(hex(set.encode(message))).as(xml).isEqualTo(hex(theirs));
  }

  private void agrees(Schema schema, String reference, int number, Oracle oracle) throws Exception {
    String name = reference.substring(reference.indexOf(':') + 1);
    Schema owner =
        name.equals(reference)
            ? schema
            : model.schema(reference.substring(0, reference.indexOf(':')));
    Tree tree =
        new RandomTrees(model, number).element(owner, name, owner.namespace(), type(owner, name));
    String xml = tree.xml(Sets.attributeNamespaces(model));
    byte[] theirs = oracle.encode(xml, true);
    Class<?> set = Sets.type(schema);
    Method decode = set.getMethod("decode" + JavaNames.type(name), byte[].class);
    Object value = decode.invoke(null, (Object) theirs);
    assertThat(Tree.of(name, value).plain()).as(xml).isEqualTo(tree.plain());
    Method encode = set.getMethod("encode" + JavaNames.type(name), value.getClass());
    assertThat(hex((byte[]) encode.invoke(null, value))).as(xml).isEqualTo(hex(theirs));
  }

  private String type(Schema owner, String name) {
    GlobalElement global = owner.elements().get(name);
    return global != null
        ? new ElementRef(owner, global).element().type()
        : Declarations.typeOf(owner, name);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
