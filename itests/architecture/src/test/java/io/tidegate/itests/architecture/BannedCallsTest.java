package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Calls that have no place here; deliberate exceptions are in {@code exceptions.txt}. */
class BannedCallsTest {
  private static final Table EXCEPTIONS = Table.read("exceptions.txt");

  /** {@link Math} may compute these through intrinsics that differ in the last bit. */
  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  /** Deciding packages: time, randomness and threads enter them only as inputs. */
  private static final List<String> PURE =
      List.of(
          "io.tidegate.core.safety",
          "io.tidegate.core.arbiter",
          "io.tidegate.core.planner",
          "io.tidegate.core.control.state",
          "io.tidegate.charging.vehicle.dialect",
          "io.tidegate.charging.vehicle.classic",
          "io.tidegate.charging.iso15118.v2",
          "io.tidegate.charging.din70121",
          "io.tidegate.charging.iso15118.v20",
          "io.tidegate.codec");

  @Test
  void writesToNoConsole() {
    assertNone(
        "console",
        type -> !type.getPackageName().startsWith("io.tidegate.launcher"),
        access ->
            access.getTargetOwner().isEquivalentTo(System.class)
                && Set.of("out", "err").contains(access.getName()));
  }

  @Test
  void printsNoStackTraces() {
    assertNone("stacktrace", type -> true, access -> access.getName().equals("printStackTrace"));
  }

  @Test
  void sleepsNowhere() {
    assertNone(
        "sleep",
        type -> !type.getPackageName().startsWith("io.tidegate.launcher"),
        access ->
            access.getName().equals("sleep")
                && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
                    .contains(access.getTargetOwner().getName()));
  }

  @Test
  void computesInTheCoreTheSameBitsOnEveryMachine() {
    assertNone(
        "math",
        type -> type.getPackageName().startsWith("io.tidegate.core"),
        access ->
            access.getTargetOwner().isEquivalentTo(Math.class)
                && TRANSCENDENTAL.contains(access.getName()));
  }

  @Test
  void decidesWithoutAClockOfItsOwn() {
    assertNone("clock", BannedCallsTest::isPure, BannedCallsTest::readsClock);
  }

  @Test
  void decidesWithoutRandomnessOrThreads() {
    Set<String> banned =
        Set.of(
            "java.util.Random",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.util.concurrent.Executors",
            "java.util.concurrent.CompletableFuture",
            "java.net.Socket",
            "java.net.ServerSocket");
    assertNone(
        "random",
        BannedCallsTest::isPure,
        access ->
            banned.contains(access.getTargetOwner().getName())
                || (access.getTargetOwner().isEquivalentTo(Thread.class)
                    && access.getName().equals("<init>"))
                || access.getName().equals("randomUUID")
                || (access.getTargetOwner().isEquivalentTo(Math.class)
                    && access.getName().equals("random")));
  }

  private static boolean isPure(JavaClass type) {
    return PURE.stream().anyMatch(p -> (type.getPackageName() + ".").startsWith(p + "."));
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return (owner.equals("java.lang.System")
            && Set.of("currentTimeMillis", "nanoTime").contains(name))
        || (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")))
        || (owner.equals("java.util.Date") && name.equals("<init>"));
  }

  private static boolean isExcepted(JavaClass type, List<String> excepted) {
    return excepted.contains(Code.outermost(type)) || excepted.contains(type.getPackageName());
  }

  private static void assertNone(
      String rule, Predicate<JavaClass> where, Predicate<JavaAccess<?>> what) {
    List<String> excepted = EXCEPTIONS.subjects(rule);
    SortedSet<String> wrong = new TreeSet<>();
    for (JavaClass type : Code.CLASSES) {
      if (where.test(type) && !isExcepted(type, excepted)) {
        type.getAccessesFromSelf().stream()
            .filter(what)
            .forEach(access -> wrong.add(access.getDescription()));
      }
    }
    assertThat(wrong).isEmpty();
  }
}
