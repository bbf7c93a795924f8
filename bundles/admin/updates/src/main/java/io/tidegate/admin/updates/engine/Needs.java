package io.tidegate.admin.updates.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Namespace;

/**
 * What a bundle's manifest asks of others and offers them, as far as it decides whether the bundle
 * resolves (OSGi core 8, chapter 3), and whom it names to be started. What is looked for at run
 * time only – services, optional imports – is left out.
 */
final class Needs {
  private static final String SERVICE_COMPONENT = "Service-Component";
  private static final Set<String> SYNTAXES = Set.of("1", "2");
  private static final Set<String> SERVICE_TIME = Set.of(Namespace.EFFECTIVE_ACTIVE);

  /** Something that is offered. */
  record Offer(String namespace, Map<String, Object> attributes) {
    /** What it offers of its namespace, a package's name as a rule; empty when it has no name. */
    String name() {
      return attributes.get(namespace) instanceof String name ? name : "";
    }
  }

  /**
   * Something that is asked for.
   *
   * @param name of the only offers that the filter can match; empty when any can
   * @param words for the operator
   */
  record Need(String namespace, String name, Filter filter, String words) {
    boolean metBy(Offer offer) {
      return offer.namespace().equals(namespace) && filter.matches(offer.attributes());
    }
  }

  /** A package that comes from another bundle, when it comes, or from the bundle itself. */
  record Import(String name, Need need) {}

  private final String symbolicName;
  private final Version version;
  private final boolean fragment;
  private final String activator;
  private final List<String> descriptions;
  private final boolean dynamic;
  private final List<Import> imports = new ArrayList<>();
  private final List<Need> needs = new ArrayList<>();
  private final List<Offer> offers = new ArrayList<>();

  /**
   * @throws IllegalArgumentException with a sentence when a header cannot be read
   */
  Needs(Map<String, String> headers) {
    Clause name =
        Clause.all(headers.get(Constants.BUNDLE_SYMBOLICNAME)).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("it has no Bundle-SymbolicName"));
    symbolicName = name.path();
    version = Version.parseVersion(headers.get(Constants.BUNDLE_VERSION));
    fragment = headers.containsKey(Constants.FRAGMENT_HOST);
    activator = headers.getOrDefault(Constants.BUNDLE_ACTIVATOR, "").strip();
    descriptions =
        Stream.of(headers.getOrDefault(SERVICE_COMPONENT, "").split("[,\\s]+"))
            .filter(path -> !path.isEmpty())
            .toList();
    dynamic = headers.containsKey(Constants.DYNAMICIMPORT_PACKAGE);
    offerItself();
    Clause.all(headers.get(Constants.EXPORT_PACKAGE)).forEach(this::offerPackages);
    Clause.all(headers.get(Constants.PROVIDE_CAPABILITY)).forEach(this::offer);
    Clause.all(headers.get(Constants.IMPORT_PACKAGE)).forEach(this::needPackages);
    Clause.all(headers.get(Constants.REQUIRE_BUNDLE))
        .forEach(c -> need(c, BundleNamespace.BUNDLE_NAMESPACE));
    Clause.all(headers.get(Constants.FRAGMENT_HOST))
        .forEach(c -> need(c, HostNamespace.HOST_NAMESPACE));
    Clause.all(headers.get(Constants.REQUIRE_CAPABILITY)).forEach(this::needCapability);
    needs.addAll(Machine.needs(headers));
    installable(headers);
  }

  /** What a framework refuses when such a bundle is installed. */
  private void installable(Map<String, String> headers) {
    String syntax = headers.getOrDefault(Constants.BUNDLE_MANIFESTVERSION, "1").strip();
    if (!SYNTAXES.contains(syntax)) {
      throw new IllegalArgumentException("Bundle-ManifestVersion " + syntax + " is not known");
    }
    Set<String> once = new HashSet<>();
    for (Import each : imports) {
      if (!once.add(each.name())) {
        throw new IllegalArgumentException("it imports package " + each.name() + " twice");
      }
    }
  }

  String symbolicName() {
    return symbolicName;
  }

  Version version() {
    return version;
  }

  List<Need> needs() {
    return needs;
  }

  /** Of packages, those included that it can do without. */
  List<Import> imports() {
    return imports;
  }

  List<Offer> offers() {
    return offers;
  }

  /** Whether it may find packages of others while it runs. */
  boolean dynamic() {
    return dynamic;
  }

  /** Whether it is part of another bundle. */
  boolean fragment() {
    return fragment;
  }

  /** Name of its activator's class; empty when it has none, and of a fragment none counts. */
  String activator() {
    return fragment ? "" : activator;
  }

  /**
   * Where its components are described, as {@code Service-Component} has it (DS 1.4, §112.4.1): the
   * last part of a path may have wildcards. A fragment's header does not count.
   */
  List<String> descriptions() {
    return fragment ? List.of() : descriptions;
  }

  /** Whether others see packages of it, or it is part of another bundle. */
  boolean shared() {
    return offers.stream().anyMatch(o -> o.namespace().equals(PackageNamespace.PACKAGE_NAMESPACE))
        || fragment;
  }

  private void offerItself() {
    if (!fragment) {
      for (String namespace :
          List.of(BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE)) {
        offers.add(
            new Offer(
                namespace,
                Map.of(namespace, symbolicName, Constants.BUNDLE_VERSION_ATTRIBUTE, version)));
      }
    }
    offers.add(
        new Offer("osgi.identity", Map.of("osgi.identity", symbolicName, "version", version)));
  }

  private void offerPackages(Clause clause) {
    for (String name : clause.paths()) {
      Map<String, Object> attributes = new HashMap<>(clause.attributes());
      attributes.put(PackageNamespace.PACKAGE_NAMESPACE, name);
      attributes.put(
          Constants.VERSION_ATTRIBUTE,
          Version.parseVersion(clause.attributes().get(Constants.VERSION_ATTRIBUTE)));
      attributes.put(Constants.BUNDLE_SYMBOLICNAME_ATTRIBUTE, symbolicName);
      attributes.put(Constants.BUNDLE_VERSION_ATTRIBUTE, version);
      offers.add(new Offer(PackageNamespace.PACKAGE_NAMESPACE, attributes));
    }
  }

  private void offer(Clause clause) {
    Map<String, Object> attributes = new HashMap<>();
    clause.attributes().forEach((key, value) -> put(attributes, key, value));
    clause.paths().forEach(namespace -> offers.add(new Offer(namespace, attributes)));
  }

  private static void put(Map<String, Object> attributes, String key, String value) {
    int colon = key.indexOf(':');
    String name = colon < 0 ? key : key.substring(0, colon).strip();
    String type = colon < 0 ? "String" : key.substring(colon + 1).strip();
    boolean list = type.startsWith("List");
    String element = !list ? type : type.contains("<") ? type.replaceAll(".*<|>.*", "") : "String";
    if (list) {
      List<Object> values = new ArrayList<>();
      for (String each : value.split(",", -1)) {
        values.add(typed(element, each.strip()));
      }
      attributes.put(name, values);
    } else {
      attributes.put(name, typed(element, value));
    }
  }

  private static Object typed(String type, String value) {
    return switch (type) {
      case "Version" -> Version.parseVersion(value);
      case "Long" -> Long.valueOf(value.strip());
      case "Double" -> Double.valueOf(value.strip());
      default -> value;
    };
  }

  private void needPackages(Clause clause) {
    for (String name : clause.paths()) {
      String range = clause.attributes().getOrDefault(Constants.VERSION_ATTRIBUTE, "0");
      StringBuilder filter = new StringBuilder("(&");
      equal(filter, PackageNamespace.PACKAGE_NAMESPACE, name);
      filter.append(new VersionRange(range).toFilterString(Constants.VERSION_ATTRIBUTE));
      clause
          .attributes()
          .forEach(
              (key, value) -> {
                if (key.equals(Constants.BUNDLE_VERSION_ATTRIBUTE)) {
                  filter.append(new VersionRange(value).toFilterString(key));
                } else if (!key.equals(Constants.VERSION_ATTRIBUTE)) {
                  equal(filter, key, value);
                }
              });
      Need need =
          need(
              PackageNamespace.PACKAGE_NAMESPACE,
              name,
              filter.append(')').toString(),
              "package " + name + " " + range);
      imports.add(new Import(name, need));
      if (!optional(clause)) {
        needs.add(need);
      }
    }
  }

  private void need(Clause clause, String namespace) {
    if (!optional(clause)) {
      String range = clause.attributes().getOrDefault(Constants.BUNDLE_VERSION_ATTRIBUTE, "0.0.0");
      StringBuilder filter = new StringBuilder("(&");
      // the system bundle goes by a second name
      String name =
          clause.path().equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME) ? "*" : clause.path();
      filter.append('(').append(namespace).append('=').append(name).append(')');
      filter.append(new VersionRange(range).toFilterString(Constants.BUNDLE_VERSION_ATTRIBUTE));
      add(
          namespace,
          name.equals("*") ? "" : name,
          filter.append(')').toString(),
          "bundle " + clause.path() + " " + range);
    }
  }

  private void needCapability(Clause clause) {
    String effective =
        clause.directives().getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "");
    if (!optional(clause) && !SERVICE_TIME.contains(effective)) {
      String filter =
          clause.directives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "(!(none=*))");
      for (String namespace : clause.paths()) {
        add(namespace, "", filter, namespace + " " + filter);
      }
    }
  }

  private static boolean optional(Clause clause) {
    return Constants.RESOLUTION_OPTIONAL.equals(
        clause.directives().get(Constants.RESOLUTION_DIRECTIVE));
  }

  private static void equal(StringBuilder filter, String key, String value) {
    filter
        .append('(')
        .append(key)
        .append('=')
        .append(value.replaceAll("[()*\\\\]", "\\\\$0"))
        .append(')');
  }

  private void add(String namespace, String name, String filter, String words) {
    needs.add(need(namespace, name, filter, words));
  }

  static Need need(String namespace, String name, String filter, String words) {
    try {
      return new Need(namespace, name, FrameworkUtil.createFilter(filter), words);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException("a requirement cannot be read: " + filter, e);
    }
  }
}
