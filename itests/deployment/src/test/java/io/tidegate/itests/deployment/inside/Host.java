package io.tidegate.itests.deployment.inside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * A host with a DeploymentAdmin, as a process: reads an order a line on standard input, answers a
 * line on standard output. What the bundles log goes to standard error.
 */
public final class Host {
  private static final String ADMIN = "org.osgi.service.deploymentadmin.DeploymentAdmin";
  private static final String CONFIGURATIONS = "org.osgi.service.cm.ConfigurationAdmin";
  private static final String SHOWN = "org.eclipse.kura.configuration.ConfigurableComponent";

  private final BundleContext context;

  private Host(BundleContext context) {
    this.context = context;
  }

  /**
   * Starts one.
   *
   * @param arguments folder for the framework, then its bundles, in the order in which they start
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err);
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, arguments[0]);
    // as strict as can be: nothing comes from the class path or from the JDK unasked
    properties.put(Constants.FRAMEWORK_BOOTDELEGATION, "");
    properties.put("osgi.compatibility.bootdelegation", "false");
    properties.put("felix.bootdelegation.implicit", "false");
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(properties);
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (String file : List.of(arguments).subList(1, arguments.length)) {
      bundles.add(framework.getBundleContext().installBundle(Path.of(file).toUri().toString()));
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    Host host = new Host(framework.getBundleContext());
    answers.println("ready");
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      answers.println(host.answer(order.split(" ", -1)).replace('\n', ' '));
    }
    framework.stop();
    framework.waitForStop(10_000);
    System.exit(0);
  }

  private String answer(String[] order) {
    try {
      return switch (order[0]) {
        case "install" -> install(Path.of(order[1]));
        case "uninstall" -> uninstall(order[1]);
        case "state" -> state(order[1]);
        case "unresolved" -> unresolved();
        case "count" -> count(order[1]);
        case "served" -> served();
        case "service" -> "" + (context.getServiceReference(order[1]) != null);
        case "shown" -> shown();
        case "configure" -> configure(order[1], order[2], order[3]);
        case "configured" -> configured(order[1], order[2]);
        case "property" -> System.setProperty(order[1], order[2]) + "";
        default -> "what is " + order[0] + "?";
      };
    } catch (InvocationTargetException e) {
      return "failed: " + chain(e.getCause());
    } catch (Exception e) {
      return "failed: " + chain(e);
    }
  }

  private static String chain(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each.getMessage()).append(" / ");
    }
    return text.toString();
  }

  /** A service of another class space, called by name. */
  private Object call(Object service, String method, Class<?>[] types, Object... arguments)
      throws ReflectiveOperationException {
    for (Class<?> type = service.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> contract : type.getInterfaces()) {
        for (Method each : contract.getMethods()) {
          if (each.getName().equals(method) && each.getParameterCount() == types.length) {
            boolean fits = true;
            for (int i = 0; i < types.length; i++) {
              fits &=
                  each.getParameterTypes()[i].isInstance(arguments[i]) || types[i].isPrimitive();
            }
            if (fits) {
              return each.invoke(service, arguments);
            }
          }
        }
      }
    }
    throw new NoSuchMethodException(service.getClass() + "." + method);
  }

  private Object service(String name) {
    ServiceReference<?> reference = context.getServiceReference(name);
    return context.getService(reference);
  }

  private String install(Path file) throws IOException, ReflectiveOperationException {
    long begun = System.nanoTime();
    try (InputStream in = Files.newInputStream(file)) {
      call(service(ADMIN), "installDeploymentPackage", new Class<?>[] {InputStream.class}, in);
    }
    return "installed " + (System.nanoTime() - begun) / 1_000_000;
  }

  private String uninstall(String name) throws ReflectiveOperationException {
    Object found =
        call(service(ADMIN), "getDeploymentPackage", new Class<?>[] {String.class}, name);
    call(found, "uninstall", new Class<?>[0]);
    return "uninstalled";
  }

  private String state(String symbolicName) {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getSymbolicName().equals(symbolicName)) {
        return (bundle.getState() == Bundle.ACTIVE ? "active " : bundle.getState() + " ")
            + bundle.getVersion();
      }
    }
    return "none";
  }

  private String unresolved() {
    StringBuilder text = new StringBuilder();
    for (Bundle bundle : context.getBundles()) {
      boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
      if (!fragment && bundle.getState() != Bundle.ACTIVE) {
        try {
          bundle.start();
          text.append(bundle.getSymbolicName()).append(" was not started; ");
        } catch (BundleException e) {
          text.append(bundle.getSymbolicName()).append(": ").append(e.getMessage()).append("; ");
        }
      }
    }
    return text.toString();
  }

  private String count(String prefix) {
    int count = 0;
    for (Bundle bundle : context.getBundles()) {
      count += bundle.getSymbolicName().startsWith(prefix) ? 1 : 0;
    }
    return "" + count;
  }

  private String served() {
    ServiceReference<?> reference = context.getServiceReference(Serving.SERVICE);
    return reference == null ? "nothing" : "" + reference.getProperty("serves");
  }

  /** Names of what shows itself to a Kura, each with a blank after it. */
  private String shown() throws InvalidSyntaxException {
    StringBuilder text = new StringBuilder();
    ServiceReference<?>[] all = context.getAllServiceReferences(SHOWN, null);
    for (ServiceReference<?> each : all == null ? new ServiceReference<?>[0] : all) {
      text.append(each.getProperty("kura.service.pid")).append(' ');
    }
    return text.toString();
  }

  private Dictionary<String, Object> properties(Object configuration)
      throws ReflectiveOperationException {
    @SuppressWarnings("unchecked")
    var properties =
        (Dictionary<String, Object>) call(configuration, "getProperties", new Class<?>[0]);
    return properties == null ? new Hashtable<>() : properties;
  }

  private Object configuration(String pid) throws ReflectiveOperationException {
    return call(
        service(CONFIGURATIONS),
        "getConfiguration",
        new Class<?>[] {String.class, String.class},
        pid,
        "?");
  }

  private String configure(String pid, String key, String value)
      throws ReflectiveOperationException {
    Object configuration = configuration(pid);
    Dictionary<String, Object> properties = properties(configuration);
    properties.put(key, value);
    call(configuration, "update", new Class<?>[] {Dictionary.class}, properties);
    return "configured";
  }

  private String configured(String pid, String key) throws ReflectiveOperationException {
    return "" + properties(configuration(pid)).get(key);
  }
}
