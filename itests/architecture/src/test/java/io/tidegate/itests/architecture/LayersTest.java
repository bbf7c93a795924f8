package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who imports whom: the tables in {@code layers.txt} and {@code third-party.txt}. */
class LayersTest {
  private static final String OURS = "io.tidegate.";
  private static final Table LAYERS = Table.read("layers.txt");
  private static final Table THIRD_PARTY = Table.read("third-party.txt");

  @Test
  void readsEveryModuleThatHasSources() {
    List<String> unread =
        Code.MODULES.stream()
            .filter(m -> !Reactor.children(m.folder().resolve("src/main/java")).isEmpty())
            .filter(m -> !m.declarations())
            .filter(m -> Code.CLASSES.stream().noneMatch(c -> owner(c).equals(m.name())))
            .map(Reactor.Module::name)
            .toList();
    assertThat(unread).as("modules whose classes were not found").isEmpty();
    assertThat(Code.CLASSES).hasSizeGreaterThan(100);
  }

  @Test
  void implementationsMeetThroughTheApiOnly() {
    SortedSet<String> wrong = new TreeSet<>();
    for (Reactor.Module module : Code.MODULES) {
      List<String> allowed = LAYERS.of(module.area());
      assertThat(LAYERS.rows()).as(module.area()).anyMatch(r -> r.get(0).equals(module.area()));
      for (JavaClass type : Code.CLASSES) {
        if (owner(type).equals(module.name())) {
          type.getDirectDependenciesFromSelf().stream()
              .filter(d -> target(d).startsWith(OURS))
              .filter(d -> !owner(d.getTargetClass()).equals(module.name()))
              .filter(d -> !startsWithAny(target(d).substring(OURS.length()), allowed))
              .forEach(d -> wrong.add(type.getName() + " → " + target(d)));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void lendsTheEngineToDialectsAlone() {
    Reactor.ENGINES.forEach(
        (engine, dialects) -> {
          SortedSet<String> users = new TreeSet<>();
          for (JavaClass type : Code.CLASSES) {
            boolean uses =
                type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d -> owner(d.getTargetClass()).equals(engine));
            if (uses && !owner(type).equals(engine)) {
              users.add(owner(type));
            }
          }
          assertThat(users).as(engine).isNotEmpty().allMatch(name -> name.matches(dialects));
        });
  }

  @Test
  void usesOnlyTheLibrariesThatAreListedForItsArea() {
    SortedSet<String> wrong = new TreeSet<>();
    for (Reactor.Module module : Code.MODULES) {
      List<String> allowed = new java.util.ArrayList<>(THIRD_PARTY.of("*"));
      allowed.addAll(THIRD_PARTY.of(module.area()));
      allowed.addAll(THIRD_PARTY.of(module.name().substring(OURS.length())));
      if (module.area().equals("wrap")) {
        continue;
      }
      for (JavaClass type : Code.CLASSES) {
        if (owner(type).equals(module.name())) {
          type.getDirectDependenciesFromSelf().stream()
              .map(LayersTest::target)
              .filter(name -> isForeign(name) && !startsWithAny(name, allowed))
              .filter(name -> !usesWrapped(name, module))
              .forEach(name -> wrong.add(module.name() + " uses " + name));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What {@code wrap/x} exports may be used by those whose row names {@code wrap.x}. */
  private static boolean usesWrapped(String name, Reactor.Module module) {
    return LAYERS.of(module.area()).stream()
        .filter(row -> row.startsWith("wrap."))
        .anyMatch(row -> name.startsWith("org." + row.substring("wrap.".length()) + "."));
  }

  @Test
  void hasNoCyclesBetweenPackages() {
    SlicesRuleDefinition.slices()
        .matching("io.tidegate.(**)")
        .should()
        .beFreeOfCycles()
        .check(Code.CLASSES);
  }

  private static boolean isForeign(String name) {
    return name.contains(".")
        && !name.startsWith("java.")
        && !name.startsWith("javax.")
        && !name.startsWith(OURS);
  }

  private static String target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType().getName();
  }

  private static String owner(JavaClass type) {
    return Reactor.moduleOf(type.getBaseComponentType().getName(), Code.MODULES)
        .map(Reactor.Module::name)
        .orElse("");
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
  }
}
