package io.tidegate.admin.updates.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How components are given the services that they refer to (P2). */
class InjectionTest {
  private static Workshop workshop;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    workshop = new Workshop(folder);
  }

  private static List<String> reference(int minor, String attributes) throws Exception {
    String element = "<reference name='r' interface='c.Service' " + attributes + "/>";
    return workshop.faults(minor, "", element);
  }

  private static List<String> bind(int minor, String method) throws Exception {
    return reference(minor, "bind='" + method + "'");
  }

  @Test
  void findsMethodsThatTakeTheServiceOrWhatGoesWithIt() throws Exception {
    for (String method :
        List.of("reference", "objects", "service", "base", "properties", "several", "both")) {
      assertThat(bind(3, method)).as(method).isEmpty();
    }
    assertThat(bind(4, "run")).as("Felix SCR takes it without parameters").isEmpty();
  }

  @Test
  void missesAMethodThatTakesWhatItsVersionDoesNotHave() throws Exception {
    for (String method : List.of("objects", "properties", "several")) {
      assertThat(bind(2, method)).as(method).hasSize(1);
    }
    assertThat(bind(1, "both")).isEmpty();
    assertThat(bind(0, "both")).hasSize(1);
    assertThat(bind(0, "service")).isEmpty();
    assertThat(bind(0, "reference")).as("open to its package only").hasSize(1);
  }

  @Test
  void missesAMethodThatBindsUnbindsOrUpdates() throws Exception {
    assertThat(reference(4, "bind='bindActuatorX' unbind='x' updated='y'"))
        .containsExactly(
            "has reference r with bind method bindActuatorX, which class c.One does not have",
            "has reference r with unbind method x, which class c.One does not have",
            "has reference r with updated method y, which class c.One does not have");
    assertThat(bind(4, "runs"))
        .containsExactly(
            "has reference r with bind method runs, which class c.One has, but with other"
                + " parameters than it can be given");
    assertThat(reference(4, "unbind='x'")).as("nobody looks for it without bind").isEmpty();
  }

  @Test
  void takesAnyParameterForAServiceThatNobodyHasSeen() throws Exception {
    assertThat(workshop.faults(4, "", "<reference name='r' interface='x.Nobody' bind='service'/>"))
        .isEmpty();
  }

  @Test
  void findsFieldsThatCanBeSet() throws Exception {
    for (String field : List.of("still", "live", "ref", "maybe", "map", "near", "shared")) {
      assertThat(reference(3, "field='" + field + "'")).as(field).isEmpty();
    }
    String several = "cardinality='0..n' field='";
    assertThat(reference(3, several + "list'")).isEmpty();
    assertThat(reference(3, several + "changing' policy='dynamic'")).isEmpty();
    assertThat(reference(3, several + "kept' policy='dynamic' field-option='update'")).isEmpty();
    assertThat(reference(3, several + "set' policy='dynamic' field-option='update'")).isEmpty();
  }

  private static void misses(String attributes, String why) throws Exception {
    assertThat(reference(3, attributes))
        .singleElement()
        .asString()
        .startsWith("has reference r with field ")
        .endsWith(", which " + why);
  }

  @Test
  void missesAFieldThatIsNotThereOrCannotBeSet() throws Exception {
    misses("field='nix'", "class c.One does not have");
    misses("field='all'", "class c.One has, but static or not open to the component runtime");
    misses("field='own'", "class c.One has, but static or not open to the component runtime");
    misses("field='kept' cardinality='1..n'", "is final");
    misses("field='fixed'", "is final");
    misses("field='text'", "is of a type that it cannot be given");
    misses("field='list'", "is of a type that it cannot be given");
    misses("field='set' cardinality='0..n'", "is of a type that it cannot be given");
    misses("field='still' policy='dynamic'", "has to be volatile, since the reference is dynamic");
    misses(
        "field='kept' cardinality='0..n' field-option='update'",
        "cannot be updated, since the reference is static");
  }
}
