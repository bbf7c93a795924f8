package io.tidegate.admin.updates.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods, constructors and fields that make and end a component (P2). */
class LifecycleTest {
  private static final String LOST = "which class c.One does not have";
  private static final String OTHER =
      "which class c.One has, but with other parameters than it can be given";
  private static final String SHUT =
      "which class c.One has, but static, with a result, or not open to the component runtime";

  private static Workshop workshop;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    workshop = new Workshop(folder);
  }

  private static List<String> activate(int minor, String method) throws Exception {
    return workshop.faults(minor, "activate='" + method + "'", "");
  }

  @Test
  void findsMethodsWithWhatTheyCanBeGiven() throws Exception {
    for (String method : List.of("context", "config", "run", "reason", "properties")) {
      assertThat(activate(3, method)).as(method).isEmpty();
    }
    assertThat(workshop.faults(3, "deactivate='reasons' modified='config'", "")).isEmpty();
  }

  @Test
  void missesAMethodForTheActivationTheEndOrANewConfiguration() throws Exception {
    assertThat(activate(4, "nix")).containsExactly("has activate method nix, " + LOST);
    assertThat(activate(4, "")).containsExactly("has activate method , " + LOST);
    assertThat(workshop.faults(4, "deactivate='x' modified='y'", ""))
        .containsExactly("has deactivate method x, " + LOST, "has modified method y, " + LOST);
  }

  @Test
  void missesAMethodThatTakesSomethingElse() throws Exception {
    assertThat(activate(4, "text")).containsExactly("has activate method text, " + OTHER);
    assertThat(activate(4, "reasons")).containsExactly("has activate method reasons, " + OTHER);
  }

  @Test
  void takesConfigurationsAsAnnotationsSinceOneDotThree() throws Exception {
    assertThat(activate(2, "config")).hasSize(1);
    assertThat(activate(3, "looks")).hasSize(1);
    assertThat(workshop.faults(3, "activate='looks' f:configureWithInterfaces='true'", ""))
        .isEmpty();
  }

  @Test
  void missesWhatIsStaticOrGivesSomethingBack() throws Exception {
    for (String method : List.of("still", "counts", "gives")) {
      assertThat(activate(4, method))
          .containsExactly("has activate method " + method + ", " + SHUT);
    }
    assertThat(workshop.faults(3, "activate='gives' f:configurableServiceProperties='true'", ""))
        .isEmpty();
  }

  @Test
  void findsInSuperclassesWhatIsOpenToTheClass() throws Exception {
    assertThat(activate(4, "near")).isEmpty();
    assertThat(activate(4, "open")).isEmpty();
    assertThat(activate(4, "covered")).isEmpty();
    assertThat(activate(4, "own")).containsExactly("has activate method own, " + SHUT);
    assertThat(activate(4, "away")).containsExactly("has activate method away, " + SHUT);
  }

  @Test
  void saysNothingOfWhatItCannotLookAt(@TempDir Path folder) throws Exception {
    Workshop half = new Workshop(folder);
    half.lose("d/Far");
    assertThat(half.faults(4, "activate='nix'", "")).as("may be in a superclass").isEmpty();
    half.lose("c/One");
    assertThat(half.faults(4, "deactivate='nix'", "")).as("told of elsewhere").isEmpty();
  }

  @Test
  void asksForAClassOfWhichThereCanBeObjects() throws Exception {
    assertThat(workshop.of("c.Kinds$Half", "", ""))
        .containsExactly("is to be class c.Kinds$Half, which is abstract");
    assertThat(workshop.of("c.Kinds$Face", "", ""))
        .containsExactly("is to be class c.Kinds$Face, which is abstract");
    assertThat(workshop.of("c.Kinds$Inner", "", ""))
        .containsExactly("is to be class c.Kinds$Inner, which is not public");
    assertThat(workshop.of("c.Made", "", ""))
        .containsExactly(
            "is to be class c.Made, which has no public constructor with 0 parameters that it can"
                + " be given");
  }

  @Test
  void findsTheConstructorThatItsReferencesFit() throws Exception {
    String one = "<reference name='r' interface='c.Service' parameter='1'/>";
    String all = "<reference name='q' interface='c.Service' cardinality='0..n' parameter='2'/>";
    assertThat(workshop.of("c.Made", "init='4'", one + all)).isEmpty();
    String none =
        "is to be class c.Made, which has no public constructor with 4 parameters that it can be"
            + " given";
    assertThat(workshop.of("c.Made", "init='4'", one)).containsExactly(none);
    assertThat(workshop.of("c.Made", "init='4'", one + all.replace("0..n", "1..1")))
        .containsExactly(none);
    assertThat(workshop.of("c.Made", "init='2'", one.replace("'1'", "'0'"))).hasSize(1);
    assertThat(
            workshop.of(
                "c.Made", "init='4'", one + all + one.replace("'r'", "'s'").replace("'1'", "'4'")))
        .anyMatch(words -> words.endsWith("with parameter 4, beyond those of init"));
  }

  @Test
  void missesAFieldForTheActivation() throws Exception {
    assertThat(workshop.faults(4, "activation-fields='config  bundle map'", "")).isEmpty();
    assertThat(workshop.faults(4, "activation-fields='nix text all own'", ""))
        .containsExactly(
            "has activation field all, which class c.One has, but static or not open to the"
                + " component runtime",
            "has activation field nix, " + LOST,
            "has activation field own, which class c.One has, but static or not open to the"
                + " component runtime",
            "has activation field text, which is of a type that it cannot be given");
  }
}
