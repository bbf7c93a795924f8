package io.tidegate.admin.updates.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What went wrong, in a line: the words of whoever wrote the bundle, without what the framework and
 * the component runtime wrap around them, and what lies at the bottom of it.
 */
final class Reasons {
  private static final String CAUSED_BY = "Caused by: ";
  private static final int LONGEST = 300;

  /** They say that something else has failed. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "org.osgi.framework.BundleException",
          "org.osgi.service.component.ComponentException",
          "java.lang.reflect.InvocationTargetException",
          "java.lang.reflect.UndeclaredThrowableException",
          "java.lang.ExceptionInInitializerError",
          "java.util.concurrent.ExecutionException");

  /** {@code LinkageError}s of Java, and what tells that no object can be made of a class. */
  private static final Set<String> LASTING =
      Set.of(
          "java.lang.LinkageError",
          "java.lang.AbstractMethodError",
          "java.lang.BootstrapMethodError",
          "java.lang.ClassCircularityError",
          "java.lang.ClassFormatError",
          "java.lang.ExceptionInInitializerError",
          "java.lang.IllegalAccessError",
          "java.lang.IncompatibleClassChangeError",
          "java.lang.InstantiationError",
          "java.lang.NoClassDefFoundError",
          "java.lang.NoSuchFieldError",
          "java.lang.NoSuchMethodError",
          "java.lang.UnsatisfiedLinkError",
          "java.lang.UnsupportedClassVersionError",
          "java.lang.VerifyError",
          "java.lang.IllegalAccessException",
          "java.lang.InstantiationException",
          "java.lang.NoSuchMethodException");

  /** Felix SCR says so of a service that went while the component was made: it may come back. */
  private static final String NO_SERVICE = "Unable to get service for reference";

  /** One of a chain of causes. */
  private record Link(String type, String message) {
    static Link of(Throwable thrown) {
      return new Link(thrown.getClass().getName(), first(thrown.getMessage()));
    }

    /** A line of a stack trace. */
    static Link of(String line) {
      int colon = line.indexOf(": ");
      return colon < 0
          ? new Link(line.strip(), "")
          : new Link(line.substring(0, colon).strip(), first(line.substring(colon + 2)));
    }

    private static String first(String text) {
      String line = text == null ? "" : text.lines().findFirst().orElse("").strip();
      return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private String text() {
      return message.isEmpty() ? type : type + ": " + message;
    }

    boolean wraps() {
      return WRAPPERS.contains(type);
    }

    /** Nothing of its own, but what its cause says. */
    boolean echoes(Link cause) {
      return message.isEmpty() || message.equals(cause.text());
    }

    String words() {
      String name = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
      return wraps() && !message.isEmpty()
          ? message
          : message.isEmpty() ? name : name + ": " + message;
    }
  }

  private Reasons() {}

  /**
   * Whether what the component runtime has kept is a failure of classes, which are what they are
   * until other ones come; whoever wraps it in something else does not change it.
   */
  static boolean lasting(String trace) {
    return chain(trace).stream()
        .anyMatch(link -> LASTING.contains(link.type) && !link.message.startsWith(NO_SERVICE));
  }

  /** Of what was thrown. */
  static String of(Throwable thrown) {
    List<Link> chain = new ArrayList<>();
    for (Throwable at = thrown; at != null && chain.size() < 100; at = at.getCause()) {
      chain.add(Link.of(at));
    }
    return words(chain);
  }

  /** Of what was thrown, as the component runtime keeps it: its stack trace. */
  static String ofTrace(String trace) {
    List<Link> chain = chain(trace);
    return chain.isEmpty() ? "unknown" : words(chain);
  }

  private static List<Link> chain(String trace) {
    List<Link> chain = new ArrayList<>();
    if (trace != null) {
      trace
          .lines()
          .filter(line -> chain.isEmpty() || line.startsWith(CAUSED_BY))
          .map(line -> line.startsWith(CAUSED_BY) ? line.substring(CAUSED_BY.length()) : line)
          .forEach(line -> chain.add(Link.of(line)));
    }
    return chain;
  }

  private static String words(List<Link> chain) {
    Link bottom = chain.get(chain.size() - 1);
    Link top = bottom;
    for (int i = chain.size() - 2; i >= 0; i--) {
      if (!chain.get(i).wraps() && !chain.get(i).echoes(chain.get(i + 1))) {
        top = chain.get(i);
      }
    }
    return top.equals(bottom) ? top.words() : top.words() + " (" + bottom.words() + ")";
  }
}
