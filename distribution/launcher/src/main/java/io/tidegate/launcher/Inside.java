package io.tidegate.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The launcher's view of the container. It shares no class with any bundle, so it speaks with
 * {@code admin/command-line} in types of the JDK alone: services with the property {@code
 * tidegate.launcher}.
 */
final class Inside {
  private final BundleContext context;

  Inside(BundleContext context) {
    this.context = context;
  }

  /**
   * What the gateway serves and what keeps it from serving.
   *
   * @param missing looks for it: sentences, none when every mandatory component is satisfied; takes
   *     milliseconds of a start, so to be asked last
   * @param red health checks that are critical, a sentence each
   * @param amber health checks that warn, a sentence each
   * @param ocpp URL that stations connect to, empty while nothing listens
   * @param http base URLs of REST and console
   */
  record Readiness(
      Supplier<List<String>> missing,
      List<String> red,
      List<String> amber,
      String ocpp,
      List<String> http) {}

  /** Empty while the bundle that answers is not up. */
  Optional<Readiness> readiness() {
    return service(Supplier.class, "readiness")
        .map(supplier -> ((Supplier<?>) supplier).get())
        .map(Map.class::cast)
        .map(Inside::readiness);
  }

  @SuppressWarnings("unchecked")
  private static Readiness readiness(Map<?, ?> said) {
    return new Readiness(
        (Supplier<List<String>>) said.get("missing"),
        texts(said, "red"),
        texts(said, "amber"),
        String.valueOf(said.get("ocpp")),
        texts(said, "http"));
  }

  /** ms since the updater last moved in an order of its own; empty while there is no updater. */
  OptionalLong silentMs() {
    return service(Supplier.class, "updates")
        .map(supplier -> ((Supplier<?>) supplier).get())
        .map(said -> OptionalLong.of(((Number) said).longValue()))
        .orElse(OptionalLong.empty());
  }

  /** Summaries of the tools by name; also of those that are not satisfied yet. */
  Map<String, String> tools() {
    @SuppressWarnings("unchecked")
    Map<String, String> tools = (Map<String, String>) ask(Map.of("action", "list"));
    return tools == null ? Map.of() : tools;
  }

  /**
   * @param words beside the name: they may be of a part of the tool
   */
  Optional<String> toolHelp(String name, List<String> words) {
    return Optional.ofNullable(
        (String) ask(Map.of("action", "help", "name", name, "arguments", words)));
  }

  /** Empty while the tool is not there. */
  Optional<Integer> runTool(Map<String, Object> call) {
    return Optional.ofNullable((Integer) ask(call));
  }

  @SuppressWarnings("unchecked")
  private Object ask(Map<String, Object> question) {
    return service(Function.class, "tools")
        .map(tools -> ((Function<Object, Object>) tools).apply(question))
        .orElse(null);
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Map<?, ?> said, String key) {
    Object value = said.get(key);
    return value instanceof List ? (List<String>) value : List.of();
  }

  private Optional<Object> service(Class<?> type, String role) {
    try {
      ServiceReference<?>[] found =
          context.getAllServiceReferences(type.getName(), "(tidegate.launcher=" + role + ")");
      if (found != null) {
        return Optional.ofNullable(context.getService(found[0]));
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    } catch (IllegalStateException e) {
      // The framework is stopping: nobody is there any more.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
