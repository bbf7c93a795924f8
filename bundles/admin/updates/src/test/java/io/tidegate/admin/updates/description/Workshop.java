package io.tidegate.admin.updates.description;

import io.tidegate.admin.updates.engine.Forge;
import io.tidegate.codec.classfile.ClassFile;
import io.tidegate.codec.classfile.ClassSpace;
import io.tidegate.codec.classfile.LinkedType;
import io.tidegate.codec.classfile.MalformedClassException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/** Classes of components, and descriptions that are held against them. */
final class Workshop implements ClassSpace {
  private static final Map<String, String> SOURCES =
      Map.of(
          "Base.java", "package c; public interface Base {}",
          "Service.java", "package c; public interface Service extends Base {}",
          "Offer.java", "package c; public class Offer implements Service {}",
          "Config.java", "package c; public @interface Config { int x() default 1; }",
          "Looks.java", "package c; public interface Looks { int x(); }",
          "Far.java",
              """
              package d;
              public class Far {
                public final java.util.Set<String> called = new java.util.HashSet<>();
                protected c.Service shared;
                c.Service kept;
                protected void open() { called.add("open"); }
                void away() { called.add("away"); }
              }
              """,
          "Parent.java",
              """
              package c;
              public class Parent extends d.Far {
                private Service own;
                Service near;
                void near() { called.add("near"); }
                private void own() { called.add("own"); }
                void covered() { called.add("covered"); }
              }
              """,
          "One.java", one(),
          "Made.java",
              """
              package c;
              import java.util.*;
              import org.osgi.framework.*;
              public class Made {
                public Made(BundleContext b, Service s, List<Service> all, Config c) {}
                public Made(Service s, String t) {}
                Made() {}
              }
              """,
          "Kinds.java",
              """
              package c;
              public class Kinds {
                public abstract static class Half {}
                static class Inner {}
                public interface Face {}
              }
              """);

  private final Map<String, byte[]> classes;
  private final Map<String, There> known = new HashMap<>();

  Workshop(Path folder) throws IOException {
    classes = new HashMap<>(new Forge(folder).compiled(SOURCES));
  }

  private static String one() {
    return """
        package c;
        import java.util.*;
        import org.osgi.framework.*;
        import org.osgi.service.component.*;
        public class One extends Parent implements Runnable {
          volatile Service live; Service still; final Service fixed = null; static Service all;
          List<Service> list; volatile Collection<Service> changing; Set<Service> set;
          final List<Service> kept = new ArrayList<>(); String text; Optional<Service> maybe;
          ServiceReference<Service> ref; Config config; BundleContext bundle; Map<String, Object> map;
          public void run() { called.add("run"); }
          void context(ComponentContext c) { called.add("context"); }
          private void config(Config c, BundleContext b, Map<String, Object> m) { called.add("config"); }
          void looks(Looks l) { called.add("looks"); }
          void reason(int r) { called.add("reason"); }
          void reasons(BundleContext b, int r) { called.add("reasons"); }
          void text(String s) { called.add("text"); }
          static void still() {}
          int counts() { called.add("counts"); return 1; }
          Map<String, Object> gives() { called.add("gives"); return null; }
          void covered(String s) { called.add("covered"); }
          void covered(int s, String t) { called.add("covered"); }
          void reference(ServiceReference<Service> r) { called.add("reference"); }
          void objects(ComponentServiceObjects<Service> o) { called.add("objects"); }
          protected void service(Service s) { called.add("service"); }
          protected void base(Base s) { called.add("base"); }
          void runs(Runnable r) { called.add("runs"); }
          void properties(Map<String, Object> p) { called.add("properties"); }
          void both(Service s, Map<String, Object> p) { called.add("both"); }
          void several(Map<String, Object> p, Service s, ServiceReference<Service> r) { called.add("several"); }
        }
        """;
  }

  Map<String, byte[]> classes() {
    return classes;
  }

  /** As if a class had never been there. */
  void lose(String name) {
    classes.remove(name + ".class");
    known.clear();
  }

  @Override
  public Sight find(String name) throws MalformedClassException {
    There found = known.get(name);
    if (found == null) {
      byte[] bytes = bytes(name);
      if (bytes == null) {
        return new Unknown();
      }
      found = new There(new LinkedType(ClassFile.shape(bytes), this));
      known.put(name, found);
    }
    return found;
  }

  private byte[] bytes(String name) {
    byte[] bytes = classes.get(name + ".class");
    if (bytes == null && !name.startsWith("c/") && !name.startsWith("d/")) {
      try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
        bytes = in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes;
  }

  /** A component of class {@code c.One}. */
  List<String> faults(int minor, String attributes, String inner) throws XMLStreamException {
    return faults("http://www.osgi.org/xmlns/scr/v1." + minor + ".0", "c.One", attributes, inner);
  }

  /** A component of another class. */
  List<String> of(String type, String attributes, String inner) throws XMLStreamException {
    return faults("http://www.osgi.org/xmlns/scr/v1.4.0", type, attributes, inner);
  }

  /** What is wrong with a component, without the words that all sentences begin with. */
  List<String> faults(String namespace, String type, String attributes, String inner)
      throws XMLStreamException {
    String text =
        """
        <s:component xmlns:s='%s' xmlns:f='http://felix.apache.org/xmlns/scr/extensions/v1.0.0'
            name='it' %s><implementation class='%s'/>%s</s:component>
        """
            .formatted(namespace, attributes, type, inner);
    List<String> faults = new ArrayList<>();
    for (Described each : Described.read(text.getBytes(StandardCharsets.UTF_8))) {
      for (String words : Inspection.faults(each, this).values()) {
        faults.add(words.replaceFirst("^component it ", ""));
      }
    }
    return faults;
  }

  @Override
  public String toString() {
    return "u 1.0.0";
  }
}
