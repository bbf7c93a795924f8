package io.tidegate.admin.command.line;

import io.tidegate.api.operation.Tool;
import io.tidegate.codec.settings.Newest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link Tool}s for the launcher, on the launcher's thread. A question is a map with {@code
 * action}:
 *
 * <ul>
 *   <li>{@code list}: answers the summaries by name, also of tools that are declared and not
 *       satisfied yet
 *   <li>{@code help} with {@code name} and {@code arguments}: answers the text, or null
 *   <li>{@code run} with {@code name}, {@code arguments}, {@code directory}, {@code out} and {@code
 *       err}: answers the exit code, or null while there is no such tool
 * </ul>
 */
@Component(
    name = "io.tidegate.admin.command.line.tools",
    service = Function.class,
    property = "tidegate.launcher=tools")
public final class Tools implements Function<Map<String, Object>, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(Tools.class);
  private static final int FOUND_WANTING = 1;

  private final ServiceComponentRuntime runtime;
  private final Newest<String, Tool> tools = new Newest<>();

  @Activate
  public Tools(@Reference ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Object apply(Map<String, Object> question) {
    String action = String.valueOf(question.get("action"));
    Tool tool = tools.get(String.valueOf(question.get("name"))).orElse(null);
    return switch (action) {
      case "list" -> list();
      case "help" -> tool == null ? null : tool.help(arguments(question));
      case "run" -> tool == null ? null : run(tool, question);
      default -> throw new IllegalArgumentException("no such action: " + action);
    };
  }

  private Map<String, String> list() {
    Map<String, String> summaries = new TreeMap<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
      if (component.properties.get(Tool.NAME) instanceof String name) {
        summaries.put(name, "(not available: " + component.name + " is not satisfied)");
      }
    }
    tools.live().forEach((name, tool) -> summaries.put(name, tool.summary()));
    return summaries;
  }

  @SuppressWarnings("unchecked")
  private static List<String> arguments(Map<String, Object> question) {
    return (List<String>) question.getOrDefault("arguments", List.of());
  }

  private static Integer run(Tool tool, Map<String, Object> question) {
    PrintStream err = (PrintStream) question.get("err");
    try {
      return tool.run(
          new Tool.Call(
              arguments(question),
              (Path) question.get("directory"),
              (PrintStream) question.get("out"),
              err));
    } catch (RuntimeException e) {
      LOG.error("tool {} failed", question.get("name"), e);
      err.println("tidegate " + question.get("name") + ": " + e);
      return FOUND_WANTING;
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTool(Tool tool, ServiceReference<Tool> reference) {
    tools.add(String.valueOf(reference.getProperty(Tool.NAME)), tool, reference);
  }

  void removeTool(ServiceReference<Tool> reference) {
    tools.remove(reference);
  }
}
