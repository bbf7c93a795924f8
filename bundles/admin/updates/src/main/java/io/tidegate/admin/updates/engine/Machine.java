package io.tidegate.admin.updates.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.NativeNamespace;

/**
 * What headers from before capabilities ask of Java and of the machine, as requirements (OSGi core
 * 8, §3.4.1 and §3.11): one of several execution environments, one of several clauses of native
 * code.
 */
final class Machine {
  private static final Pattern VERSIONED = Pattern.compile("(.+)-([0-9]+(?:\\.[0-9]+)*)");
  private static final String OS = "osname";
  private static final String PROCESSOR = "processor";

  private Machine() {}

  @SuppressWarnings("deprecation") // bundles have it still
  static List<Needs.Need> needs(Map<String, String> headers) {
    List<Needs.Need> needs = new ArrayList<>();
    List<Clause> environments =
        Clause.all(headers.get(Constants.BUNDLE_REQUIREDEXECUTIONENVIRONMENT));
    if (!environments.isEmpty()) {
      StringBuilder any = new StringBuilder("(|");
      environments.forEach(clause -> any.append(environment(clause.path())));
      List<String> names = environments.stream().map(Clause::path).toList();
      needs.add(
          Needs.need(
              ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE,
              "",
              any.append(')').toString(),
              "execution environment " + String.join(" or ", names)));
    }
    String header = headers.getOrDefault(Constants.BUNDLE_NATIVECODE, "");
    List<String> pieces = Clause.split(header, ',');
    boolean optional = pieces.get(pieces.size() - 1).strip().equals("*");
    if (!header.isBlank() && !optional) {
      StringBuilder any = new StringBuilder("(|");
      pieces.forEach(piece -> any.append(machine(piece)));
      needs.add(
          Needs.need(
              NativeNamespace.NATIVE_NAMESPACE,
              "",
              any.append(')').toString(),
              "a machine that its native code is for"));
    }
    return needs;
  }

  /** {@code JavaSE-17}; {@code J2SE-1.5} is what JavaSE was called. */
  private static String environment(String text) {
    Matcher matcher = VERSIONED.matcher(text.strip());
    if (!matcher.matches() || (text.contains("/") && !text.startsWith("OSGi/"))) {
      return equal("osgi.ee", text.strip());
    }
    String name = matcher.group(1).equals("J2SE") ? "JavaSE" : matcher.group(1);
    return "(&" + equal("osgi.ee", name) + equal("version", matcher.group(2)) + ")";
  }

  /** Of a clause the systems and the processors; the rest of it is left to the framework. */
  private static String machine(String clause) {
    StringBuilder all = new StringBuilder("(&(osgi.native.osname=*)");
    one(all, clause, OS, NativeNamespace.CAPABILITY_OSNAME_ATTRIBUTE);
    one(all, clause, PROCESSOR, NativeNamespace.CAPABILITY_PROCESSOR_ATTRIBUTE);
    return all.append(')').toString();
  }

  /** An attribute may be there several times: any of its values will do. */
  private static void one(StringBuilder all, String clause, String name, String attribute) {
    StringBuilder any = new StringBuilder();
    for (String piece : Clause.split(clause, ';')) {
      int at = piece.indexOf('=');
      if (at > 0 && piece.substring(0, at).strip().equalsIgnoreCase(name)) {
        String value = piece.substring(at + 1).strip().replaceAll("^\"|\"$", "");
        any.append('(').append(attribute).append("~=").append(escaped(value)).append(')');
      }
    }
    if (!any.isEmpty()) {
      all.append("(|").append(any).append(')');
    }
  }

  private static String equal(String key, String value) {
    return "(" + key + "=" + escaped(value) + ")";
  }

  private static String escaped(String value) {
    return value.replaceAll("[()*\\\\]", "\\\\$0");
  }
}
