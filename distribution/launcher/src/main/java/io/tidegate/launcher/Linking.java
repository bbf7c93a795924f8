package io.tidegate.launcher;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;

/**
 * Links the classes that bundles have loaded so far. Of a bundle's classes the JVM keeps only those
 * that are linked, and one in seven is loaded by a start but linked later or never: a type that
 * another one's verification asked for, an exception that nobody threw.
 */
final class Linking {
  private Linking() {}

  /**
   * Links what is loaded; a JVM that does not tell which classes these are keeps fewer of them.
   *
   * @return how many classes it went through
   */
  static int link(Bundle... bundles) {
    Set<String> loaded;
    try {
      loaded = loaded();
    } catch (JMException e) {
      return 0;
    }
    int linked = 0;
    for (Bundle bundle : bundles) {
      for (String name : loaded) {
        if (bundle.getEntry(name.replace('.', '/') + ".class") != null && link(bundle, name)) {
          linked++;
        }
      }
    }
    return linked;
  }

  /** Names in the JVM's hierarchy of classes: {@code |--name/address of the loader}. */
  private static Set<String> loaded() throws JMException {
    Object hierarchy =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmClassHierarchy",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    return hierarchy
        .toString()
        .lines()
        .filter(line -> line.contains("--") && line.contains("/0x"))
        .map(line -> line.substring(line.indexOf("--") + 2, line.lastIndexOf("/0x")))
        .collect(Collectors.toSet());
  }

  private static boolean link(Bundle bundle, String name) {
    try {
      // As a side effect the JVM links the class; it initialises nothing.
      Constructor<?>[] unused = bundle.loadClass(name).getDeclaredConstructors();
      return unused != null;
    } catch (ClassNotFoundException | LinkageError e) {
      // It refers to a package that is optional and not there: nobody will link it.
      return false;
    }
  }
}
