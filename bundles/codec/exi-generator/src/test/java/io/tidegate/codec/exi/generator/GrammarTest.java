package io.tidegate.codec.exi.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Schema.Complex;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Widths of states as EXI 1.0 §8.5.4 and §8.4.3 define them, and what is refused. */
class GrammarTest {
  @Test
  void takesOneBitWhereOneElementMustFollow() {
    assertThat(widths("A byte", "B byte")).containsExactly(1, 1, 1);
  }

  @Test
  void countsWhatMayBeLeftOutAndTheEnd() {
    assertThat(widths("A byte ?", "B byte")).containsExactly(2, 1, 1);
    assertThat(
            widths(
                IntStream.range(0, 10).mapToObj(i -> "E" + i + " byte ?").toArray(String[]::new)))
        .containsExactly(4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 1);
  }

  @Test
  void widensAListOnlyWhileItMayGoOn() {
    Content content = content("A byte 1..3", "B byte ?");
    assertThat(content.before(0).width()).isEqualTo(1);
    assertThat(content.within(0).width()).isEqualTo(2);
    assertThat(content.before(1).width()).isEqualTo(2);
    assertThat(content("A byte 1..3").before(1).width()).isEqualTo(1);
  }

  @Test
  void keepsTextOutOfTheStateOfARequiredAttribute() {
    Content content = content("mixed", "@A string", "B byte ?", "any 0..*");
    assertThat(content.before(0).productions()).isEqualTo(1);
    assertThat(content.before(1).productions()).isEqualTo(4);
  }

  @Test
  void countsTheAbstractHeadOfAGroupAndSortsItsMembers() {
    Model model =
        new Model(
            List.of(
                SchemaReader.read(
                    "m",
                    """
                    schema m urn:m document
                    type H abstract { }
                    type B : H { X byte }
                    type A : H { }
                    type User { ref H }
                    element H H abstract
                    element B B substitutes H
                    element A A substitutes H
                    message User
                    """)));
    Schema schema = model.schema("m");
    Content content =
        new Grammar(model)
            .content(new ComplexRef(schema, (Complex) schema.definitions().get("User")));
    assertThat(content.terms().get(0).events())
        .extracting(Content.Event::name)
        .containsExactly("A", "B", "H");
    assertThat(content.before(0).width()).isEqualTo(2);
    assertThat(Generate.java(model, "x"))
        .containsKeys("x.m.H", "x.m.MMessage", "x.m.MExi", "x.m.A");
  }

  @Test
  void refusesWhatItCannotExpress() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> content("any 0..*", "A byte"))
        .withMessageContaining("wildcard");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> content("A nothing"))
        .withMessageContaining("no type nothing");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> SchemaReader.read("f.v2gs", "schema a urn:a\ntype T {\nA byte often\n}\n"))
        .withMessageContaining("f.v2gs:3")
        .withMessageContaining("often");
  }

  @Test
  void refusesTypesThatHoldThemselves() {
    Model model =
        new Model(
            List.of(
                SchemaReader.read("m", "schema m urn:m\ntype A { X B ? }\ntype B { Y A 0..* }\n")));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Generate.java(model, "x"))
        .withMessage("a type holds itself: m:A, m:B");
  }

  private static List<Integer> widths(String... lines) {
    Content content = content(lines);
    return IntStream.rangeClosed(0, content.terms().size())
        .mapToObj(i -> content.before(i).width())
        .toList();
  }

  private static Content content(String... lines) {
    boolean mixed = lines[0].equals("mixed");
    String body = String.join("\n", List.of(lines).subList(mixed ? 1 : 0, lines.length));
    String text = "schema m urn:m\ntype T " + (mixed ? "mixed " : "") + "{\n" + body + "\n}\n";
    Model model = new Model(List.of(SchemaReader.read("m", text)));
    Schema schema = model.schema("m");
    return new Grammar(model)
        .content(new ComplexRef(schema, (Complex) schema.definitions().get("T")));
  }
}
